"""What a product may add to a call: each step has a default that does little."""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime, tzinfo
from typing import Any, ClassVar

from agent_connectors.engine.calls.local_time import (
    has_day,
    has_moment,
    has_past_weekday,
    may_be_a_day,
    past_weekdays,
    settle_moments,
)
from agent_connectors.engine.check.unsaid import imply
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ApiError, ConnectorError, InvalidParams
from agent_connectors.engine.frozen import Frozen
from agent_connectors.engine.marks import Body, Clear
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.times.moment import is_about_time, now_told

__all__ = ["Account", "Hooks", "Remaking", "Restoring"]

_PATIENCE = 5.0
"""Seconds that a refusal may wait for the time zone that it is told in."""


class Account(Frozen):
    """Whose credentials a connector has.

    Attributes:
        who: Their name, for people.
        places: Ids of the workspaces that they are let into.
    """

    who: str = ""
    places: tuple[str, ...] = ()


class Restoring(Frozen):
    """What gives an object the values back that it had.

    Attributes:
        params: The parameters.
        missing: What cannot be given back, in sentences.
        by: The operation, if it is another one.
    """

    params: dict[str, Any]
    missing: tuple[str, ...] = ()
    by: str = ""


class Remaking(Frozen):
    """What makes an object again: the parameters, and what it will not have, in sentences."""

    params: dict[str, Any]
    missing: tuple[str, ...] = ()


class Hooks:
    """The steps around a call, in the order in which they are taken.

    A product that needs more than these defaults gives its connector an object of its own:
    `super().__init__(hooks=TheirHooks(...))`.
    """

    def same_as(self) -> Hashable:
        """Equal for hooks that do the same, whatever they remember of calls."""
        # What they hold is not known here: only those that hold nothing are all the same.
        return (type(self), self if vars(self) else None)

    def during_call(self) -> AbstractContextManager[object]:
        """What is entered before a call, and left after it."""
        return nullcontext()

    async def prepare(
        self, operation: Operation, checked: dict[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Works out what a call leaves to the connector, before anything is sent.

        Args:
            operation: What is to be carried out.
            checked: Its parameters, checked.
            given: Its parameters as the caller put them.

        Raises:
            InvalidParams: Something cannot be worked out.
        """
        checked = imply(operation, checked)
        now = await self.now() if any(map(has_moment, checked.values())) else None
        days = await self.days() if now and has_day(operation, checked) else None
        if days is None and may_be_a_day(operation, checked):
            with suppress(ConnectorError):  # the number is sent as a time, which loses nothing
                days = await self.days()
        settle_moments(operation, checked, given, now, days)
        for name in operation.inferred:
            if name not in checked:
                inferred = await self.infer(operation, name, checked)
                if inferred is not None:
                    checked[name] = inferred
        return checked

    async def prepare_walk(
        self, operation: Operation, checked: dict[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """As `prepare`, before the first page of a list of which all will be read.

        Args:
            operation: The list operation.
            checked: Its parameters, checked.
            given: Its parameters as the caller put them.

        Raises:
            InvalidParams: Something cannot be worked out.
        """
        return await self.prepare(operation, checked, given)

    async def read_as(self, checked: Mapping[str, Any]) -> list[str]:
        """What times were taken for that may also have been meant otherwise.

        Args:
            checked: The parameters of a call, checked.
        """
        if not any(map(has_past_weekday, checked.values())):
            return []
        return past_weekdays(checked, await self.now())

    async def tell_now(self, refused: InvalidParams) -> None:
        """Adds what now is to what a caller is told of a time that was refused.

        Args:
            refused: The refusal; changed here, if it is one of a time.
        """
        if not is_about_time(refused) or "It is " in refused.hint:
            return
        from asyncio import timeout

        try:
            async with timeout(_PATIENCE):
                now = await self.now()
        except (ConnectorError, TimeoutError):
            now = datetime.now(UTC)  # and the text says so
        refused.hint = f"{refused.hint} {now_told(now)}".strip()

    async def infer(self, operation: Operation, name: str, checked: Mapping[str, Any]) -> Any:
        """A parameter that was not given; None to leave it out.

        Raises:
            InvalidParams: It cannot be worked out, and is needed.
        """
        raise InvalidParams(f"`{name}` is missing.", operation=operation.name)

    async def zone(self) -> tzinfo:
        """The time zone of times that are said without one."""
        return UTC

    async def days(self) -> tzinfo:
        """The time zone whose days are meant where the product keeps a day and no time of it."""
        return await self.zone()

    async def now(self) -> datetime:
        """The present, in the time zone of times that are said without one."""
        return datetime.now(await self.zone())

    async def repair(
        self, operation: Operation, checked: dict[str, Any], error: ApiError
    ) -> dict[str, Any] | None:
        """Better parameters for a call that the product has refused; None if there are none.

        Args:
            operation: What was to be carried out. Nothing was.
            checked: The parameters that were refused.
            error: Why.

        Raises:
            InvalidParams: What is wrong is known now, and more exactly than from `error`.
        """

    def wrote(self, operation: Operation) -> None:
        """Takes note that a write has been sent, whatever came of it.

        Args:
            operation: The write.
        """

    async def before_showing(self, result: ExecuteResult[Any], entity: str = "") -> None:
        """Gets what is needed to show a result to a model.

        Args:
            result: What will be shown.
            entity: What its records are.
        """

    async def finish(
        self, operation: Operation, checked: Mapping[str, Any], result: ExecuteResult[Any]
    ) -> ExecuteResult[Any]:
        """A result with what there is to say of it.

        Args:
            operation: What was carried out.
            checked: Its parameters.
            result: What came of it.
        """
        return result

    def foreseen(
        self, operation: Operation, sent: Mapping[str, Any], record: Mapping[str, Any]
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """An object as it will be after a write, step by step: parameter by parameter.

        What a parameter does to it may be left out where it cannot be known.

        Args:
            operation: The write.
            sent: Its parameters, as they are sent.
            record: The object as it is; empty where it is still to be made.
        """
        for name, value in sent.items():
            parameter = operation.parameters[name]
            if isinstance(parameter.place, Clear):
                record = {**record, **dict.fromkeys(value)}
            elif isinstance(parameter.place, Body):
                record = {**record, parameter.wire_name: value}
            else:
                continue
            yield name, record

    async def account(self) -> Account:
        """Whose credentials these are, for a journal.

        Raises:
            ConnectorError: That could not be looked up.
        """
        return Account()

    secret_keys: ClassVar[frozenset[str]] = frozenset()
    """Keys of objects whose values no journal keeps."""

    bookkeeping: ClassVar[frozenset[str]] = frozenset()
    """Keys of objects whose values change by themselves, such as when it was last changed."""

    shown_by: ClassVar[Mapping[str, tuple[str, str, Mapping[str, Any]]]] = {}
    """Operations that make something: the list that shows all they can make, the parameter by
    which that is known, and how the list is asked beside the place."""

    def is_deleted(self, record: Any) -> bool:
        """Whether an object that is shown is marked as deleted."""
        return False

    def restoring(
        self,
        operation: Operation,
        sent: Mapping[str, Any],
        before: Mapping[str, Any],
        after: Mapping[str, Any] | None,
    ) -> "Restoring":
        """The parameters that give an object the values it had, and what cannot be given back.

        Args:
            operation: What will restore it.
            sent: The parameters of the write that changed it.
            before: The object as it was.
            after: The object as the write left it; None if that is not known.
        """
        params: dict[str, Any] = {}
        missing: list[str] = []
        clear = next((p for p in operation.parameters.values() if isinstance(p.place, Clear)), None)
        emptied = [*sent.get(clear.name, ())] if clear is not None else []
        for name in dict.fromkeys((*sent, *emptied)):
            parameter = operation.parameters.get(name)
            if parameter is None or not isinstance(parameter.place, Body):
                continue
            value = before.get(parameter.wire_name.rpartition(".")[2])
            if value is not None:
                params[name] = value
            elif clear is not None and name in clear.choices:
                params.setdefault(clear.name, []).append(name)
            else:
                missing.append(f"`{name}` cannot be given back.")
        return Restoring(params, tuple(missing))

    def remaking(self, operation: Operation, record: Mapping[str, Any]) -> "Remaking":
        """The parameters that make an object again, and what it will not have.

        Args:
            operation: What will make it.
            record: The object as it was.
        """
        found = {
            name: record.get(parameter.wire_name.rpartition(".")[2])
            for name, parameter in operation.parameters.items()
            if isinstance(parameter.place, Body)
        }
        return Remaking({name: value for name, value in found.items() if value is not None})

    async def name_of(self, kind: str, identifier: str) -> str | None:
        """What an id stands for, for a person who is asked; None where that is not known.

        Args:
            kind: What it is the id of.
            identifier: The id.

        Raises:
            ConnectorError: It could not be looked up.
        """

    def place_of(self, told: Mapping[str, Any]) -> str:
        """Where an object is, for a person who is asked; empty where it does not say so.

        Args:
            told: The object, as `compact` tells it.
        """
        return ""

    def compact(self, entity: str, record: Any, *, in_list: bool) -> Any:
        """A record as a model should read it: short, with all that matters.

        Args:
            entity: What it is.
            record: The record, as the product sent it.
            in_list: Whether it is one of a list, and so should be shorter still.
        """
        return record
