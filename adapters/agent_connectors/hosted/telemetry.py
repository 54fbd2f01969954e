"""Spans and metrics of a server: of each request, and of the calls that it carries out."""

import re
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from opentelemetry import metrics, trace
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from agent_connectors.engine.observers import Observing
from agent_connectors.hosted.logs import trace_id
from agent_connectors.telemetry import instrument
from agent_connectors.telemetry.export import Providers

__all__ = ["Answered", "Telemetry"]

_NAME = "agent_connectors.hosted"

_PREFIXES = ("/api/v1", "/v1")

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_propagator = TraceContextTextMapPropagator()


class Telemetry:
    """What a server tells OpenTelemetry.

    Args:
        tracer_provider: Where spans go.
        meter_provider: Where metrics go.
        ids: Whether spans hold ids: of the client, the organization, the request, and those that
            calls name.
        providers: Are flushed and ended with the server.
    """

    def __init__(
        self,
        tracer_provider: trace.TracerProvider,
        meter_provider: metrics.MeterProvider,
        *,
        ids: bool = False,
        providers: Providers | None = None,
    ) -> None:
        ours = version("agent-connectors")
        self._tracer = tracer_provider.get_tracer(_NAME, ours)
        self._seconds = meter_provider.get_meter(_NAME, ours).create_histogram(
            "http.server.request.duration", "s", "How long requests took."
        )
        self._tracers, self._meters = tracer_provider, meter_provider
        self._ids = ids
        self._providers = providers
        self._instrumented: Observing | None = None

    @classmethod
    def exporting(cls, *, ids: bool) -> "Telemetry":
        """Sends all of it to a collector, as the variables of OpenTelemetry (`OTEL_...`) say.

        Args:
            ids: Whether spans hold ids.
        """
        providers = Providers()
        return cls(providers.tracer, providers.meter, ids=ids, providers=providers)

    def start(self) -> None:
        """The server starts."""
        self._instrumented = instrument(
            tracer_provider=self._tracers, meter_provider=self._meters, ids=self._ids
        )

    def stop(self) -> None:
        """The server has ended; what is left is sent."""
        if self._instrumented is not None:
            self._instrumented.stop()
        if self._providers is not None:
            self._providers.shutdown()

    @contextmanager
    def request(self, scope: MutableMapping[str, Any]) -> Iterator["Answered"]:
        """The span of a request, below the one that the caller names in `traceparent`.

        Args:
            scope: The request, as ASGI has it; its route is known when it is answered.
        """
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in {b"traceparent", b"tracestate"}
        }
        method = scope["method"] if scope["method"] in _METHODS else "_OTHER"
        told: dict[str, str | int] = {
            "http.request.method": method,
            "url.scheme": scope.get("scheme", "http"),
        }
        answered, begun = Answered(), time.monotonic()
        name = method if method in _METHODS else "HTTP"
        with self._tracer.start_as_current_span(
            name,
            _propagator.extract(headers),
            SpanKind.SERVER,
            told,
            # Its text may quote what a caller sent.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            trace_id.set(trace.format_trace_id(span.get_span_context().trace_id))
            try:
                yield answered
            finally:
                route = _route(scope)
                told |= {"http.response.status_code": answered.status}
                if route:
                    told["http.route"] = route
                    span.update_name(f"{name} {route}")
                if answered.status >= 500:
                    told["error.type"] = str(answered.status)
                    span.set_status(StatusCode.ERROR)
                span.set_attributes(told)
                if self._ids:
                    span.set_attributes(_ids(scope))
                self._seconds.record(time.monotonic() - begun, told)


class Answered:
    """How a request was answered."""

    status = 500


def _route(scope: MutableMapping[str, Any]) -> str:
    """The route of a request, with the prefix of its router; empty where there is none."""
    route: str = getattr(scope.get("route"), "path", "")
    for prefix in _PREFIXES if route else ():
        if scope["path"].startswith(prefix) and not route.startswith(prefix):
            return prefix + route
    return route


def _ids(scope: MutableMapping[str, Any]) -> dict[str, str]:
    told = {"agent_connectors.request_id": scope.get("request_id", "")}
    if (caller := scope.get("caller")) is not None:
        told["agent_connectors.client_id"] = caller.client_id
        told["agent_connectors.organization_id"] = caller.organization_id
    connector = scope.get("path_params", {}).get("connector_id", "")
    if _ID.fullmatch(connector):
        told["agent_connectors.connector_id"] = connector
    return told
