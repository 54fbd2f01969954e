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
)
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.permission import asked_before_writes
from agent_connectors.hosted.audit import Audit, AuditUnavailable, Entry
from agent_connectors.hosted.fairness import Acting, acting
from agent_connectors.hosted.fields import pick
from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.named_ids import named_ids
from agent_connectors.hosted.policy import Permissions
from agent_connectors.hosted.pool import ConnectorPool
from agent_connectors.hosted.refusals import DatabaseAway
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


class Executions:
    """Carries out operations.

    Args:
        pool: The connectors.
        permissions: What may be done.
        audit: Where it is written down.
        metrics: Where it is counted.
        audit_params: Whether the parameters' values are written down as well.
        timeout: Seconds that an execution may take.
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
    ) -> None:
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
        outcome, noted, label = "ServerFailed", False, "none"
        try:
            async with self._pool.use(kept) as connector:
                if (wanted.entity, wanted.action) == ("*", "check"):
                    label = "check"
                    body = await self._check(connector)
                else:
                    operation = _find(connector, wanted)
                    label = operation.name if operation else DESCRIBE
                    if operation is not None:
                        self._permissions.ask(caller, kept, operation)
                        if operation.effect != "read":
                            await self._begin(entry, operation)
                            noted = True
                        ask = partial(self._permissions.ask_again, caller, kept, operation)
                        with asked_before_writes(ask):
                            body, data = await self._carry_out(connector, operation, wanted)
                        if operation.effect == "read":
                            await ask()
                        elif made := named_ids(
                            {"id": data.get("id") if isinstance(data, dict) else None}
                        ):
                            entry.objects = _text({**named, "result": made["id"]})
                    else:
                        body, _ = await self._carry_out(connector, None, wanted)
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
            self._audit.end(entry, begun=noted)
            # Who hangs up in the middle of a change is not told either how it ended.
            unknown = outcome == OutcomeUnknown.__name__ or (noted and outcome == "cancelled")
            self._metrics.note_execution(
                caller.organization_id, label, outcome, taken, unknown=unknown
            )

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
