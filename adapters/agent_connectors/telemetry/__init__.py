"""Spans and metrics of OpenTelemetry for every call of every connector.

    from agent_connectors.telemetry import instrument

    instrument()

They go wherever the program's own providers send them. They hold names of operations, statuses and
times: no parameters, no texts, no credentials.
"""

from agent_connectors.engine.extras import require

require("opentelemetry", "telemetry")

# After the check, so that what is missing is named by its extra.
from agent_connectors.telemetry.instrumenting import instrument  # noqa: E402

__all__ = ["instrument"]
