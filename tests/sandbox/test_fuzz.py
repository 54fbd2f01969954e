"""Whatever comes in, the sandbox answers it as ClickUp would: never with a failure of its own."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.routing import ROUTES
from tests.sandbox.client import TODAY, Api, Clock
from tests.sandbox.exchanges import EXCHANGES, TEMPLATES, UPLOAD, filled, prepare

# What requests may say, valid or not; the values are drawn apart from the names.
NAMES = (
    "admin", "archived", "assignee", "assignees", "can_edit_tags", "client_id", "client_secret",
    "code", "comment", "comment_text", "content", "custom_field", "custom_fields",
    "custom_fields_to_move", "custom_item_id", "custom_role_id", "depends_on", "description",
    "due_date", "duration", "email", "end", "endpoint", "entries", "events", "features", "filter",
    "filters", "followers", "group_assignee", "group_assignees", "handle", "list_id", "location",
    "markdown_content", "members", "move_custom_fields", "name", "new_name", "options", "owners",
    "pagination", "parent", "permission_level", "points", "post_data", "priority", "private",
    "reaction", "reactions", "resolved", "source_task_ids", "start", "status", "status_mappings",
    "steps_current", "steps_end", "steps_start", "tag", "tags", "task_ids", "tid", "time",
    "time_entry_ids", "time_estimate", "topic", "triaged_action", "triaged_object_id", "type",
    "user_ids", "username", "value", "visibility", "watchers",
)  # fmt: skip

QUERIES = (
    "archived", "assignee", "assignees[]", "channel_types", "content_format", "cursor",
    "custom_fields", "custom_task_ids", "end_date", "group_ids", "include_shared", "limit",
    "max_page_depth", "next_cursor", "order_by", "page", "start", "start_date", "start_id",
    "statuses[]", "task_ids", "team_id", "with_message_since",
)  # fmt: skip

WORDS = st.sampled_from(
    [
        "",
        "x",
        "message",
        "post",
        "DM",
        "PUBLIC",
        "folder",
        "read",
        "*",
        "taskCreated",
        "é\x00\ud800",
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.integers(0, 5)
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | WORDS
)
KEYS = st.sampled_from(
    ("add", "rem", "id", "name", "title", "subtype", "location", "fields", "op", "values", "time",
     "assignee", "kind", "pageRows", "pageTimestamp", "eventType", "reaction", "date", "user")
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6) | VALUES
QUERY_VALUES = st.sampled_from(["", "true", "-1", "0", "9" * 30, "x", "YXQ6LTU=", "1,2", "[]", "{"])


@st.composite
def requests(draw: st.DrawFn) -> tuple[int, dict[str, str], Any, bool, str | None]:
    """A route, its query, its body, whether the body is laid over a good one, and a wrong id."""
    route = draw(st.integers(0, len(ROUTES) - 1))
    query = draw(st.dictionaries(st.sampled_from(QUERIES), QUERY_VALUES, max_size=3))
    junk = st.none() | st.sampled_from(
        ["1", "nope", "0" * 40, "a b", "%00", "²", "999999999999999999"]
    )
    return route, query, draw(BODIES), draw(st.booleans()), draw(junk)


def check(response: httpx.Response, path: str) -> None:
    known_500 = "FIELD_017" in response.text
    assert response.status_code < 500 or known_500, (path, response.text)
    # What a range or a HEAD request is refused with has no body.
    if response.status_code < 400 or not response.content:
        return
    if response.headers["content-type"].startswith("text/html"):
        return
    body = response.json()
    v2 = "ECODE" in body and isinstance(body.get("err", body.get("error")), str)
    v3 = {"status", "message", "trace_id", "timestamp"} == set(body)
    assert v2 or v3, (path, body)


@given(st.lists(requests(), min_size=1, max_size=12))
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_requests_breaks_the_sandbox(
    sent: list[tuple[int, dict[str, str], Any, bool, str | None]],
) -> None:
    async def run() -> None:
        api = Api(Sandbox(20, today=TODAY, clock=Clock(), rate_limit=None))
        async with api.http:
            values = await prepare(api)
            # All that happens is an event, and its history items have to be written.
            everything = {"endpoint": "http://127.0.0.1:9/", "events": ["*"]}
            await api.post(f"/team/{api.team}/webhook", everything)
            for number, query, junk, over, wrong in sent:
                method, path, _ = ROUTES[number]
                kind = next((name for name in TEMPLATES if name in path), "")
                known = {**values, "template_id": TEMPLATES.get(kind, ""), "place": f"t{api.team}"}
                known |= {"attachment_id": next(iter(api.workspace.files.by_id), "x"), "name": "x"}
                if wrong is not None:
                    known = {key: wrong if key != "team_id" else v for key, v in known.items()}
                body = junk
                exchange = EXCHANGES.get(f"{method} {path}")
                if over and exchange is not None and isinstance(exchange.body, dict):
                    good = filled(exchange.body, values)
                    body = {**good, **(junk if isinstance(junk, dict) else {})}
                content = json.dumps(body).encode()
                if exchange is not None and exchange.body is UPLOAD and not over:
                    content = b"--b\r\n" + content + b"\r\n--b--"
                response = await api.http.request(
                    method,
                    path.format(**known).replace("²", "%C2%B2"),
                    params=query,
                    content=content,
                    headers={"content-type": "multipart/form-data; boundary=b"},
                )
                check(response, f"{method} {path}")
            # Whatever was stored can be shown again.
            for path in SHOWN:
                url = path.format(**values)
                response = await api.http.get(url)
                check(response, url)

    asyncio.run(run())


SHOWN = [
    "/api/v2/task/{task_id}",
    "/api/v2/list/{list_id}/task",
    "/api/v2/team/{team_id}/task",
    "/api/v2/team/{team_id}/goal",
    "/api/v2/team/{team_id}/view",
    "/api/v2/team/{team_id}/time_entries?start_date=0",
    "/api/v2/team/{team_id}/time_entries/tags",
    "/api/v2/team/{team_id}/webhook",
    "/api/v2/team/{team_id}/guest/{guest_id}",
    "/api/v2/group?team_id={team_id}",
    "/api/v3/workspaces/{workspace_id}/docs",
    "/api/v3/workspaces/{workspace_id}/chat/channels",
    "/api/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/messages",
]


@pytest.mark.parametrize("junk", [None, True, -1, 10**30, "x", [], [{}], {"a": []}])
async def test_no_value_of_a_body_breaks_an_endpoint(junk: Any, api: Api) -> None:
    values = await prepare(api)
    for method, path, _ in ROUTES:
        if method not in {"POST", "PUT", "PATCH"}:
            continue
        kind = next((name for name in TEMPLATES if name in path), "")
        url = path.format(**values, template_id=TEMPLATES.get(kind, ""))
        exchange = EXCHANGES.get(f"{method} {path}")
        # All at once, then each of those that the endpoint knows on top of a good body.
        bodies: list[Any] = [dict.fromkeys(NAMES, junk), junk]
        if exchange is not None and isinstance(exchange.body, dict):
            good = filled(exchange.body, values)
            bodies += [{**good, name: junk} for name in good]
        for body in bodies:
            check(await api.http.request(method, url, json=body), f"{method} {path}")
    for path in SHOWN[:5]:
        assert (await api.http.get(path.format(**values))).status_code == 200


JUNK: list[Any] = [
    None,
    True,
    5,
    1.5,
    "x",
    "²",
    [],
    [{}],
    [[1]],
    {},
    {"add": 5},
    {"add": [{}], "rem": [1]},
]


@pytest.mark.parametrize("junk", JUNK)
async def test_no_value_breaks_a_custom_field(junk: Any, api: Api) -> None:
    for field in api.workspace.fields.values():
        homes = api.workspace.lists.values()
        home = next(h for h in homes if h.tasks and field in api.workspace.fields_of(h))
        path = f"/api/v2/task/{next(iter(home.tasks))}"
        response = await api.http.post(f"{path}/field/{field.id}", json={"value": junk})
        check(response, field.type)
        filters = [{"field_id": field.id, "operator": "=", "value": junk}]
        query = {"custom_fields": json.dumps(filters)}
        check(await api.http.get(f"/api/v2/list/{home.id}/task", params=query), field.type)
        assert (await api.http.get(path)).status_code == 200
