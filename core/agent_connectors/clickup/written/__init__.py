"""Compares what ClickUp answered to a write with what was asked for.

ClickUp takes a field that it will not set, says nothing, and answers with the object as it is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.written.comparing import brief
from agent_connectors.clickup.written.identity import another
from agent_connectors.clickup.written.rules import judged
from agent_connectors.clickup.written.unasked import unasked
from agent_connectors.engine.operation import Operation

__all__ = ["another", "confirms", "dropped", "unasked", "unseen"]

Asked = Mapping[str, Any]


def dropped(asked: Asked, answer: Any, operation: Operation | None = None) -> list[str]:
    """What was asked for and is not in the answer, in sentences for people.

    Only what the answer shows is judged: a field that it leaves out may have been set.

    Args:
        asked: The parameters of the write.
        answer: The object as it is now.
        operation: The write; a change of a task if not given.
    """
    return [
        f"ClickUp answered without an error, but did not set `{name}`: asked for "
        f"{brief(value)}, it is {brief(shown, plain=True)}."
        for name, value, kept, shown in _all(asked, answer, operation)
        if kept is False
    ]


def unseen(asked: Asked, answer: Any, operation: Operation) -> list[str]:
    """The names of the parameters of which the answer does not show what became of them."""
    return [name for name, _, kept, _ in _all(asked, answer, operation) if kept is None]


def confirms(asked: Asked, answer: Any) -> bool:
    """Whether an object shows everything that a write asked for.

    Args:
        asked: The parameters of the write, without those that only name the object.
        answer: The object as it is now.
    """
    if not isinstance(answer, Mapping) or not asked:
        return False
    return all(kept is True for _, _, kept, _ in _all(asked, answer, None))


def _all(
    asked: Asked, answer: Any, operation: Operation | None
) -> Iterator[tuple[str, Any, bool | None, Any]]:
    """Each thing that was asked for: its name and value, whether it was kept, and what is there.

    It is not known whether something was kept where the answer does not show it, or has another
    shape than expected.
    """
    for name, value, shown in judged(asked, answer, operation):
        try:
            yield name, value, shown.kept(), shown.value
        except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
            yield name, value, None, None
