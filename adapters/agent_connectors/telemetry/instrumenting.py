"""Has calls told to OpenTelemetry."""

from importlib.metadata import version

from opentelemetry import metrics, trace

from agent_connectors.engine.observers import Observing, observe
from agent_connectors.telemetry.figures import Figures
from agent_connectors.telemetry.spans import Spans

__all__ = ["NAME", "instrument"]

NAME = "agent_connectors"
"""The instrumentation scope."""


def instrument(
    *,
    tracer_provider: trace.TracerProvider | None = None,
    meter_provider: metrics.MeterProvider | None = None,
    ids: bool = False,
) -> Observing:
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
    return observe(Spans(tracer, ids=ids), Figures(meter))
