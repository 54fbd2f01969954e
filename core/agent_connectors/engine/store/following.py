"""Keeps replicas as they are, while the connector that they belong to writes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import NotFound
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.store.touched import Noted

if TYPE_CHECKING:
    from agent_connectors.engine.store.store import Store

__all__ = ["followed", "together"]

_LONGEST = 10.0
"""Seconds at most that a write waits for its objects to be read again; the next sync does it."""

_LEAST = 0.5
"""Seconds that a replica has in any case: mostly it takes some milliseconds."""

_BEFORE = 0.25
"""The part of a call's time that a replica may take before anything is sent."""

_under_way: set["asyncio.Future[Any]"] = set()
"""What is waited for, or goes on by itself: an event loop holds its tasks by weak references."""

_due: ContextVar["dict[Store, list[Noted]] | None"] = ContextVar("due", default=None)
"""What the writes of one call have touched, and is to be read again at its end."""

Attempt = Callable[[], Awaitable[tuple[dict[str, Any], ExecuteResult[Any]]]]


async def followed(
    stores: Iterable["Store"],
    operation: Operation,
    checked: Mapping[str, Any],
    attempt: Attempt,
    deadline: float,
) -> tuple[dict[str, Any], ExecuteResult[Any]]:
    """Carries out a call, and has replicas follow it; they never make it fail.

    Args:
        stores: The replicas.
        operation: What is carried out.
        checked: Its parameters.
        attempt: Carries it out; gives the parameters that it was carried out with, as well.
        deadline: When its time is over, by the clock of the event loop.
    """

    def part(of: float) -> float:
        left = (deadline - asyncio.get_running_loop().time()) * of
        return max(min(_LONGEST, left), _LEAST)

    if operation.effect == "read":
        try:
            return await attempt()
        except NotFound:
            for store in stores:
                await _quietly(store, store.upkeep.missed(operation.name, checked), part(1))
            raise
    # Noted before: whatever becomes of this process, the next sync reads it again.
    noted = [
        (store, await _quietly(store, store.upkeep.begun(operation.name, checked), part(_BEFORE)))
        for store in stores
    ]
    used, result = await attempt()
    said: list[str] = []
    for store, notes in noted:
        left = await _quietly(
            store, store.upkeep.written(operation.name, used, result.data, notes or []), part(1)
        )
        if left is None:
            said.append(f"The store could not be told of it: sync {store.name} whole.")
            continue
        together_with = _due.get()
        if together_with is None:
            await _read_again(store, left, part(1))
        else:
            together_with.setdefault(store, []).extend(left)
    return used, result.warned(said)


@asynccontextmanager
async def together(deadline: float) -> AsyncIterator[None]:
    """Reads what the writes within have touched once, at the end.

    Args:
        deadline: When the time of the call is over, by the clock of the event loop.
    """
    if _due.get() is not None:
        yield
        return
    due: dict[Store, list[Noted]] = {}
    token = _due.set(due)
    try:
        yield
    finally:
        _due.reset(token)
        for store, notes in due.items():
            # Of several notes of the same, the last one counts.
            left = deadline - asyncio.get_running_loop().time()
            last = list({(n.what, n.key): n for n in notes}.values())
            await _read_again(store, last, max(min(_LONGEST, left), _LEAST))


async def _read_again(store: "Store", notes: list[Noted], seconds: float) -> None:
    if notes:
        await _quietly(store, store.upkeep.read_again(notes), seconds)


async def _quietly(store: "Store", work: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """Does something for a replica; what fails there, or waits, is no fault of the write."""
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_over)
    try:
        # Not `timeout`, which waits for the thread that waits for another process's transaction.
        await asyncio.wait({task}, timeout=seconds)
        if task.done() and not task.cancelled():
            return task.result()
        store.upkeep.missed_out(TimeoutError(f"It took longer than {seconds:.1f} s."))
    except Exception as error:
        store.upkeep.missed_out(error)
    finally:
        task.cancel()
    return None


def _over(task: "asyncio.Future[Any]") -> None:
    _under_way.discard(task)
    if not task.cancelled():
        task.exception()  # it was told, or nobody waits for it any more
