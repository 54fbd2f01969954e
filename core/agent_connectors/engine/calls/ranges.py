"""Ranges of time: where they begin and end, and that they do so in this order."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.marks import Since, Until
from agent_connectors.engine.times.moment import Moment, NotATime, datetime_at

__all__ = ["Said", "bound_at", "check_order", "paired"]

_DAY = timedelta(days=1)


def bound_at(
    bound: Since | Until, moment: Moment, checked: Mapping[str, Any], now: datetime
) -> int:
    """The millisecond that begins or ends a range of days, which has its ends in it.

    Args:
        bound: Which end it is.
        moment: The day, or the days, that were said.
        checked: The parameters of the call, checked.
        now: When that is, in the time zone of whoever said it.

    Raises:
        NotATime: It cannot be that end, or it is not clear which of its own ends is meant.
    """
    if isinstance(bound, Since):
        # "After Friday" leaves Friday out; "after Monday and before Friday" is a range.
        alone = bound.strict and bound.until not in checked
        if alone and not _is_start(moment, now):
            _refuse_several(bound, moment, now)
            return moment.until(now)
        return moment.first(now) - bound.strict
    if moment.edge == "since":
        raise NotATime(f"{moment.text!r} is where a range begins, not where it ends")
    alone = bound.strict and bound.since not in checked
    within = moment.edge == "end" or (moment.edge == "span" and moment.begins_now(now))
    if alone and not within:
        _refuse_several(bound, moment, now)
        return moment.first(now)
    return moment.first(now) if moment.edge == "start" else moment.until(now) + bound.strict


def _is_start(moment: Moment, now: datetime) -> bool:
    """Whether days alone are certainly where a range begins, and not what it comes after."""
    if moment.edge in {"start", "since", "span"}:
        return moment.edge != "span" or not moment.begins_now(now)
    # Nothing was after what is not over yet: who asks for it means since it began.
    present = now.timestamp() * 1000
    return moment.past and moment.first(now) <= present <= moment.until(now)


def _refuse_several(bound: Since | Until, moment: Moment, now: datetime) -> None:
    """Refuses several days of which either end may be meant.

    Raises:
        NotATime: They are several.
    """
    if moment.edge == "end" or not moment.several:
        return
    first, last = moment.days(now)
    if isinstance(bound, Since):
        way, other, one, all_of = "after", bound.until, last, first - _DAY
    else:
        way, other, one, all_of = "before", bound.since, first, last + _DAY
    raise NotATime(
        f"{moment.text!r} is several days ({moment.told(now)}): write {one} for what is {way} "
        f"them, {all_of} for them and what is {way} them, or give `{other}` too for them alone"
    )


def paired(operation: Operation, checked: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The parameters with `last Monday` as the one before `last Friday`, where it begins that.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        now: When that is, in the time zone of whoever said it.
    """
    said = dict(checked)
    for name, last in checked.items():
        start = _begins(operation, name)
        first = checked.get(start) if start is not None else None
        if start is not None and isinstance(first, Moment) and isinstance(last, Moment):
            said[start] = first.before(last, now)
    return said


class Said(NamedTuple):
    """The times of a call as they were said and as they are sent.

    Attributes:
        operation: What is to be carried out.
        checked: Its parameters, checked, before they were settled.
        sent: The same, settled.
        given: The parameters as the caller put them.
        now: When that is; None if there is no `Moment`.
        days: The time zone whose days the product keeps; None if that is not known.
    """

    operation: Operation
    checked: Mapping[str, Any]
    sent: Mapping[str, Any]
    given: Mapping[str, Any]
    now: datetime | None
    days: tzinfo | None

    def edges(self, name: str) -> tuple[int, int]:
        """The first and the last millisecond that a time as it is sent stands for.

        Args:
            name: The parameter.
        """
        at, said = self.sent[name], self.checked[name]
        parameter = self.operation.parameters[name]
        rule, bound = parameter.whole_day, parameter.bound
        if rule and rule.flag and self.days and self.sent.get(rule.flag) is False:
            # The hour of a day that the product keeps does not count: all of it is meant.
            day = datetime.combine(datetime_at(at, self.days), time(), self.days)
            return _at(day), _at(day + _DAY) - 1
        days = isinstance(said, Moment) and (said.whole_day or said.vague)
        beside = int(days and bound is not None and bound.strict)
        return at + beside, at - beside

    def as_read(self, name: str, at: int) -> str:
        """A time as it was given and, where that says something else, as it was read.

        Args:
            name: The parameter.
            at: The millisecond of it that counts.
        """
        said, given = self.checked[name], str(self.given.get(name, self.checked[name]))
        zone = UTC if self.now is None else self.now.tzinfo
        moment = datetime_at(at, zone)
        told = moment.isoformat(" ", timespec="minutes")
        if isinstance(said, Moment) and self.now:
            # The words do not show in which zone a day begins and ends.
            if self.days and moment.astimezone(self.days).utcoffset() != moment.utcoffset():
                return f"{given}, read as {told}"
            read = said.told(self.now)
            return given if read[4:] in given.replace("T", " ") else f"{given}, read as {read}"
        return f"{given}, which is {told}" if given.strip().lstrip("+-").isdecimal() else given


def _at(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _begins(operation: Operation, name: str) -> str | None:
    """The parameter that another cannot be before."""
    parameter = operation.parameters[name]
    return parameter.bound.since if isinstance(parameter.bound, Until) else parameter.not_before


def check_order(said: Said) -> None:
    """Refuses a range that ends before it begins, and what is due before it starts.

    What is sent is compared: the words for the two ends may be of different time zones.

    Args:
        said: The times of a call.

    Raises:
        InvalidParams: It does.
    """
    for name in said.sent:
        start = _begins(said.operation, name)
        if start is None or start not in said.sent:
            continue
        first, last = said.edges(start)[0], said.edges(name)[1]
        if first > last:
            raise InvalidParams(
                f"`{name}` ({said.as_read(name, last)}) is before "
                f"`{start}` ({said.as_read(start, first)}).",
                operation=said.operation.name,
            ) from NotATime("the range ends before it begins")
