"""How a workspace is read into a replica, in few requests."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from agent_connectors.engine.errors import (
    ApiError,
    CallTimeout,
    InvalidParams,
    InvalidResponse,
)
from agent_connectors.engine.store.feeds import Each, Feed, Found, Partial, Source, Walk

__all__ = ["FEEDS"]

_PLACES = 600.0
"""Seconds after which what cannot tell its changes is read again."""

_RARELY = 3600.0

_DAILY = 86_400.0

_WINDOW = 180 * 86_400_000
"""Milliseconds of tracked time that one request asks for."""

_FAR = 4_000_000_000_000
"""A time in 2096, in milliseconds."""

_BEGAN, _FIRST = 1_451_606_400_000, 946_684_800_000
"""2016, in milliseconds, before which ClickUp was not there, and 2000: what was tracked before the
one, such as by hand, is read in one window from the other on."""

_FEW = 500
"""Entries of a window; where there are fewer, the next one is five times as long."""

_ALL_TASKS = {"subtasks": True, "include_closed": True}


async def _workspaces(source: Source, _: Mapping[str, Any], __: Any) -> Any:
    found = (await source.ask("teams", "list", {})).data
    people = {}
    for workspace in found:
        for member in _records(workspace.get("members")):
            person = member.get("user")
            if isinstance(person, Mapping) and isinstance(person.get("id"), int | str):
                people[person["id"]] = person
    yield {"teams": found, "members": list(people.values())}, ""


async def _spaces(source: Source, workspace: Mapping[str, Any], _: Any) -> Any:
    found = await _both(source, "spaces", team_id=workspace["id"])
    yield {"spaces": _of(found, workspace_id=workspace["id"])}, ""


async def _places(source: Source, space: Mapping[str, Any]) -> Found:
    folders = await _both(source, "folders", space_id=space["id"])
    lists = await _both(source, "lists", space_id=space["id"])
    kept = _of(lists, space_id=space["id"])
    for folder in folders:
        kept += _of(_records(folder.get("lists")), space_id=space["id"], folder_id=folder["id"])
    return {"folders": _of(folders, space_id=space["id"]), "lists": kept}


async def _archived_lists(source: Source, folder: Mapping[str, Any]) -> Found:
    params = {"folder_id": folder["id"], "archived": True}
    found = (await source.ask("lists", "list", params)).data
    return {"lists": _of(found, space_id=folder["space_id"], folder_id=folder["id"])}


async def _both(source: Source, entity: str, **params: Any) -> list[dict[str, Any]]:
    """Places, and then those that are archived."""
    return [
        record
        for archived in ({}, {"archived": True})
        for record in (await source.ask(entity, "list", {**params, **archived})).data
    ]


async def _tasks(
    source: Source, workspace: Mapping[str, Any], position: Any
) -> AsyncIterator[tuple[Found, Any]]:
    after, page = position or (0, 0)
    async for tasks, *there in _by_time(source, workspace, "created", after, page):
        yield {"tasks": tasks}, there


async def _changed_tasks(
    source: Source, workspace: Mapping[str, Any], since: int
) -> AsyncIterator[tuple[Found, int]]:
    async for tasks, after, _ in _by_time(source, workspace, "updated", since, 0):
        yield {"tasks": tasks}, after


async def _by_time(
    source: Source, workspace: Mapping[str, Any], by: str, after: int, page: int
) -> AsyncIterator[tuple[list[dict[str, Any]], int, int]]:
    """Tasks by the time of their creation or change, the oldest first, as pages.

    The next page begins at the time of the last task, not at a number: what is deleted or made
    meanwhile moves nothing.
    """
    before: list[Any] = []
    while True:
        params = {"team_id": workspace["id"], "order_by": by, "reverse": True, "page": page}
        if after:
            # One before: several may have the same time.
            params[f"date_{by}_gt"] = after - 1
        result = await source.ask("tasks", "search", {**params, **_ALL_TASKS})
        ids = [task["id"] for task in result.data]
        if page and ids:
            _other(before, ids)
        before = ids
        times = [_time_of(task, by) for task in result.data]
        if times == sorted(times) and times and times[-1] > after:
            after, page = times[-1], 0
        else:
            page += 1
        yield result.data, after, page
        if not result.meta.has_more:
            return


async def _latest_change(source: Source, workspace: Mapping[str, Any]) -> int:
    params = {"team_id": workspace["id"], "order_by": "updated", **_ALL_TASKS}
    tasks = (await source.ask("tasks", "search", params)).data
    return max((_time_of(task, "updated") for task in tasks), default=0)


def _time_of(task: Mapping[str, Any], by: str) -> int:
    """When a task was created or updated; 0 for what is no time."""
    try:
        time = int(task[f"date_{by}"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0
    # From a time that never comes, nothing would be new any more.
    return time if 0 < time < _FAR else 0


async def _archived_tasks(source: Source, home: Mapping[str, Any]) -> Found:
    params = {"list_id": home["id"], "archived": True, **_ALL_TASKS}
    found, whole = await _all(source, "tasks", params)
    return {"tasks": found} if whole else Partial(tasks=found)


async def _status_history(
    source: Source, tasks: Sequence[Mapping[str, Any]]
) -> Mapping[str, Found]:
    ids = [task["id"] for task in tasks]
    told = (await source.ask("time_in_status", "get_many", {"task_ids": ids})).data
    return {
        key: {"time_in_status": [{**told[key], "id": key}]}
        for key in ids
        if isinstance(told, Mapping) and isinstance(told.get(key), Mapping)
    }


async def _time(
    source: Source, workspace: Mapping[str, Any], position: Any
) -> AsyncIterator[tuple[Found, Any]]:
    # Ids below 0 are of bots and of invitations: they track no time.
    known = await source.rows(
        "SELECT id FROM people WHERE id NOT LIKE '-%' AND id != '0' ORDER BY id"
    )
    people = [row["id"] for row in known]
    # This machine's clock may be wrong, and time can be tracked for days to come.
    start, end, span = position or (source.now() - _WINDOW, _FAR, _WINDOW)
    while end > _FIRST:
        start = start if start > _BEGAN else _FIRST
        params = {"team_id": workspace["id"], "start_date": start, "end_date": end}
        try:
            found = await source.ask("time_tracking", "list", {**params, "assignee": people})
        except ApiError as error:
            if error.status not in {400, 401, 403}:
                raise
            # Only owners and admins may ask for the time of others.
            found = await source.ask("time_tracking", "list", params)
        except (CallTimeout, InvalidResponse):
            if end - start <= _WINDOW or end == _FAR:
                raise
            # There was more in the long window than one answer can hold.
            start, span = end - _WINDOW, _WINDOW
            continue
        span = max(span, _WINDOW) * (5 if len(found.data) < _FEW else 1)
        start, end = start - span, start
        yield {"time_tracking": found.data}, [start, end, span]


async def _goals(source: Source, workspace: Mapping[str, Any], _: Any) -> Any:
    params = {"team_id": workspace["id"], "include_completed": True}
    found = await source.ask("goals", "list", params)
    goals = list(found.data)
    for folder in _records(found.meta.extra.get("folders")):
        goals += _records(folder.get("goals"))
    yield {"goals": goals}, ""


async def _key_results(source: Source, goal: Mapping[str, Any]) -> Found:
    found = (await source.ask("goals", "get", {"goal_id": goal["id"]})).data
    return {"key_results": _records(found.get("key_results"))}


async def _docs(
    source: Source, workspace: Mapping[str, Any], position: Any
) -> AsyncIterator[tuple[Found, Any]]:
    params = {"workspace_id": workspace["id"], **({"cursor": position} if position else {})}
    while True:
        page = await source.ask("docs", "list", params)
        cursor = (page.meta.next or {}).get("cursor")
        yield {"docs": page.data}, cursor or ""
        if cursor is None:
            return
        _other(params.get("cursor"), cursor)
        params["cursor"] = cursor


async def _doc_pages(source: Source, doc: Mapping[str, Any]) -> Found:
    params = {"doc_id": doc["id"], "workspace_id": doc["workspace_id"]}
    tree = (await source.ask("doc_pages", "list_content", params)).data
    return {"doc_pages": list(_flat(tree))}


def _flat(pages: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for page in pages:
        yield {key: value for key, value in page.items() if key != "pages"}
        yield from _flat(_records(page.get("pages")))


def _views_of(place: str) -> Callable[[Source, Mapping[str, Any]], Awaitable[Found]]:
    async def read(source: Source, row: Mapping[str, Any]) -> Found:
        return {"views": (await source.ask("views", "list", {f"{place}_id": row["id"]})).data}

    return read


async def _comments(source: Source, task: Mapping[str, Any]) -> Found:
    found, whole = await _all(source, "comments", {"task_id": task["id"]})
    comments = _of(found, task_id=task["id"])
    return {"comments": comments} if whole else Partial(comments=comments)


async def _all(
    source: Source, entity: str, params: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], bool]:
    """All pages of a list, and whether it was read to its end."""
    found: list[dict[str, Any]] = []
    following: Mapping[str, Any] | None = params
    while following:
        try:
            page = await source.ask(entity, "list", following)
        except (InvalidParams, InvalidResponse) as error:
            if following is params:
                raise
            # The records of a page say where the next one begins; what they say may be nothing.
            source.warn(f"{entity} of {params} were read as far as they can be: {error.message}")
            return found, False
        found += page.data
        if page.meta.next:
            _other(following, page.meta.next)
        following = page.meta.next
    return found, True


async def _replies(source: Source, comment: Mapping[str, Any]) -> Found:
    found = (await source.ask("comments", "get", {"comment_id": comment["id"]})).data
    return {"comments": _of(found, task_id=comment["task_id"], comment_id=comment["id"])}


def _other(before: Any, now: Any) -> None:
    """Sees to it that a list goes on: it would be read for ever otherwise."""
    if before == now:
        raise InvalidResponse(
            "ClickUp gave the same page of a list again, as the next one.",
            hint="What was read before is kept; sync again.",
        )


def _records(value: Any) -> list[Mapping[str, Any]]:
    """What is a record, of a list that a record holds."""
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, Mapping)]


def _of(records: Iterable[Mapping[str, Any]], **above: Any) -> list[dict[str, Any]]:
    """Records, with the ids of what they were listed under: not all say it themselves."""
    return [{**record, "_of": above} for record in records]


FEEDS: tuple[Feed, ...] = (
    Walk("workspaces", _workspaces, every=_PLACES, fills=("teams", "members")),
    Walk("spaces", _spaces, under="workspaces", every=_PLACES, fills=("spaces",)),
    Each("places", "spaces", _places, every=_PLACES, fills=("folders", "lists")),
    Each(
        "archived_lists",
        "folders",
        _archived_lists,
        needs=("space_id",),
        every=_DAILY,
        fills=("lists",),
        slow=True,
    ),
    Walk(
        "tasks",
        _tasks,
        under="workspaces",
        changes=_changed_tasks,
        latest=_latest_change,
        sweep=_DAILY,
        fills=("tasks",),
    ),
    Each("archived_tasks", "lists", _archived_tasks, every=_DAILY, fills=("tasks",), slow=True),
    Each(
        "status_history",
        "tasks",
        _status_history,
        version="date_updated_ms",
        many=100,
        optional=True,
        fills=("time_in_status",),
    ),
    Walk("time", _time, under="workspaces", every=_PLACES, fills=("time_tracking",)),
    Walk("goals", _goals, under="workspaces", every=_PLACES, fills=("goals",)),
    Each("key_results", "goals", _key_results, version="date_updated_ms", fills=("key_results",)),
    Walk("docs", _docs, under="workspaces", every=_PLACES, fills=("docs",)),
    Each(
        "doc_pages",
        "docs",
        _doc_pages,
        needs=("workspace_id",),
        version="date_updated_ms",
        fills=("doc_pages",),
    ),
    Each("workspace_views", "workspaces", _views_of("team"), every=_RARELY, fills=("views",)),
    Each("space_views", "spaces", _views_of("space"), every=_RARELY, fills=("views",)),
    Each(
        "folder_views",
        "folders",
        _views_of("folder"),
        every=_DAILY,
        optional=True,
        fills=("views",),
    ),
    Each("list_views", "lists", _views_of("list"), every=_DAILY, optional=True, fills=("views",)),
    Each("comments", "tasks", _comments, version="date_updated_ms", fills=("comments",)),
    Each(
        "replies",
        "comments",
        _replies,
        needs=("task_id",),
        version="reply_count",
        only="reply_count > 0",
        fills=("comments",),
    ),
)
"""What is read, in order: what others are read under comes before them."""
