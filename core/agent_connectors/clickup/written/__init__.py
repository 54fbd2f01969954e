"""Compares what ClickUp answered to a write with what was asked for.

ClickUp takes a field that it will not set, says nothing, and answers with the object as it is.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.written.comparing import brief, is_nothing
from agent_connectors.clickup.written.days import user_zone
from agent_connectors.clickup.written.judging import by_custom_id, judged
from agent_connectors.clickup.written.unasked import also_set, unasked
from agent_connectors.engine.declare.operation import Operation

__all__ = ["also_set", "confirms", "differences", "dropped", "unasked", "unseen"]

Asked = Mapping[str, Any]

_DATED = {"due_date", "start_date", "custom_fields"}
"""Parameters in which there may be dates without a time of day."""


def dropped(
    asked: Asked, answer: Any, operation: Operation, zone: tzinfo | None = None
) -> list[str]:
    """What was asked for and is otherwise in the answer, in sentences for people.

    Only what the answer shows is judged: a field that it leaves out may have been set.

    Args:
        asked: The parameters of the write.
        answer: The object as it is now.
        operation: The write.
        zone: The zone of the ClickUp user, whose days dates without a time are.
    """
    return [
        f"ClickUp answered without an error, but did not set `{name}`: asked for "
        f"{brief(value)}, it is {brief(shown, plain=True)}."
        for name, value, kept, shown in _all(asked, answer, operation, zone)
        if kept is False
    ]


async def differences(
    asked: Asked, answer: Any, operation: Operation, directory: Directory
) -> list[str]:
    """As `dropped`, with what the answer should show and does not.

    The zone of the user is asked for where a difference may come from it.
    """
    said = dropped(asked, answer, operation)
    if said and not asked.keys().isdisjoint(_DATED):
        said = dropped(asked, answer, operation, await user_zone(directory))
    return said + [
        f"ClickUp answered without an error, but does not show `{name}`: it was to be "
        f"{brief(asked[name])}; whether it is, is not known."
        for name in unseen(asked, answer, operation)
        if answer
        and not is_nothing(asked.get(name))
        and not operation.parameters[name].not_shown
        and not by_custom_id(name, asked, operation)
    ]


def unseen(asked: Asked, answer: Any, operation: Operation) -> list[str]:
    """The names of the parameters of which the answer does not show what became of them."""
    return [name for name, _, kept, _ in _all(asked, answer, operation) if kept is None]


def confirms(asked: Asked, answer: Any, operation: Operation) -> bool:
    """Whether an object shows everything that a write asked for.

    Args:
        asked: The parameters of the write, without those that only name the object.
        answer: The object as it is now.
        operation: The write.
    """
    if not isinstance(answer, Mapping) or not asked:
        return False
    return all(kept is True for _, _, kept, _ in _all(asked, answer, operation))


def _all(
    asked: Asked, answer: Any, operation: Operation, zone: tzinfo | None = None
) -> Iterator[tuple[str, Any, bool | None, Any]]:
    """Each thing that was asked for: its name and value, whether it was kept, and what is there.

    It is not known whether something was kept where the answer does not show it. What is of
    another shape than expected is not what was asked for.
    """
    for name, value, shown in judged(asked, answer, operation, zone):
        try:
            yield name, value, shown.kept(), shown.value
        except LookupError:
            yield name, value, None, None
        except (AttributeError, TypeError, ValueError, ArithmeticError):
            yield name, value, False, shown.value
