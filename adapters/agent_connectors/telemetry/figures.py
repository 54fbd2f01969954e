"""Metrics of OpenTelemetry: how long calls and requests take, and what holds them up."""

from opentelemetry.metrics import Meter

from agent_connectors.engine.errors import OutcomeUnknown
from agent_connectors.engine.observers import Answered, Call, Ended, Observer, Retry, Sent, Wait
from agent_connectors.telemetry.attributes import (
    OTHER,
    Attributes,
    answer_attributes,
    request_attributes,
)

__all__ = ["Figures"]

_BOUNDARIES = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60)
"""Seconds; those of the conventions for HTTP, and longer ones: a call may wait for the limit."""


class Figures(Observer):
    """Keeps metrics.

    Args:
        meter: What makes them.
    """

    def __init__(self, meter: Meter) -> None:
        self._calls = meter.create_histogram(
            "agent_connectors.call.duration",
            "s",
            "How long calls took, waiting for the rate limit included.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._requests = meter.create_histogram(
            "http.client.request.duration",
            "s",
            "How long requests took.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._retries = meter.create_counter(
            "agent_connectors.retries", "{retry}", "Requests that were sent again."
        )
        self._waits = meter.create_histogram(
            "agent_connectors.rate_limit.wait",
            "s",
            "How long requests waited for the rate limit.",
            explicit_bucket_boundaries_advisory=_BOUNDARIES,
        )
        self._unknown = meter.create_counter(
            "agent_connectors.outcomes_unknown",
            "{call}",
            "Writes of which nobody knows whether they were carried out.",
        )

    def after_call(self, call: Call, ended: Ended) -> None:
        """Counts a call; those that it makes itself, to look up a name for instance, are not."""
        if call.parent is not None:
            return
        told = _named(call) | {"agent_connectors.effect": call.effect or OTHER}
        if ended.error is not None:
            told["error.type"] = type(ended.error).__name__
        self._calls.record(ended.seconds, told)
        if isinstance(ended.error, OutcomeUnknown):
            self._unknown.add(1, _named(call))

    def after_request(self, sent: Sent, answered: Answered) -> None:
        """Counts a request."""
        self._requests.record(
            answered.seconds, request_attributes(sent) | answer_attributes(answered)
        )

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        """Counts a request that is sent again."""
        self._retries.add(1, _named(call) | {"agent_connectors.retry.reason": retry.reason})

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        """Counts a wait."""
        self._waits.record(wait.seconds, _named(call))


def _named(call: Call | None) -> Attributes:
    return {"gen_ai.tool.name": (call.operation if call is not None else "") or OTHER}
