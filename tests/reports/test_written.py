"""What was written is compared with what was asked for, for every write."""

from collections.abc import Callable
from datetime import date
from functools import partial
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
from agent_connectors.engine.declare.parameters import Body
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

NOT_SHOWN: dict[str, set[str]] = {
    "authorization.get_token": {"client_id", "client_secret", "code"},
    "chat_channels.create_for_place": {"location_type"},
    "chat_messages.create": {"post_title", "post_subtype_id"},
    "chat_messages.reply": {"post_title", "post_subtype_id"},
    "chat_messages.update": {"post_title", "post_subtype_id"},
    "comments.create": {"comment_text"},
    "comments.reply": {"comment_text"},
    "comments.update": {"comment_text", "resolved"},
    "dependencies.add": {"depends_on"},
    "doc_pages.update": {"name", "sub_title", "content"},
    "guests.add": {"permission_level"},
    "key_results.create": {"steps_start", "steps_end"},
    "legacy_time_tracking.create": {"start", "end", "time"},
    "legacy_time_tracking.update": {"start", "end", "time"},
    "lists.create": {"due_date_time"},
    "lists.update": {"due_date_time"},
    "permissions.update": {"private"},
    "tags.create": {"name", "tag_fg", "tag_bg"},
    "tasks.create": {"due_date_time", "start_date_time"},
    "tasks.merge": {"source_task_ids"},
    "tasks.update": {"due_date_time", "start_date_time"},
    "time_entry_tags.add": {"time_entry_ids", "tags"},
    "time_entry_tags.remove": {"time_entry_ids", "tags"},
    "time_entry_tags.update": {"name", "new_name", "tag_fg", "tag_bg"},
}
"""What ClickUp's answer does not show; docs/words.md tells users."""

OWN_WAY: dict[tuple[str, str], set[bool]] = {
    # A page without a subtitle is shown without that key.
    ("doc_pages.create", "sub_title"): {False},
}
"""What is not noticed: where it is left out (False) or is another value (True), and why."""

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

    async def carry_out(self, operation: Operation, alter: Alter | None = None) -> Any:
        needed = await Maker(self.connector, self.sandbox).params(operation, operation.endpoints[0])
        people = [user.id for user in self.sandbox.workspace.users.values()]
        self.given = {**needed, **further(operation, needed, *people[:2])}
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
    sent = {
        name: parameter.wire_name
        for name, parameter in operation.parameters.items()
        if isinstance(parameter.place, Body) and name in call.given and isinstance(body, dict)
    }
    if operation.name != "custom_fields.set":
        checked = validate(operation, call.given)
        hidden = set(unseen(checked, result.data, operation)) & sent.keys()
        assert hidden == NOT_SHOWN.get(operation.name, set())
        sent = {name: wire for name, wire in sent.items() if name not in hidden}
    for name, wire in sent.items():
        for instead in (False, True):
            if instead in OWN_WAY.get((operation.name, name), ()):
                continue
            try:
                found = await Call().carry_out(
                    operation, partial(without, name=wire, instead=instead)
                )
            except ConnectorError:
                continue  # the sandbox takes no such request, which is told as well
            about = [said for said in found.meta.warnings if "without an error" in said]
            named = "value" if operation.name == "custom_fields.set" else name
            assert about, (name, instead)
            assert operation.name == "custom_fields.set" or any(
                f"`{named}`" in said for said in about
            ), (name, about)


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


KNOWN = [
    ({"name": "  Two   words "}, {"name": "Two words"}),
    ({"status": "To Do"}, {"status": {"status": "to do", "type": "open"}}),
    ({"tags": ["Red", {"name": "On Site"}]}, {"tags": [{"name": "red"}, {"name": "on site"}]}),
    ({"due_date": 1796079661234, "due_date_time": True}, {"due_date": "1796079660000"}),
    ({"markdown_content": "**Bold**"}, {"description": "Bold\n"}),
    ({"content": "See [this](https://x.org) @[Jo](1)"}, {"content": "See this Jo"}),
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
    assert dropped(asked, there) == []


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
    assert f"`{name}`" in dropped(asked, there)[0]
    assert not confirms(asked, there)
