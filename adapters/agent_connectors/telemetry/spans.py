"""Spans of OpenTelemetry: one a call, and one a request below it."""

import threading
from contextvars import Token
from typing import NamedTuple

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from agent_connectors.engine.observers import Answered, Call, Ended, Observer, Retry, Sent, Wait
from agent_connectors.telemetry.attributes import (
    OTHER,
    answer_attributes,
    call_attributes,
    ids_of,
    request_attributes,
)

__all__ = ["Spans"]

_propagator = TraceContextTextMapPropagator()


class _Open(NamedTuple):
    """The span of a call that is under way."""

    span: Span
    token: Token[Context] | None


class Spans(Observer):
    """Makes spans.

    Args:
        tracer: What makes them.
        ids: Whether they hold the ids that calls name.
    """

    def __init__(self, tracer: Tracer, *, ids: bool) -> None:
        self._tracer = tracer
        self._ids = ids
        self._calls: dict[Call, _Open] = {}
        self._requests: dict[Sent, Span] = {}
        self._lock = threading.Lock()

    def before_call(self, call: Call) -> None:
        """Begins the span of a call, and makes it the current one."""
        above = self._above(call.parent)
        span = self._tracer.start_span(
            f"execute_tool {call.operation or OTHER}", above, attributes=call_attributes(call)
        )
        if self._ids and span.is_recording():
            span.set_attributes(ids_of(call.params))
        # A walk goes on between the steps of whoever iterates, whose own spans are not below it.
        token = None if call.is_walk else context.attach(trace.set_span_in_context(span, above))
        with self._lock:
            self._calls[call] = _Open(span, token)

    def after_call(self, call: Call, ended: Ended) -> None:
        """Ends the span of a call."""
        with self._lock:
            found = self._calls.pop(call, None)
        if found is None:
            return  # it began before anybody looked on
        if found.token is not None:
            context.detach(found.token)
        if ended.error is not None:
            # Its kind alone: its text may quote what the call was given.
            found.span.set_attribute("error.type", type(ended.error).__name__)
            found.span.set_status(StatusCode.ERROR)
        found.span.end()

    def before_request(self, sent: Sent) -> None:
        """Begins the span of a request, and has a server of ours go on with the trace."""
        attributes = request_attributes(sent)
        if sent.number > 1:
            attributes["http.request.resend_count"] = sent.number - 1
        above = self._above(sent.call)
        name = f"{sent.method} {sent.template}".rstrip()
        span = self._tracer.start_span(name, above, SpanKind.CLIENT, attributes)
        if sent.through_server:
            _propagator.inject(sent.headers, trace.set_span_in_context(span, above))
        with self._lock:
            self._requests[sent] = span

    def after_request(self, sent: Sent, answered: Answered) -> None:
        """Ends the span of a request."""
        with self._lock:
            span = self._requests.pop(sent, None)
        if span is None:
            return
        attributes = answer_attributes(answered)
        span.set_attributes(attributes)
        if "error.type" in attributes:
            span.set_status(StatusCode.ERROR)
        span.end()

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        """Notes in the span of the call that a request is sent again."""
        self._span(call).add_event(
            "agent_connectors.retry",
            {
                "agent_connectors.retry.reason": retry.reason,
                "agent_connectors.retry.delay": retry.seconds,
                "http.request.resend_count": retry.number - 1,
            },
        )

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        """Notes in the span of the call that a request has waited for the rate limit."""
        self._span(call).add_event(
            "agent_connectors.rate_limit.wait",
            {
                "agent_connectors.rate_limit.seconds": wait.seconds,
                "agent_connectors.rate_limit.given_up": not wait.is_over,
            },
        )

    def _above(self, call: Call | None) -> Context:
        """The context of what a call makes; the current one where the call has no span."""
        found = self._calls.get(call) if call is not None else None
        current = context.get_current()
        return current if found is None else trace.set_span_in_context(found.span, current)

    def _span(self, call: Call | None) -> Span:
        found = self._calls.get(call) if call is not None else None
        return trace.INVALID_SPAN if found is None else found.span
