"""Settles times that were said without a zone, once the zone is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agent_connectors.engine.moments import Moment
from agent_connectors.engine.operation import Operation
from agent_connectors.engine.parameters import WholeDay

__all__ = ["settle_moments"]


_PLAIN = WholeDay()


def settle_moments(
    operation: Operation, checked: dict[str, Any], given: Mapping[str, Any], now: datetime | None
) -> None:
    """Puts milliseconds in the place of times, and says whether their time of day counts.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked; changed here.
        given: Its parameters as the caller put them.
        now: When that is, in the time zone of whoever said it; needed if there is a `Moment`.
    """
    for name, value in list(checked.items()):
        rule = operation.parameters[name].whole_day or _PLAIN
        if isinstance(value, Moment) and now is not None:
            checked[name] = value.at(now, clock=rule.clock)
        if rule.flag is not None and rule.flag not in checked:
            # Milliseconds say nothing about what was meant; a text does.
            if isinstance(value, Moment):
                checked[rule.flag] = not value.whole_day
            elif _is_text(given.get(name)):
                checked[rule.flag] = True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not value.lstrip("-").isdigit()
