"""Somebody else's task is never taken for one of which the answer got lost."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, NotFound
from agent_connectors.clickup.composite import lost as looking
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.engine.marks import Body
from tests.reports.answering import answering
from tests.reports.every_field import CONFIGS, NOW, uuid
from tests.virtual import on_a_virtual_clock

NAME = "Follow up"
HIDDEN = {"check_required_custom_fields", "due_date_time", "notify_all", "start_date_time"}
"""What no task shows."""

WRITABLE = [
    name
    for name, parameter in ClickupApiConnector.operations.get("tasks", "create").parameters.items()
    if isinstance(parameter.place, Body) and name != "name"
]

VALUES: dict[str, Any] = {
    "short_text": "words",
    "text": "words",
    "number": 3,
    "currency": 3,
    "checkbox": True,
    "date": int(NOW.timestamp() * 1000),
    "email": "a@example.com",
    "phone": "+49 30 1234567",
    "url": "https://example.com/a",
    "emoji": 4,
    "manual_progress": {"current": 40},
    "drop_down": uuid(1001),
    "labels": [uuid(1001)],
    "location": {"location": {"lat": 1.5, "lng": 2.5}, "formatted_address": "There"},
}
"""A value of each type of custom field that the sandbox sets when a task is made."""


class Lost:
    """A sandbox that loses the second task of a call; somebody else makes one in that moment."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(tasks=20, clock=NOW.timestamp, rate_limit=None)
        self.setup = ClickupApiConnector.sandbox(self.sandbox, allow_destructive=True)
        app: Any = self
        self.connector = ClickupApiConnector.sandbox(app, timeout=2)
        self.theirs: dict[str, Any] = {}
        self.posts = 0

    async def ready(self) -> None:
        execute = self.setup.execute
        space = (await execute("spaces", "list")).data[0]["id"]
        self.sandbox.workspace.spaces[space].features = {"points": {"enabled": True}}
        params = {"space_id": space, "name": "Lost and found"}
        self.list_id = str((await execute("lists", "create", params)).data["id"])
        for number, kind in enumerate(VALUES):
            config = CONFIGS[kind]
            field = CustomField(uuid(number), kind, kind, config, 1, self.list_id)
            self.sandbox.workspace.fields[uuid(number)] = field
        older = [(await self.setup.tasks.create(self.list_id, f"Older {n}")).data for n in (1, 2)]
        me, other = [user.id for user in self.sandbox.workspace.users.values()][:2]
        params = {"name": "Helpers", "members": [me]}
        group = (await execute("user_groups", "create", params)).data["id"]
        moment = int(NOW.timestamp() * 1000)
        fields = [{"id": uuid(n), "value": value} for n, value in enumerate(VALUES.values())]
        self.values: dict[str, Any] = {
            "description": "In plain words",
            "markdown_content": "In **plain** [words](https://example.com)",
            "assignees": [me],
            "group_assignees": [group],
            "tags": ["red"],
            "status": self.sandbox.workspace.lists[self.list_id].statuses[-1].name,
            "priority": 3,
            "due_date": moment,
            "due_date_time": True,
            "start_date": moment,
            "start_date_time": True,
            "time_estimate": 3_600_000,
            "points": 3.0,
            "parent": older[0]["id"],
            "links_to": older[1]["id"],
            "notify_all": True,
            "archived": True,
            "custom_fields": fields[:1],
            "check_required_custom_fields": True,
            "custom_item_id": 1,
        }
        self.more = {
            "description": "In plain words, and in others",
            "markdown_content": "In **plain** [words](https://example.com), and in others",
            "assignees": [me, other],
            "tags": ["red", "green"],
            "custom_fields": fields[:2],
        }
        self.each_field = {kind: [field] for kind, field in zip(VALUES, fields, strict=True)}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            self.posts += 1
            if self.posts == 2:
                await self.setup.execute("tasks", "create", self.theirs)
                raise ConnectionResetError
        await self.sandbox(scope, receive, send)

    async def outcome(self, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
        """What is said of a task that was never made, while somebody else made another."""
        self.posts = 0
        self.theirs = {"list_id": self.list_id, "name": NAME, **theirs}
        tasks = [{"name": "First"}, {"name": NAME, **ours}]
        params = {"list_id": self.list_id, "tasks": tasks, "at_once": 1}
        result = await self.connector.execute("tasks", "create_many", params)
        found: dict[str, Any] = result.data[1]
        everything = {"list_id": self.list_id, "subtasks": True, "include_closed": True}
        for task in (await self.setup.execute("tasks", "list", everything)).data:
            if task["name"] in {NAME, "First"}:
                await self.setup.execute("tasks", "delete", {"task_id": task["id"]})
        return found


async def losing() -> Lost:
    made = Lost()
    await made.ready()
    return made


@on_a_virtual_clock
async def test_every_field_that_can_be_written() -> None:
    lost = await losing()
    assert set(lost.values) == set(WRITABLE), "each has a value here"
    wrong = []
    for name, asked, there in itertools.product(WRITABLE, (True, False), (True, False)):
        given = {name: lost.values[name]}
        if name.endswith("_time"):
            given[name.removesuffix("_time")] = lost.values[name.removesuffix("_time")]
        said = await lost.outcome(given if asked else {}, given if there else {})
        same = asked is there or name in HIDDEN - {"due_date_time", "start_date_time"}
        if name == "archived" and there:
            same = False  # no list shows what is archived
        if said["outcome"] != ("created" if same else "unknown"):
            wrong.append((name, asked, there, said))
    assert not wrong


@on_a_virtual_clock
async def test_more_than_was_asked_for() -> None:
    lost = await losing()
    for name, value in lost.more.items():
        said = await lost.outcome({name: lost.values[name]}, {name: value})
        assert said["outcome"] == "unknown", name


@pytest.mark.parametrize("asked", [True, False])
@on_a_virtual_clock
async def test_each_type_of_custom_field(asked: bool) -> None:
    lost = await losing()
    for kind, fields in lost.each_field.items():
        given = {"custom_fields": fields}
        said = await lost.outcome(given if asked else {}, given)
        assert said["outcome"] == ("created" if asked else "unknown"), (kind, said)


def _made(number: int) -> dict[str, Any]:
    return {"id": f"t{number}", "name": f"n{number}", "date_created": str(1000 + number)}


ANSWERS: dict[str, Callable[[int], Any]] = {
    "the same for all": lambda _: _made(0),
    "the same for two": lambda number: _made(min(number, 2)),
    "one that was there before": lambda number: {**_made(number), "id": "old"},
    "one that is older than all": lambda number: {**_made(number), "date_created": "800"},
    "one in another list": lambda number: {**_made(number), "list": {"id": "902"}},
    "another name": lambda number: {**_made(number), "id": f"zz{number}", "name": "Other"},
    "no name": lambda number: {key: v for key, v in _made(number).items() if key != "name"},
    "another maker": lambda number: {**_made(number), "creator": {"id": 2}},
    "makers of all kinds": lambda number: {**_made(number), "creator": {"id": 10 + number}},
    "a number for an id": lambda number: {**_made(number), "id": 5 + number},
    "a blank for an id": lambda number: {**_made(number), "id": " "},
    "no time of making": lambda number: {**_made(number), "date_created": None},
}


@pytest.mark.parametrize("kind", ANSWERS)
@on_a_virtual_clock
async def test_an_answer_that_cannot_be_is_not_believed(kind: str) -> None:
    posts = itertools.count()

    def answer(method: str, path: str) -> Any:
        if method == "POST":
            return 200, ANSWERS[kind](next(posts))
        if path.endswith("/user") and kind != "makers of all kinds":
            return 200, {"user": {"id": 1}}
        old = [{"id": "old", "name": "o", "date_created": "900"}]
        return 200, {"tasks": old, "last_page": True}

    tasks = [{"name": f"n{n}"} for n in range(4)]
    params = {"list_id": "901", "tasks": tasks, "at_once": 1}
    result = await answering(answer, timeout=3).execute("tasks", "create_many", params)
    certain = {"the same for two": 2}.get(kind, 0)
    counts = {"created": certain, "unknown": 4 - certain}
    assert result.meta.extra == {what: count for what, count in counts.items() if count}
    for outcome in result.data[certain:]:
        ids = outcome.get("candidates") or " for an id" in kind or "in an answer about t"
        assert ids is True or isinstance(ids, list) or ids in outcome["error"], outcome
        assert "ClickUp answered" in outcome["error"] or " for an id" in kind
    assert result.meta.next is None


UNREADABLE: dict[str, tuple[int, Any]] = {
    "an error": (500, {"err": "no"}),
    "no list": (200, {"tasks": None}),
    "no tasks": (200, {"tasks": [{"name": "n"}], "last_page": True}),
    "no times": (200, {"tasks": [{"id": "old", "name": "n"}], "last_page": True}),
    "numbers for ids": (200, {"tasks": [{**_made(1), "id": 5}], "last_page": True}),
}


@pytest.mark.parametrize("kind", UNREADABLE)
@on_a_virtual_clock
async def test_nothing_is_sent_where_the_list_cannot_be_looked_at(kind: str) -> None:
    posts = []

    def answer(method: str, path: str) -> Any:
        if method == "POST":
            posts.append(path)
        return UNREADABLE[kind] if method == "GET" else (200, _made(1))

    params = {"list_id": "901", "tasks": [{"name": "n1"}, {"name": "n2"}]}
    result = await answering(answer, timeout=3).execute("tasks", "create_many", params)
    assert result.meta.extra == {"not_sent": 2}
    assert result.meta.next == params
    assert "could not be looked at before" in result.data[0]["error"]
    assert not posts


@on_a_virtual_clock
async def test_a_list_that_does_not_exist_is_refused() -> None:
    connector = answering(lambda *_: (404, {"err": "List not found", "ECODE": "SUBCAT_013"}))
    with pytest.raises(NotFound):
        await connector.execute(
            "tasks", "create_many", {"list_id": "901", "tasks": [{"name": "n"}]}
        )


@on_a_virtual_clock
async def test_a_change_that_is_answered_with_a_number_for_an_id_is_unknown() -> None:
    updates = [{"task_id": "ENG-1", "custom_task_ids": True, "team_id": "1", "priority": 2}]
    connector = answering(lambda *_: (200, {"id": 5, "name": "x", "priority": {"id": "1"}}))
    result = await connector.execute("tasks", "update_many", {"updates": updates})
    assert result.meta.extra == {"unknown": 1}


@on_a_virtual_clock
async def test_a_change_that_is_answered_with_another_task_is_unknown() -> None:
    def answer(method: str, path: str) -> Any:
        return 200, {"id": "86another", "name": "x", "priority": {"id": "2", "priority": "high"}}

    updates = [{"task_id": f"86abc{n}", "priority": 2} for n in range(3)]
    result = await answering(answer).execute("tasks", "update_many", {"updates": updates})
    assert result.meta.extra == {"unknown": 3}


ODD: tuple[Any, ...] = (None, "", "x", -1, 1.5, 10**40, True, [], [None], {}, {"id": None})


def _records() -> list[Any]:
    """Records of any shape, and tasks with one odd fact each."""
    task = {**_made(2), "creator": {"id": 1}, "status": {"type": "open", "status": "to do"}}
    facts = [*WRITABLE, "id", "name", "creator", "date_created", "linked_tasks", "group_assignees"]
    return [*ODD, *({**task, fact: odd} for fact in facts for odd in ODD)]


def _looked_for(page: Callable[[int], Any], **given: Any) -> Any:
    """What is said of five tasks, of which the third got no answer."""
    posts, gets = itertools.count(), itertools.count()

    def answer(method: str, path: str) -> Any:
        if method == "POST":
            number = next(posts)
            if number == 2:
                raise ConnectionResetError
            return 200, {**_made(number), "creator": {"id": 1}}
        number = next(gets)
        looks = number > 1 and path.endswith("/task")
        return 200, page(number) if looks else {"tasks": [], "last_page": True}

    tasks = [{"name": f"n{n}", **given} for n in range(5)]
    params = {"list_id": "901", "tasks": tasks, "at_once": 1}
    return answering(answer, timeout=2).execute("tasks", "create_many", params)


GIVEN: tuple[dict[str, Any], ...] = ({}, {"priority": 2, "tags": ["a"], "description": "words"})


@pytest.mark.parametrize("given", GIVEN)
@on_a_virtual_clock
async def test_odd_records_where_a_lost_task_is_looked_for(
    given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_PAUSE", 0.0)
    for record in _records():
        page = {"tasks": [record], "last_page": True}
        result = await _looked_for(dict.fromkeys(range(100), page).__getitem__, **given)
        assert result.meta.extra["created"] >= 4, record
        assert set(result.meta.extra) <= {"created", "unknown"}, record
        if not isinstance(record, dict) or record.get("id") != "t2" or record.get("name") != "n2":
            assert result.data[2]["outcome"] == "unknown", record


ENDLESS: dict[str, Callable[[int], Any]] = {
    "new ones": lambda page: {"tasks": [{**_made(page), "id": f"e{page}"}], "last_page": False},
    "many new ones": lambda page: {
        "tasks": [{**_made(n), "id": f"e{page}-{n}"} for n in range(100)],
        "last_page": False,
    },
    "always the same": lambda _: {"tasks": [_made(7)], "last_page": False},
    "nothing": lambda _: {"tasks": [], "last_page": False},
    "no list": lambda _: {"tasks": None},
}


@pytest.mark.parametrize("kind", ENDLESS)
@on_a_virtual_clock
async def test_a_list_without_an_end_where_a_lost_task_is_looked_for(kind: str) -> None:
    result = await _looked_for(ENDLESS[kind])
    assert result.meta.extra == {"created": 4, "unknown": 1}
    assert result.data[2]["outcome"] == "unknown"
