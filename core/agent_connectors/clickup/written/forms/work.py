"""What tells how work stands: priority, status, tags, time worked, estimates, steps."""

from collections.abc import Mapping
from datetime import tzinfo
from functools import partial
from typing import Any

from agent_connectors.clickup.written.comparing import Kept, among, folded, kept, kept_as
from agent_connectors.clickup.written.days import date_kept
from agent_connectors.clickup.written.forms.base import (
    LOST,
    MISSING,
    At,
    Later,
    Plain,
    Record,
    Sent,
    look,
)
from agent_connectors.clickup.written.forms.people import inner
from agent_connectors.engine.declare.parameters import Parameter

__all__ = [
    "AllEstimates",
    "Day",
    "EntryTags",
    "Estimates",
    "Linked",
    "OneTag",
    "Priority",
    "Status",
    "Steps",
    "TagNames",
    "Worked",
]

_WORDS = {1: "urgent", 2: "high", 3: "normal", 4: "low"}
_NUMBERS = {word: number for number, word in _WORDS.items()}


def _number(priority: Any) -> Any:
    """The number of a priority that is shown; a list has the word only."""
    if not isinstance(priority, Mapping):
        return priority
    return int(priority["id"]) if "id" in priority else _NUMBERS[priority["priority"]]


class Priority(Plain):
    """A priority, shown as an object with its number and its word."""

    def __init__(self) -> None:
        super().__init__(
            sent_as=_number,
            shown_as=lambda number: {"id": str(number), "priority": _WORDS.get(number, number)},
            compared=lambda asked, there: kept(asked, _number(there)),
        )


class Status(Plain):
    """A status, shown as an object with its colour and kind."""

    def __init__(self) -> None:
        super().__init__(sent_as=partial(inner, key="status"), compared=kept_as("status"))

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """Its name is another; what else belongs to it is not known."""
        held = record.get(at[-1])
        return {**record, at[-1]: {**(held if isinstance(held, Mapping) else {}), "status": value}}


class Day(Plain):
    """A date, shown as the text of its number; a day, unless its time of day counts."""

    def __init__(self) -> None:
        super().__init__(sent_as=int, shown_as=str)

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """As days are compared."""
        day = parameter.whole_day
        timed = day is not None and day.flag is not None and sent.get(day.flag) is True
        return partial(date_kept, timed=timed, zone=zone)


class Worked(Plain):
    """When work began or ended, or how long it took: the third of them follows from two."""

    def __init__(self) -> None:
        super().__init__(sent_as=int)

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """All three."""
        start = int(sent.get("start", record.get("start")) or 0)
        end = sent.get("end", sent.get("stop"))
        if end is None and "duration" in sent:
            end = start + int(sent["duration"])
        if end is None:
            end = record.get("end")
        lasted = None if end is None else int(end) - start
        return {**record, "start": str(start), "end": end and str(end), "duration": lasted}


class EntryTags(Plain):
    """Tags, known by their names: put in place of others, added, or taken off."""

    _names: Kept = staticmethod(kept_as("name"))

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """By what is to be done with them."""
        action = sent.get("tag_action", "replace")
        return self._names if action == "replace" else _tags_there if action == "add" else _tags_off

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The tags, as names."""
        return _tagged(value, at[-1], record, sent.get("tag_action", "replace"))

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """Those that there were."""
        held = look(before, at)
        return [{"name": tag["name"]} for tag in (() if held is MISSING else held) or ()]


class TagNames(EntryTags):
    """Tags of a task, which are sent by their names alone."""

    def again(self, at: At, record: Record) -> Any:
        """Their names."""
        return [tag["name"] for tag in self.back(at, record, None, None)]


class OneTag(Plain):
    """A tag that is added, or taken off.

    Args:
        action: Which of them.
    """

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The tags with it, or without it."""
        return _tagged([value], at[-1], record, self._action)


class Linked(Plain):
    """A task that another is linked to; each link names both of them."""

    def __init__(self) -> None:
        super().__init__(
            compared=lambda asked, there: any(
                asked in {one["task_id"], one["link_id"]} for one in there
            )
        )

    def again(self, at: At, record: Record) -> Any:
        """A link is not made again."""
        return LOST


class Estimates(Later):
    """Time estimates by person."""

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """Those that were given are there."""
        return _estimated


class AllEstimates(Later):
    """Time estimates by person, and nobody else's."""

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """Those that were given are there, and no other."""

        def alone(asked: Any, there: Any) -> bool:
            known = {str(one["assignee"]) for one in asked}
            others = [time for who, time in there.items() if who not in known]
            return _estimated(asked, there) and not any(others)

        return alone


class Steps(Later):
    """How far a key result is, shown by where its last step began and how far it went."""

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """Both together are what was asked for."""

        def reached(asked: Any, there: Any) -> bool:
            before, taken = there["steps_before_float"], there["steps_taken_float"]
            return bool(float(before) + float(taken) == float(asked))

        return reached


def _estimated(asked: Any, there: Any) -> bool:
    times = {str(one["assignee"]): one["time"] for one in asked}
    return all(kept(time, there.get(who)) for who, time in times.items())


def _tags_there(asked: Any, there: Any) -> bool:
    return among(folded(asked), folded(there), "name")


def _tags_off(asked: Any, there: Any) -> bool:
    return not any(_tags_there([{"name": one["name"]}], there) for one in asked)


def _tagged(value: Any, key: str, record: Record, action: str) -> Record:
    """An object with tags in place of others, with more, or without some."""
    names = [one.get("name") if isinstance(one, Mapping) else one for one in value]
    held = [tag for tag in record.get(key) or () if isinstance(tag, Mapping)]
    wanted = {str(name).casefold() for name in names}
    if action == "replace":
        held = []
    elif action == "remove":
        return {**record, key: [t for t in held if str(t.get("name")).casefold() not in wanted]}
    there = {str(tag.get("name")).casefold() for tag in held}
    new = [{"name": name, "tag_fg": None} for name in names if str(name).casefold() not in there]
    return {**record, key: held + new}
