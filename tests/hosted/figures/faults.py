"""Faults of what a server stands on, while agents write: is anything doubled or told wrongly?"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.hosted.figures.agents import Verdict, agents
from tests.hosted.figures.stack import Stack, new_key, stack

__all__ = ["FAULTS", "Fault", "Load", "run_fault", "run_faults"]


@dataclass(frozen=True)
class Load:
    """How hard is worked.

    Args:
        agents: How many write at once.
        limit: Requests that the token may send in a window.
        latency: Seconds that ClickUp takes.
        quiet: Seconds before a fault, and after it.
        short: Seconds that something is away.
        long: Seconds that something is frozen.
        drain: Seconds that a replica goes on after SIGTERM.
    """

    agents: int = 50
    limit: int = 600
    latency: float = 0.3
    quiet: float = 6.0
    short: float = 5.0
    long: float = 20.0
    drain: float = 5.0


Do = Callable[[Stack, Load], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong.

    Args:
        name: What the page calls it.
        do: Makes it happen, and puts it right.
        small_disk: Whether the database must have a disk that is soon full.
        loses: Whether calls may fail at all.
    """

    name: str
    do: Do
    small_disk: bool = False
    loses: bool = True


async def _nothing(_: Stack, load: Load) -> None:
    await asyncio.sleep(load.short)


async def _kill(running: Stack, load: Load) -> None:
    one = running.replicas[0]
    await asyncio.to_thread(one.kill)
    await asyncio.sleep(load.short)
    running.drop(one)
    await asyncio.to_thread(running.add)


async def _stop_postgres(running: Stack, load: Load) -> None:
    await asyncio.to_thread(running.postgres.stop, signal.SIGQUIT)
    await asyncio.sleep(load.short)
    await asyncio.to_thread(running.postgres.start)


async def _freeze_postgres(running: Stack, load: Load) -> None:
    running.postgres.freeze()
    try:
        await asyncio.sleep(load.long)
    finally:
        running.postgres.thaw()


async def _kill_redis(running: Stack, load: Load) -> None:
    await asyncio.to_thread(running.redis.stop, signal.SIGKILL)
    await asyncio.sleep(load.short)
    await asyncio.to_thread(running.redis.start)


async def _freeze_redis(running: Stack, load: Load) -> None:
    running.redis.freeze()
    try:
        await asyncio.sleep(load.long)
    finally:
        running.redis.thaw()


async def _fill_disk(running: Stack, load: Load) -> None:
    await asyncio.to_thread(running.postgres.fill_disk)
    await asyncio.sleep(load.long)
    await asyncio.to_thread(running.postgres.empty_disk)


async def _rotate_keys(running: Stack, _: Load) -> None:
    """As docs/hosting.md says: behind, in front, alone."""
    old, new = running.environment["AGENT_CONNECTORS_KEYS"], new_key()
    for keys in (f"{old},{new}", f"{new},{old}"):
        running.environment["AGENT_CONNECTORS_KEYS"] = keys
        await running.replace_all()
    await asyncio.to_thread(running.admin, "rotate-key")
    running.environment["AGENT_CONNECTORS_KEYS"] = new
    await running.replace_all()


async def _drain(running: Stack, _: Load) -> None:
    await running.replace_all()


FAULTS = {
    "none": Fault("nothing, to compare with", _nothing, loses=False),
    "kill": Fault("kill -9 of one of two replicas", _kill),
    "drain": Fault("SIGTERM to one replica after the other", _drain, loses=False),
    "keys": Fault("keys rotated live", _rotate_keys, loses=False),
    "postgres-stopped": Fault("PostgreSQL stopped at once, and started", _stop_postgres),
    "postgres-frozen": Fault("PostgreSQL frozen (SIGSTOP)", _freeze_postgres),
    "redis-killed": Fault("Redis killed, and started empty", _kill_redis),
    "redis-frozen": Fault("Redis frozen (SIGSTOP)", _freeze_redis),
    "disk-full": Fault("disk of PostgreSQL full", _fill_disk, small_disk=True),
}


async def run_fault(fault: Fault, load: Load) -> tuple[Verdict, list[str]]:
    """Tries one; gives what came of it, and why calls failed."""
    async with (
        stack(
            limit=load.limit,
            latency=load.latency,
            drain=load.drain,
            small_disk=fault.small_disk,
        ) as running,
        agents(running, load.agents) as those,
    ):
        working = asyncio.create_task(those.work())
        await asyncio.sleep(load.quiet)
        # On a slow machine nothing may have been done by then, and then the fault meets nothing.
        await those.has_done.wait()
        await fault.do(running, load)
        await asyncio.sleep(load.quiet)
        those.stop()
        await working
        verdict = await those.verdict(running)
    reasons = [f"{count} x {reason}" for reason, count in those.reasons.most_common()]
    return verdict, [*reasons, *those.foreign[:5]]


def run_faults(load: Load | None = None) -> dict[str, dict[str, float]]:
    """Tries all; gives the rows of the table."""
    rows = {}
    for key, fault in FAULTS.items():
        verdict, reasons = asyncio.run(run_fault(fault, load or Load()))
        print(f"{fault.name}: {verdict}", *reasons, sep="\n    ", flush=True)
        rows[key] = verdict.row()
    return rows
