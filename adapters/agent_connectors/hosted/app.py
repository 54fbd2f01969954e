"""Puts the server together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.exceptions import HTTPException

from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.hosted.api import (
    connectors,
    executions,
    operations,
    record,
    tokens,
    workspaces,
)
from agent_connectors.hosted.audit import Audit, AuditUnavailable
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.execution import Executions
from agent_connectors.hosted.issuer import Issuer
from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.middleware import RequestMiddleware
from agent_connectors.hosted.policy import Permissions
from agent_connectors.hosted.pool import ConnectorPool
from agent_connectors.hosted.readiness import Readiness
from agent_connectors.hosted.refusals import (
    DatabaseAway,
    Refused,
    answer_error,
    answer_refusal,
)
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.connectors import KeptConnector, KeptConnectors, NameTaken
from agent_connectors.hosted.store.database import AWAY, is_unsealed, open_database, reason
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.keys import prove_keys
from agent_connectors.hosted.store.migrate import migrate
from agent_connectors.hosted.tenancy import Tenancy
from agent_connectors.hosted.tenant_limits import TenantLimits
from agent_connectors.hosted.tokens import Tokens
from agent_connectors.hosted.ttl_cache import TtlCache
from agent_connectors.hosted.vault import Unsealable, Vault, load_keys
from agent_connectors.redis import RedisBudget

if TYPE_CHECKING:
    from agent_connectors.hosted.telemetry import Telemetry

__all__ = ["Server", "create_app"]

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Server:
    """All that a running server consists of."""

    settings: Settings
    kinds: ConnectorKinds
    vault: Vault
    metrics: Metrics
    engine: AsyncEngine
    audit: Audit
    budgets: RedisBudget | None
    pool: ConnectorPool
    kept: KeptConnectors
    connectors_cache: TtlCache[tuple[str, str], KeptConnector | None]
    tenancy: Tenancy
    limits: TenantLimits
    executions: Executions
    readiness: Readiness

    @classmethod
    def of(cls, settings: Settings, kinds: ConnectorKinds) -> "Server":
        """A server, not yet connected to anything."""
        metrics = Metrics()
        # A key made for a database that has been written to with another opens nothing in it.
        make = not settings.keys and is_unsealed(settings.database_url)
        vault = Vault(load_keys(settings.keys, settings.key_file, make=make))
        engine = open_database(settings.database_url)
        url = settings.redis_url
        budgets = RedisBudget(url, settings.window_seconds) if url else None
        pool = ConnectorPool(
            kinds,
            vault,
            base_urls=kinds.base_urls(settings.base_url, settings.base_urls),
            timeout=settings.timeout,
            idle=settings.idle_seconds,
            waited=metrics.note_wait,
            standing=metrics.note_standing,
            budget=budgets.of if budgets else None,
        )
        kept, audit = KeptConnectors(engine), Audit(engine)
        metrics.connectors.set_function(lambda: len(pool))
        metrics.used_up.set_function(pool.used_up)
        metrics.count_elsewhere(
            "agent_connectors_audit_lines_lost",
            "Audit lines given up because the database was away for too long.",
            lambda: audit.lost,
        )
        metrics.count_elsewhere(
            "agent_connectors_refusals_not_written_down",
            "Refusals that are not in the audit log, as there were too many at once.",
            lambda: audit.passed_over,
        )
        tokens_ = Tokens(vault.signing_keys(), settings.token_seconds)
        issuer = Issuer(*settings.issuer_parts) if settings.issuer_parts else None
        tenancy = Tenancy(Directory(engine), tokens_, settings.stale_seconds, issuer)
        cache: TtlCache[tuple[str, str], KeptConnector | None] = TtlCache(
            lambda key: kept.find(*key), settings.stale_seconds
        )
        return cls(
            settings=settings,
            kinds=kinds,
            vault=vault,
            metrics=metrics,
            engine=engine,
            audit=audit,
            budgets=budgets,
            pool=pool,
            kept=kept,
            readiness=Readiness(engine, budgets, metrics),
            connectors_cache=cache,
            tenancy=tenancy,
            limits=TenantLimits(settings.calls_at_once, settings.calls_a_minute, budgets, metrics),
            executions=Executions(
                pool,
                Permissions(kinds, tenancy, cache.get, pool.same_credential),
                audit,
                metrics,
                audit_params=settings.audit_params,
                timeout=settings.timeout,
            ),
        )

    async def prepare(self) -> None:
        """Brings the tables up to date, and shows that the keys open what is kept.

        Raises:
            ConfigurationError: The keys or the tables are not this server's.
        """
        await migrate(self.engine)
        unreadable = await prove_keys(self.engine, self.vault)
        self.metrics.unreadable.set(len(unreadable))
        for connector_id in unreadable:
            _log.error("no key opens the credential of a connector", extra={"id": connector_id})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Makes ready, and ends properly: nothing that was done goes unwritten."""
        await self.prepare()
        work = (self.audit.run(), self.pool.run(), self.readiness.watch())
        tasks = [asyncio.create_task(each) for each in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task
            await self.audit.flush()
            await self.pool.aclose()
            if self.budgets:
                await self.budgets.aclose()
            await self.engine.dispose()


@unseen
def create_app(
    settings: Settings | None = None,
    kinds: ConnectorKinds | None = None,
    telemetry: "Telemetry | None" = None,
) -> RequestMiddleware:
    """The server, as an ASGI application.

    Args:
        settings: What the operator has set; read from the environment if not given.
        kinds: The kinds of connectors that it can hold; those of all
            installed packages if not given.
        telemetry: Where spans and metrics go; where the settings say if not given.

    Raises:
        ConfigurationError: Something set cannot be used.
    """
    settings = settings or Settings.from_environment()
    if telemetry is None and settings.telemetry:
        telemetry = _telemetry(settings)
    server = Server.of(settings, kinds or ConnectorKinds.installed())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if telemetry is not None:
            telemetry.start()
        try:
            async with server.running():
                yield
        finally:
            if telemetry is not None:
                await asyncio.to_thread(telemetry.stop)

    app = FastAPI(
        title="agent-connectors",
        summary="Hosted execution: this server keeps the tokens, and carries out the calls.",
        version=version("agent-connectors"),
        lifespan=lifespan,
        docs_url="/docs" if settings.docs else None,
        openapi_url="/openapi.json" if settings.docs else None,
        redoc_url=None,
        # It would lead to whatever host the request names, and out of TLS.
        redirect_slashes=False,
    )
    app.state.server = server
    # Routes are tried in this order, so what is called most comes first.
    for router in (executions.router, tokens.router, connectors.router, workspaces.router):
        app.include_router(router, prefix="/api/v1")
        # As the older of the released clients spells it.
        app.include_router(router, prefix="/v1", include_in_schema=False)
    app.include_router(operations.router)
    _add_handlers(app)
    return RequestMiddleware(
        app,
        metrics=server.metrics,
        body_bytes=settings.body_bytes,
        body_seconds=settings.body_seconds,
        log_requests=settings.log_requests,
        behind_proxy=settings.behind_proxy,
        server=server,
        telemetry=telemetry,
    )


def _telemetry(settings: Settings) -> "Telemetry":
    """Sends spans and metrics as the settings say.

    Raises:
        ConfigurationError: The extra is missing.
    """
    try:
        from agent_connectors.hosted.telemetry import Telemetry

        return Telemetry.exporting(ids=settings.telemetry_ids)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"`telemetry` needs {error.name}.",
            hint='It is in the extra: pip install "agent-connectors[hosted,telemetry]".',
        ) from None


def _add_handlers(app: FastAPI) -> None:
    """Makes every refusal one of the bodies that the API promises."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        record.refused(request, error)
        return answer_refusal(error)

    @app.exception_handler(ConnectorError)
    async def failed(_: Request, error: ConnectorError) -> Response:
        return answer_error(error)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        headers = {n.replace("-", "_"): v for n, v in (error.headers or {}).items()}
        return answer_refusal(Refused(error.status_code, str(error.detail), **headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return answer_refusal(Refused(422, explain(error.errors())))

    @app.exception_handler(Unsealable)
    async def sealed(_: Request, error: Unsealable) -> Response:
        _log.error("a credential cannot be decrypted", extra={"why": str(error)})
        response = answer_error(
            ConfigurationError("The server cannot decrypt the credential of this connector.")
        )
        response.status_code = 424
        return response

    @app.exception_handler(NameTaken)
    async def taken(_: Request, error: NameTaken) -> Response:
        detail = f"This workspace has a connector of that kind and name: {error.connector_id}."
        return answer_refusal(Refused(409, detail), id=error.connector_id)

    async def away(_: Request, error: Exception) -> Response:
        _log.error("the database is away", extra={"error": reason(error)})
        hint = "Nothing was sent. Try again later."
        return answer_error(DatabaseAway("The server's database is away.", hint=hint))

    for kind in (*AWAY, AuditUnavailable):
        app.add_exception_handler(kind, away)


def explain(problems: object) -> str:
    """What is wrong with a request, without the values that were sent."""
    if not isinstance(problems, list | tuple):
        return "The request is not valid."
    return "; ".join(
        f"`{'.'.join(str(part) for part in problem['loc'])}`: {_said(problem)}"
        for problem in problems
    )


def _said(problem: Mapping[str, Any]) -> str:
    """What is wrong; without the pattern that a text does not match."""
    if problem["type"] == "string_pattern_mismatch":
        return "It has characters that cannot be here."
    said: str = problem["msg"]
    return said
