"""Finds anything by name: exact first, then close; never a guess."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from agent_connectors.clickup.naming.certain import still_called
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.people import find_people
from agent_connectors.clickup.naming.places import Kind, Place, unseen
from agent_connectors.clickup.naming.resolve import Meant
from agent_connectors.clickup.records import FoundItem
from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.result import ExecuteResult, Meta, Records
from agent_connectors.engine.values.names import Match, match

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["Search", "directory_of"]

_PLACES: Mapping[str, Kind] = {"space": "space", "folder": "folder", "list": "list"}

_KNOWN_BY = {**dict.fromkeys(_PLACES, "tree"), "person": "workspaces", "custom_field": "fields"}
"""What has ids, and what the directory keeps it under."""

_IN_SPACES = {"folder", "list", "tag", "custom_field"}

_ARCHIVED_BY = {
    "space": "spaces.list",
    "folder": "folders.list",
    "list": "lists.list",
    "task": "tasks.list",
}
"""What is not found where it is archived, and what gives it then."""

_ALIKE = 5
"""How many close names of each kind are given where nothing has the name itself."""


class _Knows(Protocol):
    directory: Directory


class _Found(NamedTuple):
    exact: list[dict[str, Any]]
    close: list[dict[str, Any]]
    meta: Meta = Meta()


def directory_of(connector: "Connector") -> Directory:
    """What a connector's workspaces hold, by name."""
    return cast("_Knows", connector).directory


class Search:
    """Looks for a name in a workspace.

    Args:
        connector: Asks ClickUp.
        directory: What is known.
        workspace_id: The workspace.
        space_id: A space to look in, by id; all, if not given.
        list_id: A list to look in, by id; all, if not given.
    """

    def __init__(
        self,
        connector: "Connector",
        directory: Directory,
        workspace_id: str,
        *,
        space_id: str | None = None,
        list_id: str | None = None,
    ) -> None:
        self._connector = connector
        self._directory = directory
        self._workspace_id = workspace_id
        self._space_id = space_id
        self._list_id = list_id
        self._closed: set[str] = set()

    async def run(self, name: str, kinds: tuple[str, ...], limit: int) -> Records[FoundItem]:
        """Everything of these kinds that a name can mean.

        Args:
            name: The name, or a part of it.
            kinds: What to look for.
            limit: How many to give at most.
        """
        found = await self._look(name, kinds, limit)
        if found.meta.extra["match"] == "exact" and await self._still_so(name, found.data):
            return found
        # What somebody else has made since is only seen by asking again.
        old = [self._directory.renew(what) for what in ("tree", "workspaces", "tags", "fields")]
        return await self._look(name, kinds, limit) if any(old) else found

    async def _still_so(self, name: str, found: Sequence[FoundItem]) -> bool:
        """Whether what was found is called so now, rather than when it was asked for."""
        for each in found:
            kind = str(each["kind"])
            age = self._directory.from_before(_KNOWN_BY.get(kind, ""))
            meant = Meant("name", kind, name, str(each.get("id")), age)
            if age is not None and not await still_called(self._directory, meant):
                return False
        return True

    async def _look(self, name: str, kinds: tuple[str, ...], limit: int) -> Records[FoundItem]:
        exact: list[dict[str, Any]] = []
        close: list[dict[str, Any]] = []
        scanned: int | None = None
        more = False
        for kind in kinds:
            found = await self._find(kind, name)
            exact += found.exact
            close += found.close
            if found.meta.scanned is not None:
                scanned, more = found.meta.scanned, found.meta.has_more
        given = exact or close
        age = self._directory.tree_age(self._workspace_id)
        extra: dict[str, Any] = {"match": "exact" if exact else "close" if close else "none"}
        if age is not None:
            extra["age"] = round(age)
        warnings = [f"{said}." for said in await self._unseen(kinds)]
        if more and not exact:
            warnings.append("Not all tasks were looked at: narrow it with `list_id` or `space_id`.")
        meta = Meta(
            count=min(len(given), limit),
            truncated=len(given) > limit,
            scanned=scanned,
            warnings=tuple(warnings),
            not_included=_archived(kinds),
            extra=extra,
        )
        return ExecuteResult(cast("list[FoundItem]", given[:limit]), meta)

    async def _unseen(self, kinds: tuple[str, ...]) -> list[str]:
        if not _IN_SPACES & set(kinds):
            return []
        tree = await self._directory.tree(self._workspace_id)
        return unseen(self._closed.union(tree.closed))

    async def _find(self, kind: str, name: str) -> _Found:
        if kind in _PLACES:
            return await self._places(_PLACES[kind], name)
        if kind == "person":
            found = find_people(name, await self._directory.people(self._workspace_id))
            return _both(found, _person)
        if kind == "task":
            return await self._tasks(name)
        if kind == "tag":
            return await self._named(kind, name, await self._in_spaces("tags"))
        if kind == "custom_field":
            return await self._named(kind, name, await self._custom_fields())
        return await self._named(kind, name, await self._statuses())

    async def _places(self, kind: Kind, name: str) -> _Found:
        tree = await self._directory.tree(self._workspace_id)
        found = tree.find(name, (kind,))

        def show(place: Any) -> dict[str, Any]:
            shown = {"kind": kind, "id": place.id, "name": place.name}
            return shown | ({"in": " / ".join(place.path)} if place.path else {})

        wanted = self._space_id
        inside = Match(
            tuple(p for p in found.exact if wanted in {None, p.space_id}),
            tuple(p for p in found.close if wanted in {None, p.space_id}),
        )
        return _both(inside, show)

    async def _named(self, kind: str, name: str, items: list[dict[str, Any]]) -> _Found:
        found = match(name, items, lambda item: (str(item["name"]),))
        return _both(found, lambda item: {"kind": kind, **item})

    async def _in_spaces(self, what: str) -> list[dict[str, Any]]:
        """The tags or the custom fields of the space, or of each space."""
        tree = await self._directory.tree(self._workspace_id)
        spaces = [
            place
            for place in tree.places
            if place.kind == "space" and self._space_id in {None, place.id}
        ]

        async def ask(space: Place) -> list[Mapping[str, Any]]:
            try:
                if what == "tags":
                    return await self._directory.tags(space.id)
                return await self._directory.fields(space_id=space.id)
            except NotFound:
                return []  # somebody has deleted it since
            except PermissionDenied:
                self._closed.add(f"{space.name} ({space.id})")
                return []

        answers = await gather_or_cancel(map(ask, spaces))
        return [
            {**_identity(item), "in": space.name}
            for space, items in zip(spaces, answers, strict=True)
            for item in items
        ]

    async def _custom_fields(self) -> list[dict[str, Any]]:
        if self._list_id:
            return [_identity(f) for f in await self._directory.fields(list_id=self._list_id)]
        everywhere = await self._directory.fields(team_id=self._workspace_id)
        found = [_identity(field) for field in everywhere] + await self._in_spaces("fields")
        return list({item["id"]: item for item in found}.values())

    async def _statuses(self) -> list[dict[str, Any]]:
        if self._list_id:
            place = await self._directory.one_list(self._list_id)
            return [{"name": s["status"], "type": s["type"]} for s in place["statuses"]]
        spaces = await self._connector.execute("spaces", "list", {"team_id": self._workspace_id})
        return [
            {"name": status["status"], "type": status["type"], "in": space["name"]}
            for space in spaces.data
            if self._space_id in {None, str(space["id"])}
            for status in space.get("statuses") or ()
        ]

    async def _tasks(self, name: str) -> _Found:
        params: dict[str, Any] = {
            "team_id": self._workspace_id,
            "search": name,
            "subtasks": True,
            "include_closed": True,
        }
        if self._list_id:
            params["list_ids"] = [self._list_id]
        if self._space_id:
            params["space_ids"] = [self._space_id]
        answer = await self._connector.execute("tasks", "search", params)

        def show(task: Mapping[str, Any]) -> dict[str, Any]:
            return {
                "kind": "task",
                "id": task["id"],
                "name": task["name"],
                "status": task["status"]["status"],
                "in": task["list"]["name"],
            }

        found = match(name, answer.data, lambda task: (str(task["name"]),))
        if not found.exact:
            found = Match((), (*found.close, *(t for t in answer.data if t not in found.close)))
        return _both(found, show)._replace(meta=answer.meta)


def _both(found: Match[Any], show: Any) -> _Found:
    return _Found([show(item) for item in found.exact], [show(i) for i in found.close[:_ALIKE]])


def _archived(kinds: tuple[str, ...]) -> tuple[str, ...]:
    givers = ", ".join(giver for kind, giver in _ARCHIVED_BY.items() if kind in kinds)
    return (f"archived ones ({givers}: archived=true)",) if givers else ()


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "person",
        "id": person["id"],
        "name": person.get("username"),
        "email": person.get("email"),
    }


def _identity(item: Mapping[str, Any]) -> dict[str, Any]:
    """What an item is called, and its id where it has one."""
    return {key: item[key] for key in ("id", "name", "type") if key in item}
