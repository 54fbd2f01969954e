"""Puts the server together."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.hosted.api import (
    connectors,
    executions,
    operations,
    tokens,
    workspaces,
)
from agent_connectors.hosted.audit import Audit
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.execution import Executions
from agent_connectors.hosted.handlers import add_handlers
from agent_connectors.hosted.issuer import Issuer
from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.middleware import RequestMiddleware
from agent_connectors.hosted.policy import Permissions
from agent_connectors.hosted.pool import ConnectorPool
from agent_connectors.hosted.readiness import Readiness
from agent_connectors.hosted.replicas import Replicas
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.connectors import KeptConnector, KeptConnectors
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.keys import prove_keys, vault_of
from agent_connectors.hosted.store.migrate import migrate
from agent_connectors.hosted.store.names import name_key
from agent_connectors.hosted.tenancy import Tenancy
from agent_connectors.hosted.tenant_limits import TenantLimits
from agent_connectors.hosted.tokens import Tokens
from agent_connectors.hosted.ttl_cache import TtlCache
from agent_connectors.hosted.vault import Vault
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
    replicas: Replicas | None = None

    @classmethod
    def of(cls, settings: Settings, kinds: ConnectorKinds) -> "Server":
        """A server, not yet connected to anything."""
        metrics = Metrics()
        vault = vault_of(settings)
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
        replicas = None
        if settings.store is not None:
            replicas = Replicas(
                settings.store,
                kinds,
                pool,
                cache.get,
                seconds=settings.store_seconds,
                also=_names(settings.store_also),
                without=_names(settings.store_without),
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
                replicas=replicas,
            ),
            replicas=replicas,
        )

    async def prepare(self) -> None:
        """Brings the tables up to date, and shows that the keys open what is kept.

        Raises:
            ConfigurationError: The keys or the tables are not this server's.
        """
        await migrate(self.engine)
        unreadable = await prove_keys(self.engine, self.vault)
        key = await name_key(self.engine, self.vault)
        self.pool.name_by(key)
        if self.replicas is not None:
            self.replicas.name_by(key)
        self.metrics.unreadable.set(len(unreadable))
        for connector_id in unreadable:
            _log.error("no key opens the credential of a connector", extra={"id": connector_id})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Makes ready, and ends properly: nothing that was done goes unwritten."""
        await self.prepare()
        work = [self.audit.run(), self.pool.run(), self.readiness.watch()]
        if self.replicas is not None:
            work.append(self.replicas.run(self.kept.ids))
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
            if self.replicas is not None:
                await self.replicas.aclose()
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
    add_handlers(app)
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


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


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
