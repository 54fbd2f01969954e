"""A context store's two actions, as `execute` takes them."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import InvalidCall, InvalidParams, UnknownOperation
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.store.actions import ACTIONS
from agent_connectors.engine.store.ages import Age
from agent_connectors.engine.store.errors import StoreBusy, StoreError
from agent_connectors.engine.store.store import Store
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["answer"]


async def answer(
    store: Store, entity: str, action: str, given: Mapping[str, Any]
) -> ExecuteResult[Any]:
    """Answers from a context store.

    Args:
        store: The store.
        entity: A kind of record that it holds.
        action: One of `ACTIONS`.
        given: `query`, `limit`, `cursor`, `fields` as `Store.search` takes them; or `sql` and
            `limit`. With `max_age`, in seconds, it is synced first where it is older.

    Raises:
        InvalidCall: The call is wrong.
        StoreError: The store cannot be used, or was never synced.
        ConnectorError: It was to be synced first, and could not be.
    """
    try:
        return await _answer(store, entity, action, given)
    except (InvalidCall, StoreError) as error:
        error.operation = error.operation or f"{entity}.{action}"
        raise


async def _answer(
    store: Store, entity: str, action: str, given: Mapping[str, Any]
) -> ExecuteResult[Any]:
    if action not in ACTIONS:
        raise UnknownOperation(
            f"There is no action {action!r}.", hint=did_you_mean(action, ACTIONS)
        )
    store.table(entity)
    wanted = {name: value for name, value in given.items() if value is not None}
    for name in wanted:
        if name not in ACTIONS[action]:
            raise InvalidParams(
                f"`{name}` is unknown.", hint=did_you_mean(str(name), ACTIONS[action])
            )
    warnings = await _fresh(store, wanted.pop("max_age", None))
    if action == "context_store_sql_query":
        return await _rows(store, wanted, warnings)
    return await _page(store, entity, wanted, warnings)


async def _page(
    store: Store, entity: str, wanted: dict[str, Any], warnings: list[str]
) -> ExecuteResult[Any]:
    if isinstance(wanted.get("query"), str):
        wanted["query"] = as_mapping(wanted["query"])
    page = await store.search(entity, **wanted)
    following = None if page.next is None else {**wanted, "cursor": page.next}
    meta = Meta(
        count=len(page.data),
        has_more=page.next is not None,
        next=following,
        warnings=(*warnings, *_warnings(page.ages)),
        extra={"synced": _told(page.ages)},
    )
    return ExecuteResult(page.data, meta)


async def _rows(store: Store, wanted: dict[str, Any], warnings: list[str]) -> ExecuteResult[Any]:
    if "sql" not in wanted:
        raise InvalidParams("`sql` is missing.", hint="It takes one SELECT.")
    rows = await store.sql(**wanted)
    said = ("There are more rows: narrow the SELECT, or raise `limit`.",) if rows.has_more else ()
    meta = Meta(
        count=len(rows.data),
        has_more=rows.has_more,
        truncated=rows.has_more,
        warnings=(*warnings, *said, *_warnings(rows.ages)),
        extra={"synced": _told(rows.ages)},
    )
    return ExecuteResult(rows.data, meta)


async def _fresh(store: Store, max_age: Any) -> list[str]:
    """Syncs the store where it is older than it may be."""
    if max_age is None:
        return []
    if isinstance(max_age, bool) or not isinstance(max_age, int | float) or not max_age >= 0:
        raise InvalidParams("`max_age` should be seconds.")
    known = (await store.status()).values()
    if all(age.complete and age.seconds is not None and age.seconds <= max_age for age in known):
        return []
    try:
        await store.sync()
    except StoreBusy:
        return ["Another process is syncing the store; this is what it holds so far."]
    return []


def _warnings(ages: Mapping[str, Age]) -> list[str]:
    parts = sorted(name for name, age in ages.items() if not age.complete)
    return [f"Not read to the end yet: {', '.join(parts)}."] if parts else []


def _told(ages: Mapping[str, Age]) -> dict[str, float]:
    """Seconds since each table was brought up to date."""
    return {name: age.seconds for name, age in ages.items() if age.seconds is not None}
