"""A context store's two actions, as `execute` takes them."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import InvalidCall, InvalidParams, UnknownOperation
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.store.actions import ACTIONS
from agent_connectors.engine.store.ages import Age
from agent_connectors.engine.store.errors import StoreError
from agent_connectors.engine.store.freshness import fresh
from agent_connectors.engine.store.store import Store
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["answer"]


async def answer(
    store: Store, entity: str, action: str, given: Mapping[str, Any], seconds: float = 60.0
) -> ExecuteResult[Any]:
    """Answers from a context store.

    Args:
        store: The store.
        entity: A kind of record that it holds.
        action: One of `ACTIONS`.
        given: `query`, `limit`, `cursor`, `fields` as `Store.search` takes them; or `sql` and
            `limit`. With `max_age`, in seconds, what is asked for is synced first where it is
            older; where that takes too long, the answer says so.
        seconds: How long the call may take.

    Raises:
        InvalidCall: The call is wrong.
        StoreError: The store cannot be used, or was never synced.
        ConnectorError: It was to be synced first, and could not be.
    """
    try:
        return await _answer(store, entity, action, given, seconds)
    except (InvalidCall, StoreError) as error:
        error.operation = error.operation or f"{entity}.{action}"
        raise


async def _answer(
    store: Store, entity: str, action: str, given: Mapping[str, Any], seconds: float
) -> ExecuteResult[Any]:
    if action not in ACTIONS:
        raise UnknownOperation(
            f"There is no action {action!r}.", hint=did_you_mean(action, ACTIONS)
        )
    table = store.table(entity)
    wanted = {name: value for name, value in given.items() if value is not None}
    for name in wanted:
        if name not in ACTIONS[action]:
            raise InvalidParams(
                f"`{name}` is unknown.", hint=did_you_mean(str(name), ACTIONS[action])
            )
    max_age = wanted.pop("max_age", None)
    asks = action == "context_store_sql_query"
    tables = frozenset({table.name})
    if asks and "sql" not in wanted:
        raise InvalidParams("`sql` is missing.", hint="It takes one SELECT.")
    warnings = []
    if max_age is not None:
        warnings = await fresh(store, max_age, seconds, wanted["sql"] if asks else None, tables)
    if asks:
        return await _rows(store, wanted, warnings)
    return await _page(store, entity, wanted, [*warnings, *_unkept(store, tables)])


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
    rows = await store.sql(**wanted)
    said = ("There are more rows: narrow the SELECT, or raise `limit`.",) if rows.has_more else ()
    meta = Meta(
        count=len(rows.data),
        has_more=rows.has_more,
        truncated=rows.has_more,
        warnings=(*warnings, *said, *_unkept(store, rows.tables), *_warnings(rows.ages)),
        extra={"synced": _told(rows.ages)},
    )
    return ExecuteResult(rows.data, meta)


def _unkept(store: Store, tables: frozenset[str]) -> list[str]:
    """Says which tables are empty because nothing is read into them."""
    parts = sorted(tables - store.filled)
    return [f"Not kept in this store: {', '.join(parts)}."] if parts else []


def _warnings(ages: Mapping[str, Age]) -> list[str]:
    parts = sorted(name for name, age in ages.items() if not age.complete)
    return [f"Not read to the end yet: {', '.join(parts)}."] if parts else []


def _told(ages: Mapping[str, Age]) -> dict[str, float]:
    """Seconds since each table was brought up to date."""
    return {name: age.seconds for name, age in ages.items() if age.seconds is not None}
