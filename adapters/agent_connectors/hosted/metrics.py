"""What Prometheus is told."""

import time
from collections.abc import Callable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

__all__ = ["Metrics"]

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)

_WAIT = 0.05
"""Seconds from which on it was the rate limit that was waited for, and not Redis."""


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "agent_connectors_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.under_way = Gauge(
            "agent_connectors_requests_under_way", "Requests under way.", registry=self.registry
        )
        self.executions = Counter(
            "agent_connectors_executions",
            "Operations carried out or refused.",
            ["operation", "outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "agent_connectors_execution_seconds",
            "How long operations took, waiting for the rate limit included.",
            ["operation"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.organizations = Counter(
            "agent_connectors_organization_executions",
            "Operations carried out or refused, by organization.",
            ["organization", "outcome"],
            registry=self.registry,
        )
        self.waited = Counter(
            "agent_connectors_rate_wait_seconds",
            "Seconds that requests waited for a product's rate limit, by organization.",
            ["organization"],
            registry=self.registry,
        )
        self.waits = Counter(
            "agent_connectors_rate_waits",
            "Requests that waited for a product's rate limit, by organization.",
            ["organization"],
            registry=self.registry,
        )
        self.limited = Counter(
            "agent_connectors_organization_limited",
            "Calls refused as the organization had made too many.",
            ["organization"],
            registry=self.registry,
        )
        # Without labels, and so there from the start: `increase` overlooks the first value of a
        # series that begins with it.
        self.unknown = Counter(
            "agent_connectors_outcomes_unknown",
            "Changes of which nobody knows whether they were made.",
            registry=self.registry,
        )
        self.logins = Counter(
            "agent_connectors_logins",
            "Logins of clients, by outcome: done, refused.",
            ["outcome"],
            registry=self.registry,
        )
        for outcome in ("done", "refused"):
            self.logins.labels(outcome)
        self.waiting = Gauge(
            "agent_connectors_rate_waiting",
            "Requests that stand in line for a product's rate limit, by organization.",
            ["organization"],
            registry=self.registry,
        )
        self.used_up = Gauge(
            "agent_connectors_budgets_used_up",
            "Credentials with which nothing may be sent before the product's window ends.",
            registry=self.registry,
        )
        self.connectors = Gauge(
            "agent_connectors_live_connectors",
            "Credentials in use, each with its connections.",
            registry=self.registry,
        )
        self.database_up = Gauge(
            "agent_connectors_database_up",
            "Whether the database could be read and written to when it was last tried.",
            registry=self.registry,
        )
        self.redis_up = Gauge(
            "agent_connectors_redis_up",
            "Whether Redis answered when it was last tried; always 1 where none is set.",
            registry=self.registry,
        )
        self.redis_up.set(1)
        self.ready = Gauge(
            "agent_connectors_ready",
            "Whether the server could serve when that was last tried.",
            registry=self.registry,
        )
        self.draining = Gauge(
            "agent_connectors_draining",
            "Whether the server is about to stop.",
            registry=self.registry,
        )
        self.key_since = Gauge(
            "agent_connectors_key_since_timestamp_seconds",
            "Since when the database has been encrypted with its key, in seconds since 1970.",
            registry=self.registry,
        )
        self.clock = Gauge(
            "agent_connectors_clock_timestamp_seconds",
            "What the clock of the server says, in seconds since 1970.",
            registry=self.registry,
        )
        self.clock.set_function(time.time)
        self.unreadable = Gauge(
            "agent_connectors_unreadable_connectors",
            "Connectors whose credential no key opened when the server started.",
            registry=self.registry,
        )

    def count_elsewhere(self, name: str, text: str, value: Callable[[], int]) -> None:
        """Adds a counter that is counted somewhere else."""
        self.registry.register(_Counted(name, text, value))

    def note_wait(self, organization_id: str, seconds: float) -> None:
        """Counts a wait for a rate limit, if it was one."""
        if seconds >= _WAIT and organization_id:
            self.waits.labels(organization_id).inc()
            self.waited.labels(organization_id).inc(seconds)

    def note_standing(self, organization_id: str, more: int) -> None:
        """Counts who has begun to stand in line for a rate limit, or has left it."""
        if organization_id:
            self.waiting.labels(organization_id).inc(more)

    def note_execution(
        self, organization_id: str, operation: str, outcome: str, seconds: float, *, unknown: bool
    ) -> None:
        """Counts an operation that was carried out or refused."""
        self.executions.labels(operation, outcome).inc()
        self.seconds.labels(operation).observe(seconds)
        self.organizations.labels(organization_id, outcome).inc()
        if unknown:
            self.unknown.inc()

    def page(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


class _Counted(Collector):
    """A counter whose value is asked for.

    Args:
        name: Its name, without `_total`.
        text: What it counts.
        value: Gives the count.
    """

    def __init__(self, name: str, text: str, value: Callable[[], int]) -> None:
        self._name = name
        self._text = text
        self._value = value

    def collect(self) -> Iterator[Metric]:
        """The counter as it is now."""
        yield CounterMetricFamily(self._name, self._text, value=self._value())
