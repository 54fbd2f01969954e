"""Sends spans and metrics to a collector, as the variables of OpenTelemetry say (`OTEL_...`)."""

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

__all__ = ["Providers"]


class Providers:
    """Providers of a program that sets up none of its own.

    `OTEL_EXPORTER_OTLP_ENDPOINT` says where the collector is, `OTEL_SERVICE_NAME` who tells, and
    `OTEL_TRACES_SAMPLER` how many spans are kept.

    Attributes:
        tracer: Where spans go.
        meter: Where metrics go.
    """

    def __init__(self) -> None:
        resource = Resource.create()
        if str(resource.attributes.get("service.name")).startswith("unknown_service"):
            resource = Resource.create({"service.name": "agent-connectors"})
        self.tracer = TracerProvider(resource=resource)
        self.tracer.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self.meter = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())], resource)

    def shutdown(self) -> None:
        """Sends what is left, and ends."""
        self.tracer.shutdown()
        self.meter.shutdown()
