"""A preview is shown whatever fails, tells no secret, and holds a call to what was agreed to."""

import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    InvalidCall,
    InvalidParams,
    OperationNotAllowed,
)
from agent_connectors.engine.errors import ObjectChanged
from agent_connectors.engine.preview.text import quoted
from tests.clickup.test_preview import Recording, is_the_same, recorded

Made = tuple[Recording, ClickupApiConnector]


@pytest.fixture
def made() -> Made:
    return recorded()


async def new_task(connector: ClickupApiConnector, **more: Any) -> str:
    lists = (await connector.workspaces.find("This Quarter")).data
    place = next(found for found in lists if found["kind"] == "list")["id"]
    given = {"name": "Calibrate", **more}
    return str((await connector.execute("tasks", "create", {"list_id": place, **given})).data["id"])


class Failing:
    """Answers what it is told to, or fails, instead of the product."""

    def __init__(self, status: int | None, when: Callable[[str], bool]) -> None:
        self.status, self.when = status, when
        self.inner: Any = None
        self.writes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.writes += scope["method"] != "GET"
            if self.when(scope["path"]):
                if self.status is None:
                    raise ConnectionResetError
                start = {"type": "http.response.start", "status": self.status, "headers": []}
                await send(start)
                await send({"type": "http.response.body", "body": b'{"err":"no","ECODE":"X"}'})
                return
        await self.inner(scope, receive, send)


@pytest.mark.parametrize("status", [404, 401, 403, 429, 500, None])
async def test_somebody_is_asked_whatever_cannot_be_read(made: Made, status: int | None) -> None:
    recording, connector = made
    task = await new_task(connector)
    failing = Failing(status, lambda path: "/task/" in path)
    failing.inner = recording.sandbox
    connector._app = failing
    other = ClickupApiConnector.sandbox(recording.sandbox, timeout=2)
    other._app = failing
    preview = await other.preview("tasks", "update", {"task_id": task, "name": "New"})
    assert not preview.refused
    (step,) = preview.steps
    assert step.request.method == "PUT"
    assert step.unread
    assert [(c.field, c.after, c.known) for c in step.changes] == [("name", "New", False)]
    assert "Before: not known" in str(preview)
    assert failing.writes == 0


async def test_somebody_is_asked_where_nothing_at_all_can_be_reached() -> None:
    failing = Failing(None, lambda _: True)
    connector = ClickupApiConnector.sandbox(timeout=1)
    connector._app = failing
    preview = await connector.preview("tasks", "create", {"list_id": "Sprint 9", "name": "New"})
    assert preview.operation == "tasks.create"
    assert preview.effect == "write"
    assert preview.params == {"list_id": "Sprint 9", "name": "New"}
    assert preview.problem
    assert not preview.refused  # it is the network that is wrong
    assert '"Sprint 9"' in str(preview)


async def test_what_is_wrong_with_a_call_is_said_and_not_raised(made: Made) -> None:
    _, connector = made
    for entity, action, params in (
        ("tasks", "update", {"task": "x"}),
        ("tasks", "updat", {}),
        ("nothing", "at_all", None),
        ("tasks", "update", "{not json"),
        ("tasks", "update", 7),
    ):
        preview = await connector.preview(entity, action, params)  # type: ignore[arg-type]
        assert preview.refused, (entity, action)
        assert preview.problem in str(preview) or '"' in preview.problem
    with pytest.raises(InvalidParams):
        await connector.execute("tasks", "update", {"task": "x"}, dry_run=True)


async def test_what_is_switched_off_cannot_be_tried(made: Made) -> None:
    recording, _ = made
    reader = ClickupApiConnector.sandbox(recording.sandbox, read_only=True)
    with pytest.raises(OperationNotAllowed):
        await reader.execute("tasks", "update", {"task_id": "1", "name": "x"}, dry_run=True)
    assert (await reader.preview("tasks", "update", {"task_id": "1", "name": "x"})).refused


async def test_a_read_is_not_tried(made: Made) -> None:
    _, connector = made
    with pytest.raises(InvalidCall, match="nothing to try"):
        await connector.execute("user", "get", dry_run=True)
    preview = await connector.preview("user", "get")
    assert (preview.effect, preview.steps, preview.reads) == ("read", (), 0)


async def test_typed_methods_can_be_tried(made: Made) -> None:
    recording, connector = made
    task = await new_task(connector)
    recording.arrived.clear()
    call: Any = connector.tasks.update
    result = await call(task, name="New", dry_run=True)
    typed = await connector.dry_run(connector.tasks.update, task, name="New")
    assert (result.data.steps, result.data.params) == (typed.steps, typed.params)
    assert recording.writes() == []
    await call(task, name="New", dry_run=False)
    (arrived,) = recording.writes()
    assert is_the_same(typed.requests[0], arrived)


async def test_a_misspelt_switch_writes_nothing(made: Made) -> None:
    recording, connector = made
    task = await new_task(connector)
    recording.arrived.clear()
    call: Any = connector.tasks.update
    with pytest.raises(InvalidParams):
        await call(task, name="New", dryrun=True)
    params = {"task_id": task, "name": "New", "dry_run": True}
    with pytest.raises(InvalidParams):
        await connector.execute("tasks", "update", params)
    execute: Any = connector.execute
    with pytest.raises(TypeError):
        await execute("tasks", "update", {"task_id": task, "name": "New"}, dryrun=True)
    assert recording.writes() == []


async def test_secrets_are_hidden() -> None:
    recording, connector = recorded()
    secrets = {"client_id": "id-of-app", "client_secret": "s3", "code": "code-of-user"}
    preview = await connector.preview("authorization", "get_token", secrets)
    (step,) = preview.steps
    assert step.request.json["client_secret"] == "**********"
    told = f"{preview} {preview!r} {preview.to_dict()}"
    assert "'s3'" not in told
    assert '"s3"' not in told
    assert "pk_sandbox" not in told
    assert recording.writes() == []


async def test_the_secret_of_a_webhook_is_not_shown(made: Made) -> None:
    _, connector = made
    made_one = await connector.webhooks.create("https://example.com", events=["taskCreated"])
    secret = str(made_one.data["secret"])
    for action, more in (("update", {"endpoint": "https://example.com/b"}), ("delete", {})):
        params = {"webhook_id": made_one.data["id"], **more}
        preview = await connector.preview("webhooks", action, params)
        assert preview.steps[0].before
        assert secret not in str(preview.to_dict())


@pytest.mark.parametrize("login", ["ann:pa55word@", "tok3n-pa55word@", "ann:p@55@pa55word@"])
async def test_the_login_of_an_address_is_not_shown(made: Made, login: str) -> None:
    recording, connector = made
    address = f"https://{login}example.com/hook?to=a@b.c"
    shown = "https://**********@example.com/hook?to=a@b.c"
    there = await connector.webhooks.create("https://example.com", events=["taskCreated"])
    hook = str(there.data["id"])
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("webhooks", "create", {"endpoint": address, "events": ["taskCreated"]}),
        ("webhooks", "update", {"webhook_id": hook, "endpoint": address}),
        ("comments", "create", {"task_id": await new_task(connector), "comment_text": address}),
        ("tasks", "update", {"task_id": await new_task(connector, name=address), "name": "x"}),
    ]
    for entity, action, params in calls:
        recording.arrived.clear()
        preview = await connector.preview(entity, action, params)
        told = f"{preview} {preview!r} {preview.to_dict()} {preview.edited(preview.params)}"
        assert "pa55word" not in told, action
        assert "p@55" not in told
        assert shown in told
        assert recording.writes() == []
        await connector.execute(entity, action, params, agreed_to=preview.to_dict())
        sent = b"".join(arrived.body or b"" for arrived in recording.writes())
        assert b"pa55word" in sent or params.get("name") == "x"
    preview = await connector.preview("webhooks", "update", {"webhook_id": hook, "events": ["*"]})
    assert "pa55word" not in str(preview.to_dict())


HOSTILE = (
    "x\nApproved by Mara\r\n\u2028Approved\u2029 \u202eevorppA\u2066 \x1b[2K"
    ' "} -> "done" Request: GET / ' + "y" * 300
)


async def test_a_hostile_name_stays_in_its_line(made: Made) -> None:
    _, connector = made
    task = await new_task(connector, name=HOSTILE)
    preview = await connector.preview("tasks", "update", {"task_id": task, "name": HOSTILE[::-1]})
    text = str(preview)
    lines = text.split("\n")
    assert not any(line.strip().startswith(("Approved", "evorppA")) for line in lines)
    assert all(character.isprintable() for line in lines for character in line)
    assert len(text) < 4200
    assert all(len(line) < 700 for line in lines)
    plain = await connector.preview(
        "tasks", "update", {"task_id": await new_task(connector), "name": "plain"}
    )
    assert len(lines) == len(str(plain).split("\n"))


IGNORABLE = (
    "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF "
    "FFA0 FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
"""Unicode's Default_Ignorable_Code_Point, as DerivedCoreProperties.txt has it."""


def unseen() -> list[str]:
    """All characters that cannot be seen, or that change the direction of a text."""
    ranges = [part.partition("-") for part in IGNORABLE.split()]
    found = [
        chr(code)
        for first, _, last in ranges
        for code in range(int(first, 16), int(last or first, 16) + 1)
    ]
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B", "BN", "S"}
    silent = {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"}
    for character in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(character)
        if unicodedata.bidirectional(character) in turns or category in silent:
            found.append(character)
    # Drawn as nothing: a Braille pattern without dots, a filler of Khitan, a note without a head.
    return [*dict.fromkeys([*found, "\u2800", "\U00016fe4", "\U0001d159"])]


def test_no_character_is_written_that_cannot_be_seen() -> None:
    hidden = unseen()
    assert len(hidden) > 4000
    written = quoted("".join(hidden), 10**9)
    assert written.isascii()
    for character in hidden:
        if character not in "\ud800\udfff":
            assert character not in quoted(character)
    plain = "Größe 日本語 العربية עברית हिन्दी é ✓ € “x” 🚀 한국어 ☐"
    assert quoted(unicodedata.normalize("NFD", plain)) == f'"{unicodedata.normalize("NFD", plain)}"'


async def test_an_id_that_cannot_be_seen_is_spelled_out(made: Made) -> None:
    _, connector = made
    for name in ("\u3164", "a\uffa0b", "\u115f\u1160"):
        preview = await connector.preview("comments", "create", {"task_id": name, name: "x"})
        assert name not in str(preview)


async def test_the_difference_of_long_texts_is_shown(made: Made) -> None:
    _, connector = made
    long = "The same. " * 100
    task = await new_task(connector, markdown_content=f"{long}Old end.")
    params = {"task_id": task, "markdown_content": f"{long}New end."}
    text = str(await connector.preview("tasks", "update", params))
    assert "Old end" in text
    assert "New end" in text


async def test_what_would_be_written_is_shown_as_far_as_there_is_room(made: Made) -> None:
    _, connector = made
    task = await new_task(connector, description="x" * 900)
    written = (("comment_text", "comments", "create"), ("description", "tasks", "update"))
    for name, entity, action in written:
        for length, shown in ((1200, True), (9000, False)):
            params = {"task_id": task, name: f"{'a' * (length - 100)}MARK{'a' * 96}"}
            preview = await connector.preview(entity, action, params)
            told = str(preview)
            assert ("MARK" in told) is shown
            assert shown or f"({length + 2} characters)" in told
            assert len(told) <= 4000


async def test_each_write_of_many_is_shown(made: Made) -> None:
    recording, connector = made
    task, other = [await new_task(connector) for _ in range(2)]
    updates = [{"task_id": task, "name": "A"}, {"task_id": other, "priority": "high"}]
    recording.arrived.clear()
    preview = (
        await connector.execute("tasks", "update_many", {"updates": updates}, dry_run=True)
    ).data
    assert recording.writes() == []
    assert [change.field for change in preview.changes] == ["name", "priority"]
    await connector.execute("tasks", "update_many", {"updates": updates})
    for planned, arrived in zip(preview.requests, recording.writes(), strict=True):
        assert is_the_same(planned, arrived)


async def test_not_every_object_of_very_many_is_read(made: Made) -> None:
    recording, connector = made
    place = (await connector.workspaces.find("This Quarter")).data[0]["id"]
    tasks = [{"name": f"n{number}"} for number in range(200)]
    recording.arrived.clear()
    preview = await connector.preview("tasks", "create_many", {"list_id": place, "tasks": tasks})
    assert len(preview.requests) == 200
    assert preview.reads == len(recording.arrived) < 30
    assert [c.after for c in preview.changes if c.field == "name"] == [t["name"] for t in tasks]
    assert all(f'name: "{task["name"]}"' in str(preview) for task in tasks)
    await connector.execute("tasks", "create_many", {"list_id": place, "tasks": tasks})
    sent = {arrived.body for arrived in recording.writes()}
    assert {(request.body or "").encode() for request in preview.requests} == sent


async def test_each_of_many_changes_has_a_line(made: Made) -> None:
    recording, connector = made
    tasks = [await new_task(connector) for _ in range(14)]
    updates = [{"task_id": task, "name": f"New {n}"} for n, task in enumerate(tasks)]
    recording.arrived.clear()
    preview = await connector.preview("tasks", "update_many", {"updates": updates})
    assert recording.writes() == []
    assert "The objects of 4 of the writes were not looked at." in preview.unknown
    lines = str(preview).split("\n")
    for update in updates:
        assert sum(f"/task/{update['task_id']}" in line for line in lines) == 1
        assert sum(f'"{update["name"]}"' in line for line in lines) == 1


async def test_what_is_too_much_for_a_text_is_counted(made: Made) -> None:
    _, connector = made
    place = (await connector.workspaces.find("This Quarter")).data[0]["id"]
    many = [{"name": f"{number} {'n' * 300}"} for number in range(500)]
    preview = await connector.preview("tasks", "create_many", {"list_id": place, "tasks": many})
    text = str(preview)
    assert 10_000 < len(text) <= 20_100
    shown = sum(f'name: "{number} n' in text for number in range(500))
    assert shown > 50
    assert f"and {500 - shown} more lines; the data has all of them" in text


async def test_what_was_agreed_to_is_written(made: Made) -> None:
    _, connector = made
    task = await new_task(connector)
    params = {"task_id": task, "name": "New"}
    preview = await connector.preview("tasks", "update", params)
    for agreed in (preview, preview.to_dict()):
        await connector.execute("tasks", "update", params, agreed_to=agreed)
        assert (await connector.tasks.get(task)).data["name"] == "New"
        await connector.tasks.update(task, name="Calibrate")


async def test_what_others_changed_meanwhile_is_not_overwritten(made: Made) -> None:
    recording, connector = made
    task = await new_task(connector)
    params = {"task_id": task, "name": "New"}
    agreed = (await connector.preview("tasks", "update", params)).to_dict()
    await connector.tasks.update(task, name="Theirs")
    recording.arrived.clear()
    for wanted in (params, {**params, "name": "Edited"}):
        given = {**agreed, "edited": wanted}
        with pytest.raises(ObjectChanged, match='`name` was "Calibrate" and is "Theirs"'):
            await connector.execute("tasks", "update", wanted, agreed_to=given)
    with pytest.raises(ObjectChanged, match='`name` was "Calibrate" and is "Theirs"'):
        await connector.execute("tasks", "update", params, agreed_to=agreed)
    assert recording.writes() == []


FIELDS: dict[str, tuple[Any, Any]] = {
    "description": ("Ours", "Theirs"),
    "markdown_content": ("# Ours", "# Theirs"),
    "due_date": (1796126400000, 1796299200000),
    "start_date": (1796040000000, 1795953600000),
    "priority": (1, 2),
    "time_estimate": (3_600_000, 7_200_000),
    "points": (3.0, 5.0),
}
"""What can be emptied of a task: what it holds, and what others put there meanwhile."""


@pytest.mark.parametrize("beside", FIELDS)
@pytest.mark.parametrize("name", FIELDS)
async def test_what_is_emptied_is_shown_and_held_to_whatever_is_emptied_beside_it(
    made: Made, name: str, beside: str
) -> None:
    recording, connector = made
    for space in recording.sandbox.workspace.spaces.values():
        space.features["points"] = {"enabled": True}
    ours = {field: FIELDS[field][0] for field in {name, beside}}
    if {*ours} == {"description", "markdown_content"}:
        del ours["markdown_content"]
    task = await new_task(connector, **ours)
    params = {"task_id": task, "name": "New", "clear": sorted({name, beside})}
    agreed = (await connector.preview("tasks", "update", params)).to_dict()
    shown = {c["field"]: c for c in agreed["steps"][0]["changes"]}
    for field in ours:
        is_text = field in {"description", "markdown_content"}
        change = shown["markdown_description" if is_text else field]
        assert change["before"] is not None
        assert change["after"] is None
    await connector.execute("tasks", "update", {"task_id": task, name: FIELDS[name][1]})
    recording.arrived.clear()
    with pytest.raises(ObjectChanged):
        await connector.execute("tasks", "update", params, agreed_to=agreed)
    assert recording.writes() == []


def test_all_that_can_be_emptied_of_a_task_is_tried() -> None:
    schema = ClickupApiConnector.operations.get("tasks", "update").schema
    assert set(schema["properties"]["clear"]["items"]["enum"]) == {*FIELDS}


async def test_what_the_call_does_not_touch_may_have_changed(made: Made) -> None:
    _, connector = made
    task = await new_task(connector)
    params = {"task_id": task, "name": "New"}
    agreed = (await connector.preview("tasks", "update", params)).to_dict()
    await connector.tasks.update(task, priority=1)
    await connector.execute("tasks", "update", params, agreed_to=agreed)


async def test_what_is_deleted_must_be_what_was_shown(made: Made) -> None:
    recording, connector = made
    task = await new_task(connector)
    agreed = (await connector.preview("tasks", "delete", {"task_id": task})).to_dict()
    await connector.tasks.update(task, priority=1)
    recording.arrived.clear()
    with pytest.raises(ObjectChanged, match="priority"):
        await connector.execute("tasks", "delete", {"task_id": task}, agreed_to=agreed)
    assert recording.writes() == []
    agreed = (await connector.preview("tasks", "delete", {"task_id": task})).to_dict()
    await connector.execute("tasks", "delete", {"task_id": task}, agreed_to=agreed)
    assert len(recording.writes()) == 1


async def test_what_goes_with_it_must_be_called_what_was_shown(made: Made) -> None:
    recording, connector = made
    task, other = await new_task(connector), await new_task(connector, name="Old draft")
    params = {"task_id": task, "source_task_ids": [other]}
    agreed = (await connector.preview("tasks", "merge", params)).to_dict()
    await connector.tasks.update(other, name="Contract with Halden")
    recording.arrived.clear()
    with pytest.raises(ObjectChanged, match='was "Old draft" and is "Contract with Halden"'):
        await connector.execute("tasks", "merge", params, agreed_to=agreed)
    assert recording.writes() == []


@pytest.mark.parametrize("as_data", [False, True])
async def test_an_edited_call_is_carried_out_as_edited(made: Made, as_data: bool) -> None:
    _, connector = made
    task = await new_task(connector)
    agreed = await connector.preview("tasks", "update", {"task_id": task, "name": "New"})
    edited = {"task_id": task, "name": "Edited", "priority": "high"}
    given = {**agreed.to_dict(), "edited": edited} if as_data else agreed.edited(edited)
    await connector.execute("tasks", "update", edited, agreed_to=given)
    data: Any = (await connector.tasks.get(task)).data
    assert (data["name"], data["priority"]["priority"]) == ("Edited", "high")


SECRET = {"client_id": "app", "client_secret": "s3cret-one", "code": "c0de-of-user"}

OTHERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "another operation": ("comments", "create", {"task_id": "TASK", "comment_text": "x"}),
    "a worse operation": ("tasks", "delete", {"task_id": "TASK"}),
    "a read": ("tasks", "get", {"task_id": "TASK"}),
    "another value": ("tasks", "update", {"task_id": "TASK", "name": "Other"}),
    "another object": ("tasks", "update", {"task_id": "OTHER", "name": "New"}),
    "one parameter more": (
        "tasks",
        "update",
        {"task_id": "TASK", "name": "New", "priority": "high"},
    ),
    "one parameter less": ("tasks", "update", {"task_id": "TASK", "clear": ["due_date"]}),
}


@pytest.mark.parametrize("edits", [False, True])
@pytest.mark.parametrize("name", OTHERS)
async def test_what_was_agreed_to_is_no_other_call(made: Made, name: str, edits: bool) -> None:
    recording, connector = made
    ids = {"TASK": await new_task(connector), "OTHER": await new_task(connector)}
    shown = {"task_id": ids["TASK"], "name": "New"}
    agreed = (await connector.preview("tasks", "update", shown)).to_dict()
    if edits:  # to something else than what is then called
        agreed["edited"] = {**shown, "name": "Edited"}
    entity, action, params = OTHERS[name]
    call = {key: ids.get(str(value), value) for key, value in params.items()}
    recording.arrived.clear()
    with pytest.raises(OperationNotAllowed, match="has agreed to"):
        await connector.execute(entity, action, call, agreed_to=agreed)
    assert recording.arrived == []


async def test_an_edit_cannot_make_it_another_operation_or_destroy_what_was_not_shown(
    made: Made,
) -> None:
    recording, connector = made
    task, other = await new_task(connector), await new_task(connector, name="Not shown")
    seen = await connector.preview("tasks", "update", {"task_id": task, "name": "New"})
    recording.arrived.clear()
    given = seen.edited({"task_id": task})
    with pytest.raises(OperationNotAllowed, match=r"not to `tasks\.delete`"):
        await connector.execute("tasks", "delete", {"task_id": task}, agreed_to=given)
    assert recording.arrived == []
    for action, shown, wanted in (
        ("delete", {"task_id": task}, {"task_id": other}),
        (
            "merge",
            {"task_id": task, "source_task_ids": [task]},
            {"task_id": task, "source_task_ids": [task, other]},
        ),
    ):
        seen = await connector.preview("tasks", action, shown)
        recording.arrived.clear()
        with pytest.raises(OperationNotAllowed, match="nobody was shown"):
            await connector.execute("tasks", action, wanted, agreed_to=seen.edited(wanted))
        assert recording.writes() == []


async def test_an_edit_may_change_what_was_not_shown_and_that_is_said(made: Made) -> None:
    _, connector = made
    task, other = await new_task(connector), await new_task(connector)
    seen = await connector.preview("tasks", "update", {"task_id": task, "name": "New"})
    wanted = {"task_id": other, "name": "New"}
    result = await connector.execute("tasks", "update", wanted, agreed_to=seen.edited(wanted))
    assert any("nobody was shown" in warning for warning in result.meta.warnings)
    assert (await connector.tasks.get(other)).data["name"] == "New"


async def test_agreement_to_a_call_with_a_secret_is_to_that_call(made: Made) -> None:
    recording, connector = made
    preview = await connector.preview("authorization", "get_token", SECRET)
    recording.arrived.clear()
    others: Any = {**SECRET, "client_id": "another"}
    agreed: list[Any] = [preview.to_dict(), preview.edited({**SECRET, "client_id": "third"})]
    for given in agreed:
        with pytest.raises(OperationNotAllowed, match="other parameters"):
            await connector.execute("authorization", "get_token", others, agreed_to=given)
    assert recording.arrived == []
    # A code is good once.
    again = {**SECRET, "code": "an0ther-code"}
    for params, given in ((SECRET, preview.to_dict()), (again, preview.edited(again))):
        await connector.execute("authorization", "get_token", params, agreed_to=given)
    assert len(recording.writes()) == 2


async def test_agreement_where_nothing_could_be_found_out_is_to_that_call(made: Made) -> None:
    recording, connector = made
    failing = Failing(None, lambda _: True)
    other = ClickupApiConnector.sandbox(recording.sandbox, timeout=1)
    other._app = failing
    params = {"list_id": "This Quarter", "name": "New"}
    agreed = (await other.preview("tasks", "create", params)).to_dict()
    assert agreed["problem"]
    with pytest.raises(OperationNotAllowed, match="other parameters"):
        await connector.execute("tasks", "create", {**params, "name": "x"}, agreed_to=agreed)
    created = await connector.execute("tasks", "create", params, agreed_to=agreed)
    assert created.data["name"] == "New"


async def test_a_name_that_means_another_list_by_now_is_not_written_to(made: Made) -> None:
    recording, connector = made
    space = (await connector.spaces.list()).data[0]["id"]
    first = (await connector.lists.create("Inbox", space_id=space)).data["id"]
    params = {"list_id": "Inbox", "name": "New"}
    agreed = (await connector.preview("tasks", "create", params)).to_dict()
    assert first in agreed["steps"][0]["request"]["path"]
    await connector.lists.update(first, name="Old inbox")
    await connector.lists.create("Inbox", space_id=space)
    recording.arrived.clear()
    with pytest.raises(ObjectChanged, match="means another thing"):
        await connector.execute("tasks", "create", params, agreed_to=agreed)
    assert recording.writes() == []


async def test_what_is_no_preview_is_no_agreement(made: Made) -> None:
    recording, connector = made
    task = await new_task(connector)
    recording.arrived.clear()
    for agreed in ({}, True, "yes", {"text": "x"}):
        given: Any = agreed
        params = {"task_id": task, "name": "N"}
        with pytest.raises(InvalidCall, match="agreed_to"):
            await connector.execute("tasks", "update", params, agreed_to=given)
    assert recording.arrived == []


async def test_a_method_that_was_overridden_shows_what_it_sends_first(made: Made) -> None:
    recording, _ = made

    class Tasks(ClickupApiConnector.tasks.__class__):  # type: ignore[name-defined,misc]
        async def update(self, task_id: str, **params: Any) -> Any:
            await super().update(task_id, **params)
            return await self.connector.comments.create(task_id=task_id, comment_text="Done")

    class Own(ClickupApiConnector):
        tasks = Tasks()

    own = Own.sandbox(recording.sandbox)
    own._app = recording
    task = await new_task(own)
    recording.arrived.clear()
    preview = await own.preview("tasks", "update", {"task_id": task, "name": "New"})
    assert [str(request) for request in preview.requests] == [f"PUT /api/v2/task/{task}"]
    assert any("depends on" in said for said in preview.unknown)
    assert recording.writes() == []


async def test_errors_of_a_preview_are_ours(made: Made) -> None:
    _, connector = made

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    connector.hooks.foreseen = broken  # type: ignore[method-assign]
    task = await new_task(connector)
    preview = await connector.preview("tasks", "update", {"task_id": task, "name": "New"})
    assert "ZeroDivisionError" in preview.steps[0].unread
    assert isinstance(preview.requests[0].body, str)
    with pytest.raises(ConnectorError):
        await connector.execute("tasks", "update", {"task_id": "no such"}, dry_run=True)
