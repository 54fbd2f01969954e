"""What others measured without keeping the exchange: the sandbox does the same."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.facts.reading import measurements
from tests.facts.shapes import shape_of
from tests.sandbox.client import TODAY, Api, Clock
from tests.sandbox.exchanges import carry_out, prepare, served

Refused = Callable[[Api], Awaitable[httpx.Response]]

GUEST = "Ruth Mensah"

NOT_SERVED = {"FIELD_220": "POST /list/{id}/field is not documented"}

# `...` stands for a name in what was written down.
NOT_VERBATIM = {"PUBAPITASK_014"}


def sandbox(**options: Any) -> Sandbox:
    return Sandbox(
        **{"tasks": 250, "today": TODAY, "clock": Clock(), "rate_limit": None, **options}
    )


def a_task(api: Api, place: str = "Bug Triage") -> str:
    home = next(home for home in api.workspace.lists.values() if home.name == place)
    return next(iter(home.tasks))


def a_list(api: Api, place: str = "Bug Triage") -> str:
    return next(home.id for home in api.workspace.lists.values() if home.name == place)


def as_guest(api: Api) -> Api:
    return Api(api.sandbox, api.sandbox.token_for(GUEST))


async def a_hidden_list(api: Api) -> httpx.Response:
    return await as_guest(api).send("GET", f"/list/{a_list(api)}")


async def too_small_a_plan(api: Api) -> httpx.Response:
    small = Api(sandbox(plan="free"))
    return await small.send("GET", f"/team/{small.team}/user/{small.workspace.owner.id}")


async def somebody_elses_task(api: Api) -> httpx.Response:
    return await as_guest(api).send("DELETE", f"/task/{a_task(api, 'Renewals')}")


async def somebody_elses_list(api: Api) -> httpx.Response:
    path = f"/list/{a_list(api, 'Renewals')}/task"
    return await as_guest(api).send("POST", path, {"name": "New"})


async def no_such_option(api: Api) -> httpx.Response:
    home = api.workspace.lists[a_list(api)]
    field = next(f for f in api.workspace.fields_of(home) if f.type == "drop_down")
    return await api.send("POST", f"/task/{a_task(api)}/field/{field.id}", {"value": "none"})


async def points_are_off(api: Api) -> httpx.Response:
    return await api.send("POST", f"/list/{a_list(api, 'Hiring')}/task", {"name": "A", "points": 2})


async def a_deleted_task(api: Api) -> httpx.Response:
    task = a_task(api)
    await api.delete(f"/task/{task}", status=204)
    read = await api.send("GET", f"/task/{task}")
    changed = await api.send("PUT", f"/task/{task}", {"name": "New"})
    assert changed.json() == read.json()
    return read


async def a_parent_elsewhere(api: Api) -> httpx.Response:
    body = {"name": "New", "parent": a_task(api, "Hiring")}
    return await api.send("POST", f"/list/{a_list(api)}/task", body)


async def a_type_that_is_used_up(api: Api) -> httpx.Response:
    body = {"name": "New", "custom_item_id": 77}
    return await api.send("POST", f"/list/{a_list(api)}/task", body)


async def assignees_with_a_comma(api: Api) -> httpx.Response:
    return await api.send("GET", f"/team/{api.team}/task", assignees="1,2")


async def one_plain_status(api: Api) -> httpx.Response:
    team = await api.send("GET", f"/team/{api.team}/task", statuses="open")
    home = await api.send("GET", f"/list/{a_list(api)}/task", statuses="open")
    assert team.json() == home.json()
    return team


async def one_code_twice(api: Api) -> httpx.Response:
    body = {"client_id": "app", "client_secret": "hush", "code": "1"}
    assert (await api.send("POST", "/oauth/token", body)).status_code == 200
    return await api.send("POST", "/oauth/token", body)


async def another_secret(api: Api) -> httpx.Response:
    body = {"client_id": "app", "client_secret": "hush", "code": "1"}
    await api.send("POST", "/oauth/token", body)
    return await api.send("POST", "/oauth/token", {**body, "client_secret": "other", "code": "2"})


REFUSED: dict[str, Refused] = {
    "ACCESS_064": somebody_elses_list,
    "ACCESS_081": somebody_elses_task,
    "FIELD_011": no_such_option,
    "ITEM_013": a_deleted_task,
    "ITEM_137": a_parent_elsewhere,
    "ITEM_227": points_are_off,
    "ITEM_246": a_type_that_is_used_up,
    "OAUTH_011": another_secret,
    "OAUTH_014": one_code_twice,
    "OAUTH_027": a_hidden_list,
    "PUBAPITASK_014": one_plain_status,
    "PUBAPITASK_017": assignees_with_a_comma,
    "TEAM_110": too_small_a_plan,
}


def test_every_measured_refusal_is_tried() -> None:
    assert REFUSED.keys() | NOT_SERVED.keys() == measurements()["refusals"].keys()


@pytest.mark.parametrize("code", REFUSED)
async def test_a_refusal_is_as_it_was_measured(code: str) -> None:
    answer = await REFUSED[code](Api(sandbox()))
    measured = measurements()["refusals"][code]
    assert answer.json()["ECODE"] == code
    # Of some, only the words were written down.
    assert answer.status_code == (measured["status"] or 400)
    if code not in NOT_VERBATIM:
        assert shape_of(answer.json()["err"], "err") == measured["err"]


BY_TASK = [e for e in served().values() if "/v2/task/{task_id}" in e]


@pytest.mark.parametrize("endpoint", BY_TASK)
async def test_a_plain_id_is_understood_where_custom_ones_are_announced(endpoint: str) -> None:
    """Clients that send `custom_task_ids=true` with every request use plain ids too."""
    plain, announced = Api(sandbox()), Api(sandbox())
    values = await prepare(plain)
    assert await prepare(announced) == values

    async def announce(request: httpx.Request) -> None:
        further = {"custom_task_ids": "true", "team_id": announced.team}
        request.url = request.url.copy_merge_params(further)

    announced.http.event_hooks["request"] = [announce]
    expected = await carry_out(plain, endpoint, values)
    answer = await carry_out(announced, endpoint, values)
    assert (answer.status_code, answer.content) == (expected.status_code, expected.content)
    assert answer.status_code < 300


async def places() -> dict[str, Any]:
    """Where the parts are that were measured, in answers of the sandbox."""
    api = Api(sandbox())
    workspace = api.workspace
    waiting = next(task.id for task in workspace.tasks.values() if task.dependencies)
    liked = next(c for c in workspace.comments.values() if c.reactions)
    comments = (await api.get(f"/task/{liked.parent[1]}/comment"))["comments"]
    with_file = next(f.parent for f in workspace.files.by_id.values() if f.parent_type == "tasks")
    return {
        "dependency": (await api.get(f"/task/{waiting}"))["dependencies"][0],
        "reaction_to_a_comment": comments[0]["reactions"][0],
        "attachment_of_a_comment": (await api.get(f"/task/{with_file}"))["attachments"][0],
    }


PARTS_APART = {
    # That of a task is served, which is type 1, and has addresses and no size in pixels; of one
    # of a comment, no whole record was shown.
    "attachment_of_a_comment": {"width", "height"},
}


@pytest.mark.parametrize("name", measurements()["parts"])
async def test_parts_have_the_keys_that_were_seen(name: str) -> None:
    served_part = (await places())[name]
    assert measurements()["parts"][name].keys() - served_part.keys() == PARTS_APART.get(name, set())


async def test_values_of_custom_fields_have_the_shapes_that_were_seen() -> None:
    api = Api(sandbox())
    found: dict[str, Any] = {}
    for task in api.workspace.tasks.values():
        if task.values:
            for field in (await api.get(f"/task/{task.id}"))["custom_fields"]:
                if "value" in field:
                    found.setdefault(field["type"], shape_of(field["value"], "value"))
    for kind, shape in measurements()["field_values"].items():
        if isinstance(shape, list):
            assert shape[0].items() <= found[kind][0].items(), kind
        else:
            assert found[kind] == shape, kind
