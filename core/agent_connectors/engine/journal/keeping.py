"""Keeps a journal: notes each write before it leaves, and what became of it."""

from asyncio import timeout, to_thread
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    ApiError,
    ConnectionFailed,
    ConnectorError,
    OutcomeUnknown,
)
from agent_connectors.engine.executor.planned import PlannedRequest
from agent_connectors.engine.journal.entry import Entry, Outcome
from agent_connectors.engine.journal.errors import JournalError, WrongJournal
from agent_connectors.engine.journal.file import Journal, now
from agent_connectors.engine.journal.keyed import key_under_way, without_keys
from agent_connectors.engine.journal.undoing import being_undone
from agent_connectors.engine.preview.looking import Found, Reads, object_before, read_again
from agent_connectors.engine.running.sent import noting
from agent_connectors.engine.secrets.given import and_given
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["Keeper"]

_PATIENCE = 10.0
"""Seconds for reading an object; the write goes on without."""


_LONGEST = 24 * 3600.0
"""Seconds after which a call has ended for certain, whatever time it was given."""


class Writes(Reads, Protocol):
    """What keeping a journal needs of a connector."""

    @property
    def time_left(self) -> float:
        """Seconds that are left to the call."""

    def request_of(self, operation: Operation, checked: Mapping[str, Any]) -> PlannedRequest:
        """The request that carries out an operation, without secrets."""


class _Look(NamedTuple):
    """What was seen of an object.

    Attributes:
        found: The object; None if there is none, or it was not read.
        unread: Why it was not read.
        reads: Requests it took.
    """

    found: Found | None
    unread: str = ""
    reads: int = 0


class _After(NamedTuple):
    """The object of a write afterwards, why it was not read, and the requests that took."""

    record: Any = None
    unread: str = ""
    reads: int = 0


class Keeper:
    """Keeps the journal of a connector.

    Args:
        journal: Where.
        product: The product's name.
    """

    def __init__(self, journal: Journal, product: str) -> None:
        self.journal = journal
        self._product = product
        self._who: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keeper) and self._meant() == other._meant()

    def __hash__(self) -> int:
        return hash(self._meant())

    def _meant(self) -> Hashable:
        # By it a pool knows connectors that were made alike; whose they are, it knows besides.
        return (self.journal.same_as(), self._product)

    async def carry_out(
        self,
        connector: Writes,
        operation: Operation,
        checked: Mapping[str, Any],
        send: Callable[[], Awaitable[Page]],
    ) -> Page:
        """Carries out a write, and notes it before and after.

        Args:
            connector: Reads the object.
            operation: The write.
            checked: Its parameters, as they are sent.
            send: Sends it.

        Raises:
            ConnectionFailed: It could not be noted; nothing was sent.
            ConnectorError: As the write itself.
        """
        entry, found = await self._begun(connector, operation, checked)
        try:
            with noting() as sent:
                page = await send()
        except BaseException as error:
            outcome: Outcome = _outcome(error, may_be_done=bool(sent.writes or sent.done))
            told = str(error) or type(error).__name__
            await self._ended(connector, replace(entry, outcome=outcome, error=told))
            raise
        entry = replace(entry, outcome="done", result=page.data)
        seen = await self._after(connector, operation, entry.sent, found, page.data)
        reads, unread = entry.reads + seen.reads, entry.unread or seen.unread
        entry = replace(entry, after=seen.record, reads=reads, unread=unread)
        said = await self._ended(connector, entry)
        return replace(page, warnings=(*page.warnings, said)) if said else page

    async def _begun(
        self, connector: Writes, operation: Operation, checked: Mapping[str, Any]
    ) -> tuple[Entry, Found | None]:
        known = operation.parameters
        sent = {n: HIDDEN if known[n].secret else value for n, value in checked.items()}
        looked = await self._look(connector, operation, sent)
        found = looked.found
        run, who = self.journal.of_now()
        entry = Entry(
            0,
            now(),
            run,
            who,
            operation.name,
            operation.effect,
            str(connector.request_of(operation, checked)),
            sent,
            read_by=None if found is None else (found.read.name, found.params),
            before=None if found is None else found.record,
            unread=looked.unread,
            reads=looked.reads,
            undoes=being_undone(),
            key=key_under_way(),
            until=now() + int(min(connector.time_left, _LONGEST) * 1000),
        )
        try:
            if self._who is None:
                self._who = await self._account(connector)
            entry = self._hidden(connector, replace(entry, who=who or self._who))
            number = await to_thread(self.journal.begin, entry)
        except WrongJournal:
            raise
        except JournalError as error:
            raise ConnectionFailed(
                f"This write could not be noted in the journal: {error}",
                hint="Nothing was sent.",
                operation=operation.name,
            ) from None
        return replace(entry, id=number), found

    async def _account(self, connector: Writes) -> str:
        """Who writes, for the product; makes sure that the journal is one of their workspace."""
        try:
            account = await connector.hooks.account()
        except ConnectorError:
            return ""  # the write itself will meet the same
        await to_thread(self.journal.belongs_to, self._product, account.places)
        return account.who

    async def _look(
        self, connector: Writes, operation: Operation, sent: Mapping[str, Any]
    ) -> _Look:
        """The object of a write, as it is now."""
        with noting() as counted:
            try:
                async with timeout(min(_PATIENCE, connector.time_left / 3)):
                    found = await object_before(connector, operation, sent)
                return _Look(found, reads=counted.reads)
            except ConnectorError as error:
                return _Look(None, str(error), counted.reads)
            except TimeoutError:
                return _Look(None, "There was no time to read it.", counted.reads)

    async def _after(
        self,
        connector: Writes,
        operation: Operation,
        sent: Mapping[str, Any],
        found: Found | None,
        data: Any,
    ) -> _After:
        """The object as the write left it: the answer, if that is the object; read otherwise."""
        if found is None or operation.effect == "destructive":
            return _After()
        if _is_the_object(operation, found, data):
            return _After(data)
        with noting() as counted:
            try:
                async with timeout(min(_PATIENCE, max(connector.time_left / 2, 1.0))):
                    record = await read_again(connector, found, sent)
                return _After(record, "", counted.reads)
            except ConnectorError as error:
                return _After(None, str(error), counted.reads)
            except TimeoutError:
                return _After(None, "There was no time to read it.", counted.reads)

    async def _ended(self, connector: Writes, entry: Entry) -> str:
        """Notes what became of a write; gives what to say where that failed."""
        try:
            await to_thread(self.journal.finish, self._hidden(connector, entry))
        except JournalError as error:
            return f"What became of it could not be noted in the journal: {error}"
        return ""

    def _hidden(self, connector: Writes, entry: Entry) -> Entry:
        """An entry without secrets."""
        secrets = tuple(and_given(connector.own_secrets)())
        keys = connector.hooks.secret_keys
        texts = ("error", "unread", "request", "sent", "before", "after", "result")
        told = read_answer(write({name: getattr(entry, name) for name in texts}))
        cleared = without_keys(without_secrets(told, secrets), keys)
        return replace(entry, **cleared)


def _outcome(error: BaseException, *, may_be_done: bool) -> Outcome:
    if isinstance(error, OutcomeUnknown) or may_be_done:
        return "unknown"
    if isinstance(error, ApiError):
        return "refused"
    return "not sent"


def _is_the_object(operation: Operation, found: Found, data: Any) -> bool:
    """Whether an answer shows the object as well as reading it would."""
    if operation.gives != found.read.entity or not isinstance(data, Mapping):
        return False
    missing = found.record.keys() - data.keys()
    same = data.get("id") is not None and data.get("id") == found.record.get("id")
    return same and len(missing) <= len(found.record) // 8
