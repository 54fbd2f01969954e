"""Has calls told to OpenTelemetry."""

from importlib.metadata import version
from types import TracebackType
from typing import Self

from opentelemetry import metrics, trace

from agent_connectors.engine.observers import Observing, observe
from agent_connectors.telemetry.figures import Figures
from agent_connectors.telemetry.spans import Spans

__all__ = ["NAME", "Instrumented", "instrument"]

NAME = "agent_connectors"
"""The instrumentation scope."""


class Instrumented:
    """That calls are told to OpenTelemetry: until `stop`, or to the end of a `with`.

    Args:
        observing: What looks on.
    """

    def __init__(self, *observing: Observing) -> None:
        self._observing = observing

    def stop(self) -> None:
        """Ends it."""
        for one in self._observing:
            one.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def instrument(
    *,
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
    ids: bool = False,
) -> Instrumented:
    """Makes spans and metrics of all calls of all connectors of this process, from now on.

    Args:
        tracer_provider: Where spans go; the program's own provider if not given.
        meter_provider: Where metrics go; the program's own provider if not given.
        ids: Whether spans hold the ids that calls name (`task_id` and its like); names that stand
            in the place of ids are left out.
    """
    ours = version("agent-connectors")
    tracer = trace.get_tracer(NAME, ours, tracer_provider)
    meter = metrics.get_meter(NAME, ours, meter_provider)
    return Instrumented(observe(Spans(tracer, ids=ids)), observe(Figures(meter)))
