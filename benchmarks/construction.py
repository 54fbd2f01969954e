"""What making a connector costs."""

import time

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from benchmarks.table import Table


def measure(table: Table) -> None:
    """The first connector of a process, and the mean of the next thousand."""
    table.heading("Construction")
    begun = time.perf_counter()
    ClickupApiConnector(ClickupApiAuthConfig("pk_benchmark"))
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    for _ in range(1000):
        ClickupApiConnector(ClickupApiAuthConfig("pk_benchmark"))
    mean = (time.perf_counter() - begun) / 1000
    table.line("first connector of a process", first * 1000, "ms", bound=1.0)
    table.line("a further one", mean * 1000, "ms", bound=1.0)
