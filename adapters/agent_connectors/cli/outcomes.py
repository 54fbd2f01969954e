"""How a write of many items ends of which not all were done: its result is no success."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import click

from agent_connectors.cli.failing import code_of
from agent_connectors.engine import errors
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, OutcomeUnknown

__all__ = ["NotAllDone", "not_all_done"]

_UNDONE = ("unknown", "failed", "not_sent")


class NotAllDone(click.ClickException):
    """A write of which some items were not done, or nobody knows.

    Args:
        message: How many of what.
        code: The exit code.
        about: What JSON says besides.
    """

    def __init__(self, message: str, code: int, about: Mapping[str, Any]) -> None:
        super().__init__(message)
        vars(self)["exit_code"] = code
        self.about = about


def not_all_done(operation: Operation | None, data: Any) -> NotAllDone | None:
    """What a write ends with that has an outcome for each of its items.

    Args:
        operation: What was carried out.
        data: Its result.

    Returns:
        What to raise once the result is shown; None if all was done.
    """
    if operation is None or operation.effect == "read" or not isinstance(data, list):
        return None
    items = [one for one in data if isinstance(one, Mapping) and one.get("outcome") in _UNDONE]
    if not items:
        return None
    kinds = [_kind(item) for item in items]
    # What may have been written counts most, then what is wrong with the call: to try again
    # later is enough only where nothing else is the matter.
    worst = min(kinds, key=lambda kind: (kind is not OutcomeUnknown, _code(kind)))
    counts = Counter(str(one.get("outcome")) for one in data)
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    first = next(item for item, kind in zip(items, kinds, strict=True) if kind is worst)
    message = f"Not all was done. Items: {told}. Item {first.get('index')}: {first.get('error')}"
    if worst is OutcomeUnknown:
        message += " Look before you send it again."
    about = {"type": worst.__name__, "operation": operation.name, "items": dict(counts)}
    return NotAllDone(message, _code(worst), about)


def _kind(item: Mapping[str, Any]) -> type[ConnectorError]:
    if item["outcome"] == "unknown":
        return OutcomeUnknown
    found = getattr(errors, str(item.get("error_type")), ConnectorError)
    return (
        found if isinstance(found, type) and issubclass(found, ConnectorError) else ConnectorError
    )


def _code(kind: type[ConnectorError]) -> int:
    return code_of(kind.__new__(kind))
