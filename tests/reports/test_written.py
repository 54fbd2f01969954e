"""What was written is compared with what was asked for, for every write."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    InvalidParams,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.written import confirms, dropped, unseen
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.reports.between import Between
from tests.reports.every_field import Ground
from tests.reports.writes import further, without

WRITES = [
    operation
    for operation in ClickupApiConnector.operations
    if operation.effect != "read"
    and operation.endpoints
    and any(isinstance(p.place, Body) for p in operation.parameters.values())
]

READ_BACK = {"custom_fields.set", "doc_pages.update"}
"""What is compared by a read, as the answer is empty."""

CALLED = {"custom_fields.set": "Customers affected"}
"""What warnings name, if not the parameter."""

Alter = Callable[[Any], Any]


class Call:
    """One write with all that it can be given, through something that may alter it."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(
            tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None
        )
        self.between = Between(self.sandbox)
        self.connector = self.between.connector(allow_destructive=True)
        self.given: dict[str, Any] = {}

    async def carry_out(
        self,
        operation: Operation,
        alter: Alter | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Any:
        needed = await Maker(self.connector, self.sandbox).params(operation, operation.endpoints[0])
        people = [user.id for user in self.sandbox.workspace.users.values()]
        self.given = {**needed, **further(operation, needed, *people[:2])}
        if more is not None:
            self.given = {**needed, **more}
        self.between.sent.clear()
        if alter is not None:
            self.between.alter = lambda method, _, body: body if method == "GET" else alter(body)
        return await self.connector.execute(operation.entity, operation.action, self.given)


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: str(operation.name))
async def test_what_clickup_does_not_set_is_told_and_what_it_sets_is_not(
    operation: Operation,
) -> None:
    call = Call()
    result = await call.carry_out(operation)
    assert result.meta.warnings == ()
    body = call.between.writes()[-1].body
    checked = validate(operation, call.given)
    hidden = unseen(checked, result.data, operation)
    assert all(operation.parameters[n].not_shown for n in hidden if result.data)
    assert [name for name in hidden if not _is_documented(operation, name)] == []
    sent = {
        name: parameter.wire_name
        for name, parameter in operation.parameters.items()
        if isinstance(parameter.place, Body) and name in call.given and isinstance(body, dict)
    }
    if operation.name not in READ_BACK:
        sent = {name: wire for name, wire in sent.items() if name not in hidden}
    for instead in (False, True):
        left = set(sent)
        for together in (sorted(sent), *([name] for name in sorted(sent))):
            names = [name for name in together if name in left]
            if not names:
                continue
            wires = [sent[name] for name in names]
            try:
                found = await Call().carry_out(
                    operation, partial(without_all, names=wires, instead=instead)
                )
            except ConnectorError:
                # The sandbox takes no such request, which is told as well.
                left -= set(names) if len(names) == 1 else set()
                continue
            told = " ".join(said for said in found.meta.warnings if "without an error" in said)
            left -= {name for name in names if f"`{CALLED.get(operation.name, name)}`" in told}
        assert left == set(), (operation.name, instead)


WORDS = (Path(__file__).parents[2] / "docs" / "words.md").read_text()
COMPARED = WORDS[WORDS.index("## What ClickUp drops") : WORDS.index("## Comments")]

SAID_OTHERWISE = {
    "key_results": "the steps of a new key result",
    "chat_messages": "the title and kind of",
    "chat_channels": "who is brought into a channel",
}


def _is_documented(operation: Operation, name: str) -> bool:
    """Whether users are told that a parameter is not compared."""
    said = {f"`{name}`", f"`{operation.name}`", f"`{operation.entity}.*`"}
    said.add(SAID_OTHERWISE.get(operation.entity, f"`{name}`"))
    return any(word in COMPARED for word in said)


def without_all(body: Any, names: list[str], *, instead: bool) -> Any:
    """A body without some of its fields, or with other values in their place."""
    for name in names:
        body = without(body, name, instead=instead)
    return body


def test_custom_fields_of_a_new_task_are_compared_each(ground: Ground) -> None:
    def alter(_: str, path: str, body: Any) -> Any:
        if path.endswith("/task"):
            body["custom_fields"] = [f for f in body["custom_fields"] if f["value"] != 5]
        return body

    ground.between.alter = alter
    params: dict[str, Any] = {
        "list_id": ground.list_id,
        "name": "n",
        "custom_fields": {"number": 5, "text": "kept", "users": ["me"]},
    }
    try:
        told = ground.execute("tasks", "create", params).meta.warnings
    finally:
        ground.between.alter = None
    assert len(told) == 2
    assert "`custom_fields: number`: asked for 5, it is not set" in told[0]
    assert "`custom_fields: users`" in told[1]  # ClickUp sets no people where a task is made


def test_public_reports_3_groups_are_compared(ground: Ground) -> None:
    def alter(_: str, __: str, body: Any) -> Any:
        return {name: part for name, part in body.items() if name != "group_assignees"}

    made: dict[str, Any] = {"name": "Nightly", "members": []}
    group = ground.execute("user_groups", "create", made).data["id"]
    ground.between.alter = alter
    try:
        params: dict[str, Any] = {"list_id": ground.list_id, "name": "n"}
        params["group_assignees"] = [group]
        (told,) = ground.execute("tasks", "create", params).meta.warnings
        params = {"task_id": ground.task, "group_assignees": {"add": [group]}}
        (again,) = ground.execute("tasks", "update", params).meta.warnings
    finally:
        ground.between.alter = None
    assert "`group_assignees`" in told
    assert "`group_assignees`" in again


def test_what_is_cleared_is_compared(ground: Ground) -> None:
    ground.execute("tasks", "update", {"task_id": ground.task, "priority": 1})
    ground.between.alter = lambda *_: {}
    try:
        params = {"task_id": ground.task, "clear": ["priority"]}
        (told,) = ground.execute("tasks", "update", params).meta.warnings
    finally:
        ground.between.alter = None
    assert "did not set `priority`: asked for not set, it is 'urgent'" in told


def test_a_custom_field_is_read_back(ground: Ground) -> None:
    ground.set("number", 5)
    ground.between.alter = lambda *_: {"value": 6}
    try:
        (told,) = ground.set("number", 7).meta.warnings
    finally:
        ground.between.alter = None
    assert "`number` does not hold 7: it is '6'" in told
    params = {"task_id": ground.task, "field_id": "number"}
    assert ground.execute("custom_fields", "remove", params).meta.warnings == ()
    assert ground.value("number") is None


def test_faults_n19_an_answer_about_another_object_is_told(ground: Ground) -> None:
    other = ground.execute("tasks", "get", {"task_id": ground.other}).data

    def answer(method: str, _: str, body: Any) -> Any:
        return other if method == "PUT" else body

    ground.between.answer = answer
    try:
        params = {"task_id": ground.task, "name": other["name"]}
        with pytest.raises(OutcomeUnknown) as told:
            ground.execute("tasks", "update", params)
    finally:
        ground.between.answer = None
    assert f"another task: asked for {ground.task}, it is {ground.other}" in str(told.value)


def test_faults_n19_a_task_in_another_list_is_told(ground: Ground) -> None:
    def answer(method: str, _: str, body: Any) -> Any:
        return {**body, "list": {"id": "1", "name": "Another"}} if method == "POST" else body

    ground.between.answer = answer
    try:
        params = {"list_id": ground.list_id, "name": "n"}
        with pytest.raises(OutcomeUnknown, match="another list"):
            ground.execute("tasks", "create", params)
    finally:
        ground.between.answer = None


@pytest.mark.parametrize("odd", [[1], [None], "x", {"a": 1}, [{"id": 1}], 5])
def test_faults_n21_odd_custom_fields_do_not_raise_after_a_write(ground: Ground, odd: Any) -> None:
    def answer(method: str, _: str, body: Any) -> Any:
        return {**body, "custom_fields": odd} if "custom_fields" in body else body

    ground.between.answer = answer
    try:
        params = {"list_id": ground.list_id, "name": "n", "custom_fields": {"number": 5}}
        assert ground.execute("tasks", "create", params).data["id"]
        with pytest.raises(InvalidParams, match="no custom field"):
            ground.set("number", 5)
    finally:
        ground.between.answer = None


@pytest.mark.parametrize("identifier", [None, ""])
def test_faults_n21_no_id_is_no_success(ground: Ground, identifier: Any) -> None:
    def answer(method: str, _: str, body: Any) -> Any:
        return {**body, "id": identifier} if method == "POST" else body

    ground.between.answer = answer
    try:
        with pytest.raises(OutcomeUnknown, match="has no `id`"):
            ground.execute("tasks", "create", {"list_id": ground.list_id, "name": "n"})
    finally:
        ground.between.answer = None


def of(asked: dict[str, Any]) -> Operation:
    """A change that takes such parameters."""
    return next(
        o
        for o in WRITES
        if o.parameters.keys() >= asked.keys()
        and (o.action == "update" or "tags" in asked)
        and o.name != "lists.update"
    )


KNOWN = [
    ({"name": "  Two   words "}, {"name": "Two words"}),
    ({"status": "To Do"}, {"status": {"status": "to do", "type": "open"}}),
    ({"tags": ["Red", {"name": "On Site"}]}, {"tags": [{"name": "red"}, {"name": "on site"}]}),
    ({"due_date": 1796079661234, "due_date_time": True}, {"due_date": "1796079660000"}),
    ({"markdown_content": "**Bold**"}, {"description": "Bold\n"}),
    ({"markdown_content": "See [this](https://x.org)"}, {"description": "See this"}),
    ({"content": "- one\n- two"}, {"content": "* one\n* two\n"}),
    ({"assignees": [1]}, {"assignees": [{"id": 1, "username": "Jo"}]}),
    ({"assignees": {"add": [1], "rem": [2]}}, {"assignees": [{"id": 1, "username": "Jo"}]}),
    ({"points": 0}, {"points": None}),
    ({"time_estimate": 0}, {"time_estimate": None}),
    ({"priority": 2}, {"priority": {"id": "2", "priority": "high"}}),
    ({"priority": 2}, {"priority": {"priority": "high", "color": "yellow"}}),
    ({"parent": "86b"}, {"parent": "86b"}),
    ({"color": "#7B68EE"}, {"color": "#7b68ee"}),
    ({"custom_item_id": 10**400}, {"custom_item_id": 10**400}),
    ({"events": "*"}, {"events": ["taskCreated"]}),
]


@pytest.mark.parametrize(("asked", "there"), KNOWN)
def test_what_clickup_changes_by_itself_is_no_false_alarm(asked: Any, there: Any) -> None:
    assert dropped(asked, there, of(asked)) == []


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"assignees": {"rem": [2]}}, {"assignees": [{"id": 2}]}),
        ({"assignees": [1, 2]}, {"assignees": [{"id": 1}]}),
        ({"due_date": 1796079600000}, {"due_date": None}),
        ({"due_date": 1796079600000, "due_date_time": True}, {"due_date": "1796094000000"}),
        ({"markdown_content": "**Bold**"}, {"description": ""}),
        ({"priority": 2}, {"priority": None}),
        ({"color": "#123456"}, {"color": "#7b68ee"}),
        ({"due_date": 1796079600000}, {"due_date": "1796094000000"}),  # if in no zone its day
        ({"priority": 2}, {"priority": {"priority": "low"}}),
        ({"time_estimate": 3_600_000}, {"time_estimate": 60_000}),
        ({"custom_item_id": 10**400}, {"custom_item_id": 0}),
        ({"custom_item_id": 10**5000}, {"custom_item_id": 0}),
        ({"events": ["taskCreated"]}, {"events": ["taskCreated", "taskDeleted"]}),
    ],
)
def test_what_was_not_set_is_told(asked: Any, there: Any) -> None:
    name = next(iter(asked))
    assert f"`{name}`" in dropped(asked, there, of(asked))[0]
    assert not confirms(asked, there, of(asked))
