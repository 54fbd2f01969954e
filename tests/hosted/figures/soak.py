"""Minutes of agents at the rate limit with fault after fault; at the end all counts are exact."""

import asyncio
import time
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

from benchmarks.hosted_load import Server
from tests.hosted.figures.agents import agents
from tests.hosted.figures.faults import FAULTS, Load
from tests.hosted.figures.stack import Stack, stack

__all__ = ["soak"]

_BETWEEN = 20.0
"""Seconds without a fault."""

_IN_TURN = [key for key, fault in FAULTS.items() if key != "none" and not fault.small_disk]


@dataclass
class _Told:
    """What is known of a soak while it goes on."""

    faults: dict[str, int] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def note_memory(self, minutes: float, running: Stack) -> None:
        """Notes the replica that has most."""
        most = max(Server(one.process.pid).memory() for one in running.replicas)
        self.memory.append((round(minutes, 2), round(most, 1)))


def soak(minutes: float, load: Load | None = None, between: float = _BETWEEN) -> dict[str, Any]:
    """Runs it; gives what came of it.

    Args:
        minutes: How long.
        load: How hard is worked.
        between: Seconds without a fault, after each.
    """
    return asyncio.run(_soak(minutes, load or Load(long=10.0), between))


async def _soak(minutes: float, load: Load, between: float) -> dict[str, Any]:
    told = _Told()
    async with (
        stack(limit=load.limit, latency=load.latency, drain=load.drain) as running,
        agents(running, load.agents) as those,
    ):
        begun = time.monotonic()
        working = asyncio.create_task(those.work())
        for key in cycle(_IN_TURN):
            await asyncio.sleep(between)
            passed = (time.monotonic() - begun) / 60
            told.note_memory(passed, running)
            print(f"{passed:5.1f} min {len(those.told):7,} writes, then {key}", flush=True)
            if passed >= minutes:
                break
            await FAULTS[key].do(running, load)
            told.faults[key] = told.faults.get(key, 0) + 1
        those.stop()
        await working
        verdict = await those.verdict(running)
    print(*(f"{n} x {reason}" for reason, n in those.reasons.most_common()), sep="\n    ")
    return {"minutes": round(passed, 1), **asdict(told), **verdict.row()}
