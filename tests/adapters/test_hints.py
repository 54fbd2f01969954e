"""What tools say that they do to a product is what calls of them do, in every form."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.tools import Tool, Toolbox
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker

pytest.importorskip("mcp.server.lowlevel")

from agent_connectors.mcp.told import shown

OPERATIONS = list(ClickupApiConnector.operations)


_NOT_HELD = {"caller", "needed", "clock", "_clock", "ids", "_ids", "version"} | {
    *("_variants", "_size", "selections", "_fields_of"),
}
"""What is of the present request, counts them, or is worked out from the rest."""


def state(workspace: Any) -> str:
    """All that a workspace holds, as a text."""
    parts: list[str] = []
    seen: set[int] = set()

    def walk(value: Any) -> None:
        if value is None or isinstance(value, str | int | float | bool | bytes):
            parts.append(repr(value))
            return
        if id(value) in seen:
            parts.append("#")
            return
        seen.add(id(value))
        if isinstance(value, Mapping):
            for key, inner in value.items():
                parts.append(f"{key}:")
                walk(inner)
        elif isinstance(value, set | frozenset):
            parts.append(repr(sorted(map(repr, value))))
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)
        else:
            slots = [n for base in type(value).__mro__ for n in getattr(base, "__slots__", ())]
            for name in dict.fromkeys([*slots, *getattr(value, "__dict__", ())]):
                if name not in _NOT_HELD:
                    parts.append(f".{name}=")
                    walk(getattr(value, name, None))
        parts.append(";")

    walk(workspace)
    return "\n".join(parts)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_an_operation_does_what_its_effect_says(operation: Operation) -> None:
    """A read changes nothing, a write something; what is idempotent, nothing more the next time."""
    if operation.entity == "authorization" or operation.name in _OF_SEVERAL_CALLS:
        return
    sandbox = Sandbox(tasks=60, today=NOON.date(), clock=NOON.timestamp, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    endpoint = operation.endpoints[0] if operation.endpoints else None
    params = await Maker(clickup, sandbox).params(operation, endpoint)
    before = state(sandbox.workspace)
    result = await clickup.execute(operation.entity, operation.action, params)
    after = state(sandbox.workspace)
    if operation.effect == "read":
        assert after == before
        return
    if result.data is not None and operation.name not in _SAME_AS_BEFORE:
        assert after != before
    if operation.idempotent:
        with suppress(ConnectorError):  # what is gone cannot be deleted again
            await clickup.execute(operation.entity, operation.action, params)
        again = state(sandbox.workspace)
        assert again == after


_SAME_AS_BEFORE = {
    *("comments.update", "custom_fields.remove", "time_entry_tags.remove"),
    "legacy_time_tracking.update",
}
"""What these are given here is what there was."""
_OF_SEVERAL_CALLS = {"tasks.create_many", "tasks.update_many", "attachments.download"}
"""Those that cannot be called without more; none says that it is idempotent."""


def toolboxes() -> Iterator[tuple[Toolbox, list[Tool]]]:
    """Tools in every form, under every filter."""
    filters: list[dict[str, Any]] = [
        {},
        {"read_only": True},
        {"split_writes": True},
        {"split_writes": True, "read_only": True},
        {"entities": ["tasks"]},
        {"entities": ["tasks"], "split_writes": True},
        {"operations": ["tasks.get"]},
        {"operations": ["tasks.update"]},
        {"operations": ["tasks.delete"]},
        {"operations": ["tasks.get", "tasks.delete"], "split_writes": True},
        {"effects": ["read"]},
        {"effects": ["write"]},
        {"effects": ["destructive"]},
        {"effects": ["read", "destructive"]},
    ]
    forms = ("execute", "operations", "search")
    for form, chosen, allowed in itertools.product(forms, filters, (False, True)):
        connector = ClickupApiConnector.sandbox(allow_destructive=allowed)
        toolbox = Toolbox(connector, form=form, max_tools=None, **chosen)
        yield toolbox, list(toolbox.tools)


def test_hints_tell_the_worst_of_what_a_tool_carries_out() -> None:
    """Each operation is tried through each tool: its hints must cover all that it takes."""
    covered = 0
    for toolbox, tools in toolboxes():
        for tool in tools:
            done = carried_out(tool)
            hints: Any = shown(tool).annotations
            about = (toolbox.options, tool.name)
            assert hints.read_only_hint is all(o.effect == "read" for o in done), about
            assert hints.destructive_hint is any(o.effect == "destructive" for o in done), about
            assert hints.idempotent_hint is all(o.idempotent for o in done), about
            covered += len(done)
    assert covered > 3900


def carried_out(tool: Tool) -> list[Operation]:
    """The operations that calls of a tool lead to."""
    found = []
    for operation in OPERATIONS:
        call: dict[str, Any] = {"entity": operation.entity, "action": operation.action}
        try:
            wanted = tool.operation(call)
        except ConnectorError:
            continue
        if wanted is not None and wanted not in found:
            found.append(wanted)
    return found


def test_a_read_only_toolset_is_known_as_read_only() -> None:
    for form in ("execute", "operations", "search"):
        for tool in Toolbox(
            ClickupApiConnector.sandbox(), form=form, max_tools=None, read_only=True
        ).tools:
            hints: Any = shown(tool).annotations
            assert hints.read_only_hint
            assert not hints.destructive_hint
            assert hints.idempotent_hint
