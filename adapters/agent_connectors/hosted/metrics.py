"""What Prometheus is told."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)

_WAIT = 0.05
"""Seconds from which on it was the rate limit that was waited for, and not Redis."""


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
        self.connectors = Gauge(
            "agent_connectors_live_connectors",
            "Credentials in use, each with its connections.",
            registry=self.registry,
        )
        self.database_up = Gauge(
            "agent_connectors_database_up",
            "Whether the database could be read and written to when readiness was last asked.",
            registry=self.registry,
        )
        self.redis_up = Gauge(
            "agent_connectors_redis_up",
            "Whether Redis answered when readiness was last asked; always 1 where none is set.",
            registry=self.registry,
        )
        self.redis_up.set(1)
        self.unreadable = Gauge(
            "agent_connectors_unreadable_connectors",
            "Connectors whose credential no key opened when the server started.",
            registry=self.registry,
        )
        self.refusals_passed_over = Gauge(
            "agent_connectors_refusals_not_written_down",
            "Refusals that are not in the audit log, as there were too many at once.",
            registry=self.registry,
        )
        self.audit_lost = Gauge(
            "agent_connectors_audit_lines_lost",
            "Audit lines given up because the database was away for too long.",
            registry=self.registry,
        )

    def note_wait(self, organization_id: str, seconds: float) -> None:
        """Counts a wait for a rate limit, if it was one."""
        if seconds >= _WAIT and organization_id:
            self.waits.labels(organization_id).inc()
            self.waited.labels(organization_id).inc(seconds)

    def page(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)
