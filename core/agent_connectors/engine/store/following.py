"""Keeps replicas as they are, while the connector that they belong to writes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
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

_due: ContextVar["dict[Store, list[Noted]] | None"] = ContextVar("due", default=None)
"""What the writes of one call have touched, and is to be read again at its end."""

Attempt = Callable[[], Awaitable[tuple[dict[str, Any], ExecuteResult[Any]]]]


async def followed(
    stores: Iterable["Store"], operation: Operation, checked: Mapping[str, Any], attempt: Attempt
) -> tuple[dict[str, Any], ExecuteResult[Any]]:
    """Carries out a call, and has replicas follow it; they never make it fail.

    Args:
        stores: The replicas.
        operation: What is carried out.
        checked: Its parameters.
        attempt: Carries it out; gives the parameters that it was carried out with, as well.
    """
    if operation.effect == "read":
        try:
            return await attempt()
        except NotFound:
            for store in stores:
                await _quietly(store, store.upkeep.missed(operation.name, checked))
            raise
    # Noted before: whatever becomes of this process, the next sync reads it again.
    noted = [
        (store, await _quietly(store, store.upkeep.begun(operation.name, checked)))
        for store in stores
    ]
    used, result = await attempt()
    said: list[str] = []
    for store, notes in noted:
        left = await _quietly(
            store, store.upkeep.written(operation.name, used, result.data, notes or [])
        )
        if left is None:
            said.append(f"The store could not be told of it: sync {store.name} whole.")
            continue
        together_with = _due.get()
        if together_with is None:
            await _read_again(store, left)
        else:
            together_with.setdefault(store, []).extend(left)
    return used, result.warned(said)


@asynccontextmanager
async def together() -> AsyncIterator[None]:
    """Reads what the writes within have touched once, at the end."""
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
            await _read_again(store, list({(n.what, n.key): n for n in notes}.values()))


async def _read_again(store: "Store", notes: list[Noted]) -> None:
    if notes:
        await _quietly(store, store.upkeep.read_again(notes))


async def _quietly(store: "Store", work: Awaitable[Any]) -> Any:
    """Does something for a replica; what fails there is no fault of the write."""
    try:
        async with asyncio.timeout(_LONGEST):
            return await work
    except Exception as error:
        store.upkeep.missed_out(error)
        return None
