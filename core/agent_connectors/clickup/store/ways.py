"""Ways to tell from a write's parameters and answer what it has changed."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from agent_connectors.engine.store.feeds import Source, Touch, of_feed

__all__ = [
    "Call",
    "Way",
    "each_of",
    "feeds",
    "gone",
    "object_named",
    "of_checklist",
    "people",
    "read_again",
    "rows",
    "several_ways",
    "told",
]


@dataclass(frozen=True, slots=True)
class Call:
    """A write that was carried out."""

    given: Mapping[str, Any]
    answer: Mapping[str, Any]
    source: Source


Way: TypeAlias = Callable[[Call], AsyncIterator[Touch]]
"""Tells what a write has changed."""


def told(entity: str, *more: str) -> Way:
    """The answer is the record; more feeds have something of it."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        key = _text(call.answer.get("id"))
        whole = all(name in call.answer for name in _MARKS[entity])
        yield Touch(entity, key, call.answer if whole else None)
        for feed in more:
            yield Touch(of_feed(feed), key)

    return changed


_MARKS = {
    "tasks": ("name", "status", "list", "team_id", "date_updated"),
    "lists": ("name", "space", "folder"),
    "folders": ("name", "space"),
    "docs": ("name", "workspace_id"),
}
"""What an answer has that is the whole record."""


def read_again(entity: str, name: str, *more: str) -> Way:
    """A parameter, or else the answer, names the record, which is read again."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        key = _text(call.given.get(name) or call.answer.get("id"))
        for own in await _own_ids(call, entity, key):
            yield Touch(entity, own)
            for feed in more:
                yield Touch(of_feed(feed), own)

    return changed


def gone(entity: str, name: str) -> Way:
    """A parameter names the record, which is no more."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        for own in await _own_ids(call, entity, _text(call.given.get(name))):
            yield Touch(entity, own, gone=True)

    return changed


def feeds(**names: str) -> Way:
    """Parameters name records that feeds are read under."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        for feed, name in names.items():
            if key := _text(call.given.get(name)):
                yield Touch(of_feed(feed), key)

    return changed


def rows(what: str, sql: str, *names: str) -> Way:
    """Rows that are in the replica already tell what is read again."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        for row in await call.source.rows(sql, [_text(call.given.get(name)) for name in names]):
            for key in row.values():
                if key is not None:
                    yield Touch(what, str(key))

    return changed


def several_ways(*ways: Way) -> Way:
    """All that several ways tell."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        for way in ways:
            async for touch in way(call):
                yield touch

    return changed


def each_of(entity: str, name: str, *, gone: bool = False) -> Way:
    """A parameter names several records."""

    async def changed(call: Call) -> AsyncIterator[Touch]:
        for key in call.given.get(name) or ():
            yield Touch(entity, _text(key), gone=gone)

    return changed


async def of_checklist(call: Call) -> AsyncIterator[Touch]:
    """The task of a checklist."""
    own = call.answer.get("task_id")
    sql = "SELECT DISTINCT task_id FROM checklist_items WHERE checklist_id = ?"
    found = [] if own else await call.source.rows(sql, [_text(call.given.get("checklist_id"))])
    for key in [own] if own else [row["task_id"] for row in found]:
        yield Touch("tasks", _text(key))


async def people(_: Call) -> AsyncIterator[Touch]:
    """Who is in the workspaces."""
    yield Touch(of_feed("workspaces"), "")


async def object_named(call: Call) -> AsyncIterator[Touch]:
    """An object of the kind that is said."""
    entity = f"{call.given.get('object_type')}s"
    if entity in {"spaces", "folders", "lists", "tasks", "views", "docs", "goals"}:
        yield Touch(entity, _text(call.given.get("object_id")))


def _text(key: Any) -> str:
    return "" if key is None else str(key)


async def _own_ids(call: Call, entity: str, key: str) -> list[str]:
    if entity == "tasks" and call.given.get("custom_task_ids"):
        found = await call.source.rows("SELECT id FROM tasks WHERE custom_id = ?", [key])
        return [str(row["id"]) for row in found]
    return [key] if key else []
