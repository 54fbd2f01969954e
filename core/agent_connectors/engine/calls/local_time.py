"""Settles times that were said without a zone, once the zone is known."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, time, tzinfo
from typing import Any

from agent_connectors.engine.calls.ranges import Said, bound_at, check_order, paired
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.marks import WholeDay
from agent_connectors.engine.times.moment import Moment, NotATime, datetime_at

__all__ = [
    "has_day",
    "has_moment",
    "has_past_weekday",
    "may_be_a_day",
    "past_weekdays",
    "settle_moments",
]

_PLAIN = WholeDay()

_QUARTER = 900_000
"""Milliseconds by whose multiples time zones differ."""


def _moments(value: Any) -> Iterator[Moment]:
    """The times in a value, at any depth, that depend on the time zone."""
    waiting, seen = [value], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Moment):
            yield part
        elif isinstance(part, Mapping | list | tuple) and id(part) not in seen:
            seen.add(id(part))  # an object may hold itself
            waiting.extend(part.values() if isinstance(part, Mapping) else part)


def has_moment(value: Any) -> bool:
    """Whether there is a time in a value, at any depth, that depends on the time zone.

    Args:
        value: A parameter, checked.
    """
    return any(True for _ in _moments(value))


def has_past_weekday(value: Any) -> bool:
    """Whether there is a weekday in a value that was taken for the latest one.

    Args:
        value: A parameter, checked.
    """
    return any(moment.past and moment.weekday for moment in _moments(value))


def past_weekdays(checked: Mapping[str, Any], now: datetime) -> list[str]:
    """What weekdays were taken for where they may also have been meant as coming ones.

    Args:
        checked: The parameters of a call, checked.
        now: When that is, in the time zone of whoever said it.
    """
    said = []
    for name, value in checked.items():
        for moment in _moments(value):
            if moment.past and moment.weekday:
                with suppress(NotATime):  # it is refused, in words, where it is settled
                    told = moment.told(now)
                    said.append(f"`{name}`: {moment.text!r} was read as the latest one, {told}.")
    return said


def _within(value: Any, now: datetime) -> Any:
    """A value with milliseconds in the place of the times in it."""
    if isinstance(value, Mapping):
        return {key: _within(inner, now) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_within(inner, now) for inner in value]
    return value.at(now) if isinstance(value, Moment) else value


def _kept_as_day(operation: Operation, name: str, checked: Mapping[str, Any]) -> bool:
    """Whether a time stands for a day that the product keeps, whose hour does not count."""
    rule, value = operation.parameters[name].whole_day, checked[name]
    if rule is None or not isinstance(value, Moment):
        return False
    return value.whole_day or (rule.flag is not None and checked.get(rule.flag) is False)


def has_day(operation: Operation, checked: Mapping[str, Any]) -> bool:
    """Whether there is a day among the parameters that the product keeps as one.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
    """
    return any(_kept_as_day(operation, name, checked) for name in checked)


def may_be_a_day(operation: Operation, checked: Mapping[str, Any]) -> bool:
    """Whether the time zone decides if a number of milliseconds stands for a whole day.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
    """
    flags = ((name, operation.parameters[name].whole_day) for name in checked)
    return any(
        rule is not None
        and rule.flag is not None
        and rule.flag not in checked
        and isinstance(checked[name], int)
        and not checked[name] % _QUARTER
        for name, rule in flags
    )


def settle_moments(
    operation: Operation,
    checked: dict[str, Any],
    given: Mapping[str, Any],
    now: datetime | None,
    days: tzinfo | None,
) -> None:
    """Puts milliseconds in the place of times, and says whether their time of day counts.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked; changed here.
        given: Its parameters as the caller put them.
        now: When that is, in the time zone of whoever said it; None if that is not known, which
            it must be if there is a `Moment`.
        days: The time zone whose days the product keeps; None if that is not known, which it must
            be if there is a day.

    Raises:
        InvalidParams: A time is none in that zone, or a range ends before it begins.
    """
    said = dict(checked) if now is None else paired(operation, checked, now)
    for name, value in said.items():
        if now is not None and has_moment(value):
            try:
                kept = days is not None and _kept_as_day(operation, name, said)
                meant = value.kept(now, days) if kept else value
                checked[name] = _settled(operation, name, meant, checked, now)
            except NotATime as error:
                raise InvalidParams(f"`{name}`: {error}.", operation=operation.name) from error
        rule = operation.parameters[name].whole_day
        if rule is not None and rule.flag is not None and rule.flag not in checked:
            if isinstance(value, Moment):
                checked[rule.flag] = not value.whole_day
            else:
                # The number of a whole day is that of its fixed hour; any other is a time of it.
                checked[rule.flag] = _is_time(given.get(name)) or not _is_at(
                    checked[name], rule.clock, days
                )
    check_order(Said(operation, said, checked, given, now, days))


def _is_time(value: Any) -> bool:
    """Whether a time of day was written, rather than a number."""
    return isinstance(value, datetime) or (
        isinstance(value, str) and not value.strip().lstrip("+-").isdigit()
    )


def _is_at(milliseconds: int, clock: time, zone: tzinfo | None) -> bool:
    if zone is None:
        return False
    return datetime_at(milliseconds, zone).time() == clock


def _settled(
    operation: Operation, name: str, moment: Any, checked: Mapping[str, Any], now: datetime
) -> Any:
    """What a time stands for in its place: a range has its first and its last day in it."""
    parameter = operation.parameters[name]
    if not isinstance(moment, Moment):
        return _within(moment, now)
    if parameter.bound is None or not (moment.whole_day or moment.vague):
        return moment.at(now, clock=(parameter.whole_day or _PLAIN).clock)
    return bound_at(parameter.bound, moment, checked, now)
