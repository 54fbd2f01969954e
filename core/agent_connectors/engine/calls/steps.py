"""What happens in a call of a connector, between its parameters and its result."""

import threading
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from agent_connectors.engine.calls.hooks import Hooks
from agent_connectors.engine.calls.permissions import Permissions
from agent_connectors.engine.check.unsaid import ignored_nulls, not_included
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.describe import DESCRIBE, describe
from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    BadRequest,
    CallTimeout,
    ConnectorError,
    InvalidParams,
    NotFound,
    OutcomeUnknown,
    UnexpectedError,
)
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.secrets.given import hide_given
from agent_connectors.engine.store.absent import WithoutStore
from agent_connectors.engine.store.actions import asks_store
from agent_connectors.engine.values.json_text import as_mapping

if TYPE_CHECKING:
    from agent_connectors.engine.executor.executor import Executor
    from agent_connectors.engine.executor.planned import PlannedRequest
    from agent_connectors.engine.lists.listing import Listing
    from agent_connectors.engine.network.timeouts import Timeouts
    from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Calls", "Params", "called"]

_deadline: ContextVar[float] = ContextVar("deadline", default=inf)
"""When the call that is under way has to be done, in the event loop's time."""

_AFTERWARDS = 10.0
"""Seconds at most that a call of many writes may take to look at what became of them."""

Params = Mapping[str, Any] | str | None


class Keeper(Protocol):
    """Notes writes before they leave, and what became of them."""

    journal: Any
    """Where."""

    async def carry_out(
        self,
        connector: Any,
        operation: Operation,
        checked: Mapping[str, Any],
        send: Callable[[], Awaitable[Page]],
    ) -> Page:
        """Carries out a write."""


class Calls(Permissions, WithoutStore):
    """The steps of a call.

    Args:
        timeouts: How long to wait.
        read_only: Refuse everything that changes something.
        allow_destructive: Permit operations that cannot be undone.
        hooks: What the product adds to each call.
        keeper: Notes each write in a journal.
    """

    operations: ClassVar[Catalogue]
    """Every operation there is."""

    def __init__(
        self,
        *,
        timeouts: "Timeouts",
        read_only: bool = False,
        allow_destructive: bool = False,
        hooks: Hooks | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        super().__init__(read_only=read_only, allow_destructive=allow_destructive)
        self.timeouts = timeouts
        self._hooks = hooks or Hooks()
        self._keeper = keeper
        self._made: Executor | None = None
        self._making = threading.Lock()

    @property
    def keeper(self) -> Keeper | None:
        """Notes each write in a journal, if there is one."""
        return self._keeper

    @property
    def hooks(self) -> Hooks:
        """What the product adds to each call."""
        return self._hooks

    @property
    def _executor(self) -> "Executor":
        """What carries out the operations; made for the first call, as it needs the network."""
        if self._made is None:
            with self._making:
                if self._made is None:
                    self._made = self.make_executor()
        return self._made

    def make_executor(self) -> "Executor":
        """What carries out the operations; a connector says it here."""
        raise NotImplementedError

    def request_of(self, operation: Operation, checked: Mapping[str, Any]) -> "PlannedRequest":
        """The request that carries out an operation, as it may be seen; a connector says it."""
        raise NotImplementedError

    def _plan(self, operation: Operation, checked: Mapping[str, Any]) -> None:
        """Takes note of a write, in place of sending it, where writes are only planned."""
        from agent_connectors.engine.executor.planned import PlannedWrite, plan_under_way

        if (plan := plan_under_way()) is not None:
            plan.note(PlannedWrite(operation, checked, self.request_of(operation, checked)))

    async def _attempt(
        self,
        operation: Operation,
        checked: dict[str, Any],
        deadline: float,
        *,
        whole_pages: bool,
    ) -> tuple[dict[str, Any], ExecuteResult[Any]]:
        """Carries out an operation; replicas follow it."""

        async def attempt() -> tuple[dict[str, Any], ExecuteResult[Any]]:
            return await self._repaired(operation, checked, deadline, whole_pages=whole_pages)

        replicas = self.replicas
        if not replicas:
            return await attempt()
        # Most connectors have none: what follows is not at the top.
        from agent_connectors.engine.executor.planned import plan_under_way
        from agent_connectors.engine.store.following import followed, together

        if plan_under_way() is not None:
            return await attempt()

        if operation.body is None:
            return await followed(replicas, operation, checked, attempt, deadline)
        async with together(deadline):
            return await attempt()

    async def _repaired(
        self,
        operation: Operation,
        checked: dict[str, Any],
        deadline: float,
        *,
        whole_pages: bool,
    ) -> tuple[dict[str, Any], ExecuteResult[Any]]:
        """Carries out an operation, with better parameters if the first were refused."""
        if operation.effect != "read" and operation.body is None:
            self._plan(operation, checked)
        try:
            return checked, await self._carry_out(
                operation, checked, deadline, whole_pages=whole_pages
            )
        except (BadRequest, NotFound) as error:
            repaired = await self.hooks.repair(operation, checked, error)
            if repaired is None:
                raise
            return repaired, await self._carry_out(
                operation, repaired, deadline, whole_pages=whole_pages
            )
        finally:
            if operation.effect != "read":
                self.hooks.wrote(operation)

    async def _carry_out(
        self,
        operation: Operation,
        checked: Mapping[str, Any],
        deadline: float,
        *,
        whole_pages: bool,
    ) -> ExecuteResult[Any]:
        if operation.body is not None:
            if operation.effect != "read":
                # Many writes see to their time themselves, and may look afterwards what became
                # of those whose answers got lost.
                _deadline.set(deadline + min(self.timeouts.total / 2, _AFTERWARDS))
            resource = getattr(self, operation.entity)
            result = await operation.body(resource, **checked)
            return result if isinstance(result, ExecuteResult) else ExecuteResult(result)
        if operation.answer.many:
            listing = self._listing(operation, checked, whole_pages=whole_pages)
            return await listing.gather(deadline=deadline)
        try:
            send = partial(self._executor.fetch, operation, checked, deadline=deadline)
            if operation.effect == "read" or self.keeper is None:
                page = await send()
            else:
                page = await self.keeper.carry_out(self, operation, checked, send)
        except OutcomeUnknown as error:
            from agent_connectors.engine.calls.unknown import explain

            explain(error, operation, checked, self.operations)
            raise
        return ExecuteResult(page.data, Meta(extra=page.extra, warnings=page.warnings))

    async def _finished(
        self, operation: Operation, checked: Mapping[str, Any], result: ExecuteResult[Any]
    ) -> ExecuteResult[Any]:
        """A result with what there is to say of it; a write that was done stays done."""
        if operation.overridden:
            return result  # what it calls has said it
        try:
            return await only_ours(
                lambda: self.hooks.finish(operation, checked, result), secrets=self.own_secrets
            )
        except ConnectorError as error:
            if operation.effect == "read" and not isinstance(error, UnexpectedError):
                raise
            why = error.__cause__ if isinstance(error, UnexpectedError) else error
            said = f"It was carried out, but its result could not be looked at ({why})."
            return result.warned((said,))

    def own_secrets(self) -> "tuple[Secret, ...]":
        """The credentials in use, which no text may hold."""
        return () if self._made is None else tuple(self._made.secrets())

    @property
    def time_left(self) -> float:
        """Seconds that a call may take; inside of one, what is left to it."""
        if _deadline.get() == inf:
            return self.timeouts.total
        from asyncio import get_running_loop

        return min(self.timeouts.total, max(_deadline.get() - get_running_loop().time(), 0.0))

    @property
    def requests_left(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known, or not yet."""
        return None if self._made is None else self._made.available()

    @property
    def read_timeout(self) -> float:
        """Seconds for which nothing may come of an answer that has begun."""
        return self.timeouts.read

    def _listing(
        self, operation: Operation, checked: Mapping[str, Any], *, whole_pages: bool = False
    ) -> "Listing":
        from agent_connectors.engine.lists.listing import Listing

        return Listing(
            self._executor,
            operation,
            checked,
            page_timeout=self.timeouts.total,
            whole_pages=whole_pages,
        )

    async def _execute(
        self,
        entity: str,
        action: str,
        params: Params,
        *,
        whole_pages: bool,
        timeout: float | None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        """Does what `execute` does, whatever may go wrong in it."""
        given = as_mapping(params)
        if action == DESCRIBE:
            return ExecuteResult(describe(self.operations, entity, given.get("action")))
        if asks_store(action):
            return await self._ask_store(entity, action, given, timeout)
        operation = self.operations.get(entity, action)
        with self.hooks.during_call():
            return await self._perform(operation, given, whole_pages=whole_pages, timeout=timeout)

    async def _ask_store(
        self,
        entity: str,
        action: str,
        given: Mapping[str, Any],
        timeout: float | None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        """Asks the connector's own replica, or the one that a server keeps of it."""
        # Not at the top: most calls ask neither.
        from asyncio import get_running_loop

        from agent_connectors.engine.store.answer import answer

        if not hasattr(self, "store"):
            ask = getattr(self._executor, "ask_store", None)
            if ask is not None:
                deadline = get_running_loop().time() + self.timeouts.within(timeout)
                asked: ExecuteResult[Any] = await ask(entity, action, given, deadline=deadline)
                return asked
        seconds = min(self.timeouts.within(timeout), self.time_left)
        return await answer(self.store, entity, action, given, seconds)

    async def _perform(
        self,
        operation: Operation,
        given: Mapping[str, Any],
        *,
        whole_pages: bool = False,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        # Not at the top: asyncio alone takes longer to import than this package.
        from asyncio import get_running_loop, timeout_at

        from agent_connectors.engine.check.validation import validate

        hide_given(operation.secrets_of(given))
        self.permit(operation)
        deadline = get_running_loop().time() + self.timeouts.within(timeout)
        # The calls that this one makes, to look up a name for instance, may not take longer.
        deadline = min(deadline, _deadline.get())
        token = _deadline.set(deadline)
        try:
            checked = validate(operation, given)
            try:
                async with timeout_at(deadline):
                    said = await self.hooks.read_as(checked)
                    checked = await self.hooks.prepare(operation, checked, given)
            except TimeoutError:
                raise CallTimeout(
                    "The time for the call was over while names were looked up.",
                    hint="It was not sent. Try again later, or allow a longer `timeout`.",
                    operation=operation.name,
                ) from None
            result = await self._attempt(operation, checked, deadline, whole_pages=whole_pages)
            finished = await self._finished(operation, *result)
            finished = finished.leaving_out(not_included(operation, result[0]))
            said += ignored_nulls(operation, result[0], given)
            return finished.warned(said).given_by(self)
        except InvalidParams as refused:
            await self.hooks.tell_now(refused)
            raise
        finally:
            _deadline.reset(token)


def called(entity: Any, action: Any) -> str:
    """The name of an operation, if it can be one."""
    return f"{entity}.{action}" if isinstance(entity, str) and isinstance(action, str) else ""
