"""Carries out an operation for a caller: permitted, through the core, and written down."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic_core import to_json

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.describe import DESCRIBE
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    CallTimeout,
    ConnectorError,
    InvalidCall,
    OutcomeUnknown,
    ServerError,
    UnknownOperation,
)
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.permission import asked_before_writes
from agent_connectors.engine.store.actions import ACTIONS, asks_store
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.hosted.audit import Audit, AuditUnavailable, Entry
from agent_connectors.hosted.fairness import Acting, acting
from agent_connectors.hosted.fields import pick
from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.named_ids import named_ids
from agent_connectors.hosted.policy import Permissions
from agent_connectors.hosted.pool import ConnectorPool
from agent_connectors.hosted.refusals import DatabaseAway
from agent_connectors.hosted.replicas import Question, Replicas
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.tenancy import Caller

__all__ = ["ExecutionRequest", "Executions"]


_log = logging.getLogger(__name__)

_GRACE_SECONDS = 2.0
"""By so much longer than the connector's own deadline, so that its own error comes first."""


@dataclass(frozen=True, slots=True)
class ExecutionRequest:
    """What a caller wants carried out."""

    entity: str
    action: str
    params: Mapping[str, Any]
    page_only: bool = False
    select_fields: list[str] | None = None
    exclude_fields: list[str] | None = None
    timeout: float | None = None
    address: str | None = None


@dataclass(slots=True)
class _Told:
    """What is counted and written down of an execution.

    Attributes:
        label: What it was, of the names that there are.
        noted: Whether it is written down that it began.
    """

    label: str = "none"
    noted: bool = False


class Executions:
    """Carries out operations.

    Args:
        pool: The connectors.
        permissions: What may be done.
        audit: Where it is written down.
        metrics: Where it is counted.
        audit_params: Whether the parameters' values are written down as well.
        timeout: Seconds that an execution may take.
        replicas: The context stores of connectors; None if they have none.
    """

    def __init__(
        self,
        pool: ConnectorPool,
        permissions: Permissions,
        audit: Audit,
        metrics: Metrics,
        *,
        audit_params: bool,
        timeout: float,
        replicas: Replicas | None = None,
    ) -> None:
        self._replicas = replicas
        self._timeout = timeout
        self._pool = pool
        self._permissions = permissions
        self._audit = audit
        self._metrics = metrics
        self._audit_params = audit_params

    async def run(
        self, caller: Caller, kept: KeptConnector, wanted: ExecutionRequest, request_id: str
    ) -> bytes:
        """Carries out an operation; gives the body of the answer.

        Raises:
            ConnectorError: It was not carried out, or that cannot be told.
            Unsealable: The credential of the connector cannot be decrypted.
        """
        begun = time.monotonic()
        acting.set(Acting(caller.organization_id, caller.client_id))
        named = named_ids(wanted.params)
        entry = Entry(
            organization_id=caller.organization_id,
            client_id=caller.client_id,
            connector_id=kept.id,
            request_id=request_id,
            operation=f"{wanted.entity}.{wanted.action}"[:100],
            params=_text(wanted.params) if self._audit_params else None,
            address=wanted.address,
            objects=_text(named) if named else None,
        )
        outcome, told = "ServerFailed", _Told()
        try:
            async with self._pool.use(kept) as connector:
                body = await self._answer(caller, kept, connector, wanted, entry, told)
            outcome = "done"
        except ConnectorError as error:
            outcome = type(error).__name__
            raise
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        else:
            return body
        finally:
            taken = time.monotonic() - begun
            entry.outcome, entry.milliseconds = outcome, int(taken * 1000)
            self._audit.end(entry, begun=told.noted)
            # Who hangs up in the middle of a change is not told either how it ended.
            unknown = outcome == OutcomeUnknown.__name__ or (told.noted and outcome == "cancelled")
            self._metrics.note_execution(
                caller.organization_id, told.label, outcome, taken, unknown=unknown
            )

    async def _answer(
        self,
        caller: Caller,
        kept: KeptConnector,
        connector: Connector,
        wanted: ExecutionRequest,
        entry: Entry,
        told: _Told,
    ) -> bytes:
        """Does what is wanted, where that is allowed."""
        if (wanted.entity, wanted.action) == ("*", "check"):
            told.label = "check"
            return await self._check(connector)
        if asks_store(wanted.action):
            questions = self._questions(kept, wanted)
            one = len(questions) == 1
            told.label = questions[0].name if one else f"*.{wanted.action}"
            for question in questions:
                self._permissions.ask(caller, kept, question)
            body = await self._ask_store(kept, connector, wanted)
            for question in questions:
                await self._permissions.ask_again(caller, kept, question)
            return body
        operation = _find(connector, wanted)
        told.label = operation.name if operation else DESCRIBE
        if operation is None:
            body, _ = await self._carry_out(connector, None, wanted)
            return body
        self._permissions.ask(caller, kept, operation)
        if operation.effect != "read":
            await self._begin(entry, operation)
            told.noted = True
        ask = partial(self._permissions.ask_again, caller, kept, operation)
        with asked_before_writes(ask):
            body, data = await self._carry_out(connector, operation, wanted)
        if operation.effect == "read":
            await ask()
        elif made := named_ids({"id": data.get("id") if isinstance(data, dict) else None}):
            entry.objects = _text({**named_ids(wanted.params), "result": made["id"]})
        return body

    async def _begin(self, entry: Entry, operation: Operation) -> None:
        """Writes down that a change is about to be made.

        Raises:
            DatabaseAway: It cannot be written down, and so is not made.
        """
        try:
            await self._audit.begin(entry)
        except AuditUnavailable:
            raise DatabaseAway(
                "The server's database is away, so changes cannot be recorded.",
                hint="Nothing was sent. Try again later.",
                operation=operation.name,
            ) from None

    @staticmethod
    async def _check(connector: Connector) -> bytes:
        checked = await connector.check()
        result: dict[str, str] = {"status": checked.status}
        if checked.error:
            result["error"] = checked.error
        return to_json({"result": result, "connector_metadata": {}})

    def _questions(self, kept: KeptConnector, wanted: ExecutionRequest) -> list[Question]:
        """What of a store is asked for.

        Raises:
            UnknownOperation: There is no such action, or no store.
        """
        if self._replicas is None:
            raise UnknownOperation(
                "This server keeps no context stores.",
                hint="Ask the product itself, or have AGENT_CONNECTORS_STORE set.",
            )
        if wanted.action not in ACTIONS:
            raise UnknownOperation(
                f"There is no action {wanted.action!r}.", hint=did_you_mean(wanted.action, ACTIONS)
            )
        return self._replicas.questions(kept, wanted.entity, wanted.action)

    async def _ask_store(
        self, kept: KeptConnector, connector: Connector, wanted: ExecutionRequest
    ) -> bytes:
        if self._replicas is None:
            raise UnknownOperation("This server keeps no context stores.")
        begun = time.monotonic()
        max_seconds = min(wanted.timeout or self._timeout, self._timeout)
        name = f"{wanted.entity}.{wanted.action}"
        try:
            async with asyncio.timeout(max_seconds):
                result = await self._replicas.answer(
                    kept, connector, wanted.entity, wanted.action, wanted.params
                )
        except ConnectorError:
            raise
        except TimeoutError:
            raise CallTimeout(
                "It took too long.", hint="Ask for less, or wait longer.", operation=name
            ) from None
        except Exception as error:
            _log.error("a store failed", extra={"error": type(error).__name__, "operation": name})
            raise ServerError(
                "The server failed while it asked the store.",
                hint="Its log says how.",
                operation=name,
                status=500,
            ) from None
        data = result.data
        if wanted.select_fields or wanted.exclude_fields:
            data = pick(data, wanted.select_fields, wanted.exclude_fields)
        # As clients by others read it, beside what ours do.
        meta = {
            "has_more": result.meta.has_more,
            "cursor": (result.meta.next or {}).get("cursor"),
            "took_ms": int((time.monotonic() - begun) * 1000),
        }
        told = {"data": data, "meta": meta}
        return to_json({"result": told, "connector_metadata": _metadata(result)})

    async def _carry_out(
        self, connector: Connector, operation: Operation | None, wanted: ExecutionRequest
    ) -> tuple[bytes, Any]:
        """The body of the answer, and what the operation gave."""
        max_seconds = min(wanted.timeout or self._timeout, self._timeout)
        try:
            # The connector keeps to it call by call; an operation may make several.
            async with asyncio.timeout(max_seconds + _GRACE_SECONDS):
                result = await connector.execute(
                    wanted.entity,
                    wanted.action,
                    _by_our_names(operation, wanted.params) if operation else wanted.params,
                    whole_pages=wanted.page_only,
                    timeout=max_seconds,
                )
        except ConnectorError:
            raise
        except Exception as error:
            raise _surprise(operation, error) from None
        data = result.data
        if wanted.select_fields or wanted.exclude_fields:
            data = pick(data, wanted.select_fields, wanted.exclude_fields)
        body = to_json({"result": data, "connector_metadata": _metadata(result)})
        return body, result.data


def _find(connector: Connector, wanted: ExecutionRequest) -> Operation | None:
    """The operation that is meant; None for `describe`, which carries out nothing."""
    if wanted.action == DESCRIBE:
        return None
    return connector.operations.get(wanted.entity, wanted.action)


def _surprise(operation: Operation | None, error: Exception) -> ConnectorError:
    """What an error means that no operation should raise: for a change, that nobody knows."""
    name = operation.name if operation else ""
    late = isinstance(error, TimeoutError)
    if not late:
        _log.error("an operation failed", extra={"error": type(error).__name__, "operation": name})
    message = "It took too long." if late else "The server failed while carrying it out."
    if operation is not None and operation.effect != "read":
        hint = "Read what it should have changed before trying again."
        return OutcomeUnknown(message, hint=hint, operation=name)
    if late:
        return CallTimeout(message, hint="Ask for less, or wait longer.", operation=name)
    return ServerError(message, hint="Its log says how.", operation=name, status=500)


def _by_our_names(operation: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters by our names, where the caller knows them by the product's.

    Raises:
        InvalidCall: One is given by both.
    """
    ours = {
        parameter.wire_name: parameter.name
        for parameter in operation.parameters.values()
        if parameter.wire_name not in operation.parameters
    }
    named: dict[str, Any] = {}
    for given, value in params.items():
        name = ours.get(given, given)
        if name in named:
            raise InvalidCall(f"`{name}` is given twice.", operation=operation.name)
        named[name] = value
    return named


def _metadata(result: ExecuteResult[Any]) -> dict[str, Any]:
    meta = result.meta
    metadata: dict[str, Any] = {}
    if meta.count is not None:
        metadata = {"count": meta.count, "has_more": meta.has_more, "next": meta.next}
    if meta.extra or meta.count is not None:
        metadata["extra"] = meta.extra
    if meta.scanned is not None:
        metadata["scanned"] = meta.scanned
    if meta.not_included:
        metadata["not_included"] = meta.not_included
    if meta.warnings:
        metadata["warnings"] = meta.warnings
    return metadata


def _text(params: Mapping[str, Any]) -> str:
    return to_json(params).decode()
