"""Names where ids are wanted, for products whose objects can be listed."""

import time
from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from agent_connectors.engine.calls.hooks import Hooks
from agent_connectors.engine.declare.named import fill
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams, InvalidResponse
from agent_connectors.engine.values.names import Match, match

__all__ = ["Listed", "NameHooks"]

_KEPT = 60.0
"""Seconds for which a read trusts a list, where it has the name; a write asks for it anew."""

_OFFERED = 5


class Iterates(Protocol):
    """What is needed of a connector: to have lists gathered."""

    def iterate(self, entity: str, action: str, /) -> AsyncIterable[Any]:
        """The records of a list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Where the names of a kind of object are.

    Args:
        entity: The entity of the operation that lists them.
        action: Its action.
        name: The key of a record that holds the name.
        id: The key that holds the id.
    """

    entity: str
    action: str = "list"
    name: str = "name"
    id: str = "id"


class NameHooks(Hooks):
    """Puts ids in the place of names, in parameters that are annotated as `Named`.

        super().__init__(hooks=NameHooks(self, {"person": Listed("people")}))

    A name has to be certain: one that several objects have is refused, with their ids, and so is
    one that nothing has, with the nearest. Digits are an id.

    Args:
        connector: Lists the objects.
        lists: Where the names are, by kind.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        connector: Iterates,
        lists: Mapping[str, Listed],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector
        self._lists = lists
        self._clock = clock
        self._known: dict[str, tuple[float, list[dict[str, Any]]]] = {}

    async def prepare(
        self, operation: Operation, checked: dict[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Puts ids in the place of names, and milliseconds in the place of times."""
        checked = await super().prepare(operation, checked, given)
        looked_up: set[str] = set()
        for name, shape in operation.named.items():
            if name not in checked:
                continue

            look_up = _LookUp(self, operation, name, looked_up)
            checked[name] = await fill(checked[name], shape, checked, look_up)
        return checked

    def wrote(self, operation: Operation) -> None:
        """Forgets what the write may have changed."""
        for kind, listed in self._lists.items():
            if listed.entity == operation.entity:
                self._known.pop(kind, None)

    async def id_of(
        self, operation: Operation, parameter: str, kind: str, value: Any, *, anew: bool
    ) -> Any:
        """The id that a value stands for; itself if it is one, or of a kind that is not listed.

        Args:
            operation: What it is a parameter of.
            parameter: The parameter's name.
            kind: What it is the id of.
            value: The value.
            anew: Whether to list the objects again, whatever is known.

        Raises:
            InvalidParams: It is no id, and not certain as a name.
        """
        listed = self._lists.get(kind)
        if listed is None or not isinstance(value, str) or value.isdecimal():
            return value
        records, fresh = await self._records(kind, listed, anew=anew)
        found = _found(value, records, listed)
        if found.only is None and not found.exact and not fresh:
            # It may be newer than what is known.
            records, _ = await self._records(kind, listed, anew=True)
            found = _found(value, records, listed)
        if found.only is not None:
            return found.only[listed.id]
        shown = ", ".join(
            f"{record.get(listed.name)!r} ({record[listed.id]})"
            for record in (found.exact or found.close)[:_OFFERED]
        )
        problem = f"several have the name {value!r}" if found.exact else f"none is named {value!r}"
        raise InvalidParams(
            f"`{parameter}`: {problem}.",
            hint=f"Use an id: {shown}." if shown else f"`{listed.entity}.{listed.action}` has all.",
            operation=operation.name,
        )

    async def _records(
        self, kind: str, listed: Listed, *, anew: bool
    ) -> tuple[list[dict[str, Any]], bool]:
        """The objects of a kind, and whether they were listed just now."""
        at, records = self._known.get(kind, (0.0, []))
        if kind in self._known and not anew and self._clock() - at <= _KEPT:
            return records, False
        walk = self._connector.iterate(listed.entity, listed.action)
        records = [record async for record in walk]
        for record in records:
            if not _is_listed(record, listed):
                raise InvalidResponse(
                    f"`{listed.entity}.{listed.action}` gave something that has no `{listed.id}` "
                    f"and `{listed.name}`, so names cannot be looked up in it.",
                    hint="Nothing was changed. Use an id.",
                )
        self._known[kind] = self._clock(), records
        return records, True


def _is_listed(record: Any, listed: Listed) -> bool:
    """Whether a record is an object with an id, and a name or none."""
    if not isinstance(record, dict) or not isinstance(record.get(listed.name), str | None):
        return False
    known = record.get(listed.id)
    return isinstance(known, str | int) and not isinstance(known, bool) and known != ""


def _found(value: str, records: list[dict[str, Any]], listed: Listed) -> Match[dict[str, Any]]:
    """What a value means: what has it as its id, or else as its name."""
    by_id = tuple(record for record in records if str(record[listed.id]) == value)
    if by_id:
        return Match(by_id[:1])
    return match(value, records, lambda record: [record.get(listed.name) or ""])


class _LookUp:
    """Looks up the ids in one parameter of a call."""

    def __init__(
        self, hooks: NameHooks, operation: Operation, parameter: str, looked_up: set[str]
    ) -> None:
        self._hooks = hooks
        self._operation = operation
        self._parameter = parameter
        self._looked_up = looked_up

    async def __call__(self, kind: str, given: Any, *, several: bool) -> Any:  # noqa: ARG002 - `Lookup`
        # A write lists each kind once, so that what it goes to has the name now.
        anew = self._operation.effect != "read" and kind not in self._looked_up
        self._looked_up.add(kind)
        return await self._hooks.id_of(self._operation, self._parameter, kind, given, anew=anew)
