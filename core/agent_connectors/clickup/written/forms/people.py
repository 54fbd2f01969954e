"""People and groups: one, several, and those who are added and taken out."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.written.comparing import Kept, among
from agent_connectors.clickup.written.forms.base import (
    LOST,
    MISSING,
    NO_NEED,
    At,
    Lasting,
    Plain,
    Record,
    Sent,
    look,
)
from agent_connectors.engine.declare.parameters import Parameter

__all__ = ["Admin", "Joined", "Left", "People", "Somebody", "inner"]


def inner(value: Any, key: str = "id") -> Any:
    """What an object is known by; what is no object, as it is."""
    return value[key] if isinstance(value, Mapping) else value


def _ids(held: Any) -> list[Any]:
    return [inner(one) for one in held or ()]


class Somebody(Plain):
    """Somebody, shown as an object with an id."""

    def __init__(self) -> None:
        super().__init__(sent_as=inner, shown_as=lambda who: {"id": who, "username": None})


class People(Plain):
    """All people of a list, or those who are to be added to it and taken out."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The list without those who are taken out, and with those who are added."""
        held = [one for one in record.get(at[-1]) or () if isinstance(one, Mapping)]
        if isinstance(value, Mapping):
            return _listed(held, value.get("add") or (), value.get("rem") or (), record, at[-1])
        return _listed([], value, (), record, at[-1])

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """Who is to be added, and to be taken out."""
        had = look(before, at)
        if had is MISSING:
            return LOST
        had = _ids(had)
        has = had if after is None else look(after, at)
        if after is None or has is MISSING:
            change = sent if isinstance(sent, Mapping) else {}
            gone = {str(one) for one in change.get("rem") or ()}
            has = [*(one for one in had if str(one) not in gone), *(change.get("add") or ())]
        else:
            has = _ids(has)
        held, wanted = {str(one) for one in has}, {str(one) for one in had}
        change = {
            "add": [one for one in had if str(one) not in held],
            "rem": [one for one in has if str(one) not in wanted],
        }
        return {name: people for name, people in change.items() if people}

    def again(self, at: At, record: Record) -> Any:
        """All of them."""
        held = look(record, at)
        return [] if held is MISSING else _ids(held)


class Joined(People):
    """Those who are added to a list, and who are taken out by another parameter."""

    _adds = "add"
    _takes = "rem"

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """All are there."""
        return among

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The list with them, or without them."""
        changed = {self._adds: value if isinstance(value, list) else [value]}
        return super().foreseen(changed, at, record, sent, always=always)

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """Those who were not there before."""
        change = super().back(at, before, after, {self._adds: sent})
        return LOST if change is LOST else change.get(self._takes) or NO_NEED


class Left(Joined):
    """Those who are taken out of a list, and who are added by another parameter."""

    _adds = "rem"
    _takes = "add"

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """None of them is there."""
        return lambda asked, there: not any(among([one], there) for one in asked)


class Admin(Lasting):
    """Whether somebody is an admin, shown as the number of their role."""

    def __init__(self) -> None:
        super().__init__(
            sent_as=lambda role: role in (1, 2),
            shown_as=lambda admin: 2 if admin else 3,
            compared=lambda asked, there: (there in (1, 2)) is asked,
        )


def _listed(
    held: list[Any], added: Iterable[Any], removed: Iterable[Any], record: Record, key: str
) -> Record:
    """An object with people added to a list and others taken out."""
    gone = {str(one) for one in removed}
    kept = [one for one in held if str(one.get("id")) not in gone]
    there = {str(one.get("id")) for one in kept}
    new = [
        {"id": one, "username": None, "name": None}
        for one in dict.fromkeys(added)
        if str(one) not in there | gone
    ]
    return {**record, key: kept + new}
