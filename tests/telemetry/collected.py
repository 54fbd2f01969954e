"""Spans and metrics, kept in memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
    InMemorySpanExporter,
)

from agent_connectors.telemetry import instrument

__all__ = ["Collected", "collecting"]


class Collected:
    """What was collected."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.tracer_provider = TracerProvider()
        self.tracer_provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self._reader = InMemoryMetricReader()
        self.meter_provider = MeterProvider([self._reader])

    @property
    def spans(self) -> list[ReadableSpan]:
        """In the order in which they ended."""
        return list(self._exporter.get_finished_spans())

    def span(self, name: str) -> ReadableSpan:
        """The one span of a name; a server ends its own a moment after it has answered."""
        until = time.monotonic() + 5
        while name not in {span.name for span in self.spans} and time.monotonic() < until:
            time.sleep(0.01)
        (found,) = (span for span in self.spans if span.name == name)
        return found

    def below(self, span: ReadableSpan | None) -> list[str]:
        """The names of the spans right below one, or of those below none."""
        mine = None if span is None else span.context.span_id
        return [
            one.name
            for one in self.spans
            if (None if one.parent is None else one.parent.span_id) == mine
        ]

    def figures(self) -> dict[str, list[tuple[dict[str, Any], float]]]:
        """By the names of the metrics: attributes, with a count or a number of values."""
        data: Any = self._reader.get_metrics_data()
        found: dict[str, list[tuple[dict[str, Any], float]]] = {}
        for resource in data.resource_metrics if data else ():
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    for point in metric.data.data_points:
                        number = point.count if hasattr(point, "count") else point.value
                        found.setdefault(metric.name, []).append((dict(point.attributes), number))
        return found

    def everything(self) -> str:
        """All of it, as an exporter would send it."""
        return "\n".join([*(span.to_json() for span in self.spans), repr(self.figures())])


@contextmanager
def collecting(**options: Any) -> Iterator[Collected]:
    """Collects what is told of the calls within."""
    collected = Collected()
    with instrument(
        tracer_provider=collected.tracer_provider,
        meter_provider=collected.meter_provider,
        **options,
    ):
        yield collected
