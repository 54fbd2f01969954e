"""How all of a workspace is read for a copy: places, and what is on them.

The feeds of the context store are taken where they read all that a copy needs.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from agent_connectors.clickup.copying.once import once
from agent_connectors.clickup.copying.pages import numbered, pages_of
from agent_connectors.clickup.copying.talk import TALK
from agent_connectors.clickup.store.feeds import FEEDS
from agent_connectors.engine.store.feeds import Each, Feed, Found, Source, Walk

__all__ = ["feeds_of"]

_DAY = 86_400.0
"""Seconds for which what was read before a copy was cut off is not read again."""

_BOTH: tuple[dict[str, bool], ...] = ({}, {"archived": True})

_STORE: dict[str, Any] = {feed.name: feed for feed in FEEDS}

Row: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[Source, Row], Awaitable[Found]]


async def _spaces(source: Source, workspace: Row, _: Any) -> AsyncIterator[tuple[Found, str]]:
    found = []
    for archived in _BOTH:
        params = {"team_id": workspace["id"], **archived}
        found += (await source.ask("spaces", "list", params)).data
    yield {"spaces": numbered(found, workspace_id=workspace["id"])}, ""


async def _folders(source: Source, space: Row) -> Found:
    folders, lists = [], []
    for archived in _BOTH:
        params = {"space_id": space["id"], **archived}
        folders += (await source.ask("folders", "list", params)).data
    for folder in folders:
        own = folder.get("lists")
        lists += numbered(own if isinstance(own, list) else [], folder_id=folder["id"])
    return {"folders": numbered(folders, space_id=space["id"]), "lists": lists}


async def _folderless(source: Source, space: Row) -> Found:
    found = []
    for archived in _BOTH:
        params = {"space_id": space["id"], **archived}
        found += (await source.ask("lists", "list", params)).data
    return {"lists": numbered(found, space_id=space["id"])}


async def _archived_lists(source: Source, folder: Row) -> Found:
    params = {"folder_id": folder["id"], "archived": True}
    found = (await source.ask("lists", "list", params)).data
    return {"lists": numbered(found, folder_id=folder["id"])}


async def _goals(source: Source, workspace: Row, _: Any) -> AsyncIterator[tuple[Found, str]]:
    params = {"team_id": workspace["id"], "include_completed": True}
    answer = await source.ask("goals", "list", params)
    folders = answer.meta.extra.get("folders")
    folders = [one for one in folders or () if isinstance(one, Mapping)]
    goals = [*answer.data, *(goal for folder in folders for goal in folder.get("goals") or ())]
    yield {"goals": numbered(goals), "goal_folders": numbered(folders)}, ""


async def _docs(source: Source, workspace: Row, _: Any) -> AsyncIterator[tuple[Found, str]]:
    found = []
    for archived in _BOTH:
        params = {"workspace_id": workspace["id"], **archived}
        found += await pages_of(source, "docs", "list", params)
    yield {"docs": numbered(found)}, ""


def _one(kind: str, entity: str, name: str, **more: Any) -> Read:
    """Reads the record of a row by itself."""

    async def read(source: Source, row: Row) -> Found:
        record = (await source.ask(entity, "get", {name: row["id"], **more})).data
        return {kind: [record] if isinstance(record, Mapping) and record.get("id") else []}

    return read


def _held(kind: str, entity: str, name: str, **more: Any) -> Read:
    """Reads a list that belongs to a row, as one record with the id of the row."""

    async def read(source: Source, row: Row) -> Found:
        items = await pages_of(source, entity, "list", {name: row["id"], **more})
        return {kind: [{"id": row["id"], "items": items}]}

    return read


async def _doc_pages(source: Source, doc: Row) -> Found:
    params = {"doc_id": doc["id"], "workspace_id": doc["workspace_id"]}
    tree = (await source.ask("doc_pages", "list_content", params)).data
    return {"doc_pages": [{"id": doc["id"], "items": tree if isinstance(tree, list) else []}]}


def _views_of(place: str) -> Read:
    async def read(source: Source, row: Row) -> Found:
        found = (await source.ask("views", "list", {f"{place}_id": row["id"]})).data
        return {"views": numbered(found)}

    return read


def _of_place(place: str, table: str) -> Iterable[Feed]:
    name = "team_id" if place == "team" else f"{place}_id"
    fields = _held(f"{place}_fields", "custom_fields", name, include_applied_objects=True)
    yield Each(f"{place}_fields", table, fields, every=_DAY)
    yield Each(f"{place}_views", table, _views_of(place), every=_DAY)


async def _workspace_alone(
    source: Source, row: Row, position: Any, *, workspace: str
) -> AsyncIterator[tuple[Found, Any]]:
    async for found, after in _STORE["workspaces"].pages(source, row, position):
        teams = [team for team in found["teams"] if str(team["id"]) == workspace]
        people = [member["user"] for team in teams for member in team.get("members") or ()]
        yield {"teams": teams, "members": people}, after


def feeds_of(workspace: str) -> tuple[Feed, ...]:
    """What is read, in order: what others are read under comes before them.

    Args:
        workspace: The id of the workspace; others that the token sees are left aside.
    """

    async def alone(source: Source, row: Row, position: Any) -> AsyncIterator[tuple[Found, Any]]:
        async for page in _workspace_alone(source, row, position, workspace=workspace):
            yield page

    return (
        Walk("workspaces", alone, every=_DAY),
        Walk("once", once, under="workspaces", every=_DAY),
        *_of_place("team", "workspaces"),
        Walk("spaces", _spaces, under="workspaces", every=_DAY),
        Each("tags", "spaces", _held("space_tags", "tags", "space_id"), every=_DAY),
        *_of_place("space", "spaces"),
        Each("folders", "spaces", _folders, every=_DAY),
        Each("folderless_lists", "spaces", _folderless, every=_DAY),
        *_of_place("folder", "folders"),
        Each("archived_lists", "folders", _archived_lists, every=_DAY),
        Each("list_details", "lists", _one("list_details", "lists", "list_id"), every=_DAY),
        *_of_place("list", "lists"),
        Each("list_members", "lists", _held("list_members", "members", "list_id"), every=_DAY),
        replace(_STORE["tasks"], sweep=0.0),
        replace(_STORE["archived_tasks"], every=_DAY),
        Each(
            "task_details",
            "tasks",
            _one("task_details", "tasks", "task_id", include_markdown_description=True),
            version="date_updated_ms",
        ),
        replace(_STORE["status_history"], optional=False),
        *TALK,
        replace(_STORE["time"], every=_DAY),
        Walk("goals", _goals, under="workspaces", every=_DAY),
        Each("goal_details", "goals", _one("goal_details", "goals", "goal_id"), every=_DAY),
        Walk("docs", _docs, under="workspaces", every=_DAY),
        Each("doc_pages", "docs", _doc_pages, needs=("workspace_id",), every=_DAY),
    )
