"""The types of results say what ClickUp always sends, and leave nothing open that is known."""

import typing
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, records
from agent_connectors.engine.declare.operation import Operation
from tests.conformance.always_sent import always_sent
from tests.conformance.record_types import record_type

OPERATIONS = list(ClickupApiConnector.operations)

LEFT_OPEN = {
    "Guest": frozenset({"shared"}),  # not with `include_shared=false`
    "Member": frozenset({"initials"}),  # as of every person, though members always have them
    "Role": frozenset({"members"}),  # only with `include_members`
    "WorkspaceMember": frozenset({"shared"}),  # not with `include_shared=false`
}
"""What was always there, and is not required all the same."""

UNDESCRIBED = {"audit_logs.query", "chat_messages.get_subtypes", "permissions.update"}
"""Operations of whose answers ClickUp says nothing."""

OURS = {"AnsweredComment", "BulkItem", "CommentCount", "Download", "FolderInTree", "FoundItem"} | {
    "ListInTree", "SpaceInTree", "TaskWithComments",
}  # fmt: skip
"""What is put together here, and no answer of ClickUp."""


def kinds(wanted: Any, above: tuple[Any, ...] = ()) -> set[Any]:
    """The record types in a type, at any depth."""
    inner = [*typing.get_args(wanted)]
    if typing.is_typeddict(wanted) and wanted not in above:
        inner = [*typing.get_type_hints(wanted).values()]
        return {wanted}.union(*(kinds(one, (*above, wanted)) for one in inner))
    return set().union(*(kinds(one, above) for one in inner))


@pytest.mark.parametrize("name", sorted({*records.__all__} - OURS))
def test_what_is_required_is_what_is_always_sent(name: str) -> None:
    kind = getattr(records, name)
    # Nobody has said what is in a change of a time entry.
    always = always_sent().get(kind, frozenset())
    assert kind.__required_keys__ == always - LEFT_OPEN.get(name, frozenset())


def test_every_record_is_a_result_or_in_one() -> None:
    used = set().union(*(kinds(record_type(operation)) for operation in OPERATIONS))
    assert {getattr(records, name) for name in records.__all__} <= used


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_result_is_typed(operation: Operation) -> None:
    wanted = record_type(operation)
    says_nothing = operation.answer.empty and wanted in {dict[str, object], type(None)}
    known = bool(kinds(wanted)) or says_nothing
    assert known is (operation.name not in UNDESCRIBED), wanted
