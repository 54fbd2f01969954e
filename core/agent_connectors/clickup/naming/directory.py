"""What a token's workspaces hold, asked for once and kept for a while."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from agent_connectors.clickup.naming.places import Tree
from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.loops import LoopLock, together

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["TASK_NAMING", "Directory"]

T = TypeVar("T")

_BEGAN: ContextVar[float | None] = ContextVar("began", default=None)

_MAPPING: ContextVar[bool] = ContextVar("mapping", default=False)
"""Whether the places of a workspace are being asked for, by ids that ClickUp has just given."""
"""When the call that is under way began; calls that it makes belong to it."""

TASK_NAMING = ("task_id", "custom_task_ids", "team_id")
"""Parameters that say which task is meant."""

_AT_ONCE = 8
"""Spaces looked into at a time."""

_SHAPES: Mapping[str, tuple[str, ...]] = {
    "spaces": ("tree", "spaces"),
    "user_groups": ("user_groups",),
    "folders": ("tree",),
    "lists": ("tree", "list"),
    "templates": ("tree",),
    "tags": ("tags",),
    "workspaces": ("workspaces",),
    "teams": ("workspaces",),
    "users": ("workspaces",),
    "guests": ("workspaces",),
    "goals": ("goals",),
    "docs": ("docs",),
    "views": ("views",),
    "chat_channels": ("chat_channels",),
}
"""What has to be asked for again after a write, by the entity that was written to."""


class _Kept(NamedTuple):
    since: float
    value: Any


class Directory:
    """What there is, by name.

    Args:
        connector: Asks ClickUp.
        max_age: Seconds for which an answer is kept.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        connector: "Connector",
        *,
        max_age: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector
        self._max_age = max_age
        self._clock = clock
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._locks: dict[tuple[str, str], LoopLock] = {}
        self._writes = 0

    async def me(self) -> Mapping[str, Any]:
        """The user whose token it is."""

        async def ask() -> Mapping[str, Any]:
            return dict(await self._call("user", "get"))

        return await self._keep(("me", ""), ask)

    async def zone(self) -> tzinfo | None:
        """The time zone of the user, in which days are kept; None if ClickUp tells none."""
        name = (await self.me()).get("timezone")
        try:
            return ZoneInfo(name) if name else None
        except (LookupError, OSError, TypeError, ValueError):
            return None  # ClickUp knows a zone that this system does not

    async def workspaces(self) -> list[Mapping[str, Any]]:
        """The workspaces that the token can see, with their members."""

        async def ask() -> list[Mapping[str, Any]]:
            return list(await self._call("teams", "list"))

        return await self._keep(("workspaces", ""), ask)

    async def people(self, workspace_id: str | None = None) -> list[Mapping[str, Any]]:
        """The members of a workspace, or of all workspaces, each once.

        Args:
            workspace_id: The workspace; all if not given.
        """
        found = {
            member["user"]["id"]: member["user"]
            for workspace in await self.workspaces()
            if workspace_id in {None, str(workspace["id"])}
            for member in workspace.get("members") or ()
        }
        return list(found.values())

    async def tree(self, workspace_id: str) -> Tree:
        """The spaces, folders and lists of a workspace, as far as the token may see them."""

        async def ask() -> Tree:
            tree = Tree(workspace_id)
            self._kept.pop(("spaces", workspace_id), None)  # they are as new as what is in them
            spaces = await self.things("spaces", workspace_id)
            gate = asyncio.Semaphore(_AT_ONCE)

            async def look_into(space: Mapping[str, Any]) -> tuple[Any, Any] | None:
                async with gate:
                    try:
                        return (
                            await self._call("folders", "list", space_id=space["id"]),
                            await self._call("lists", "list", space_id=space["id"]),
                        )
                    except NotFound:
                        return None  # somebody has deleted it since
                    except PermissionDenied:
                        tree.closed.append(f"{space['name']} ({space['id']})")
                        return [], []

            inside = await together(look_into(space) for space in spaces)
            for space, found in zip(spaces, inside, strict=True):
                if found is not None:
                    tree.add_space(space, *found)
            return tree

        async def ask_by_ids() -> Tree:
            token = _MAPPING.set(True)
            try:
                return await ask()
            finally:
                _MAPPING.reset(token)

        return await self._keep(("tree", workspace_id), ask_by_ids)

    async def spaces(self, workspace_id: str) -> list[Mapping[str, Any]]:
        """The spaces of a workspace; a tree that has other spaces is forgotten."""
        found = await self.things("spaces", workspace_id)
        tree = self._fresh(("tree", workspace_id))
        named = {
            (place.id, place.name)
            for place in (tree.value.places if tree else ())
            if place.kind == "space"
        }
        if tree and named != {(str(space["id"]), str(space["name"])) for space in found}:
            self._kept.pop(("tree", workspace_id), None)
        return found

    def spaces_known(self) -> int:
        """How many spaces the workspaces have that were looked into."""
        trees = [kept.value for key, kept in list(self._kept.items()) if key[0] == "tree"]
        return sum(place.kind == "space" for tree in trees for place in tree.places)

    @property
    def is_mapping(self) -> bool:
        """Whether `tree` is at work: taking its ids for names would wait for itself."""
        return _MAPPING.get()

    async def one_list(self, list_id: str) -> Mapping[str, Any]:
        """A list, with its statuses."""

        async def ask() -> Mapping[str, Any]:
            return dict(await self._call("lists", "get", list_id=list_id))

        return await self._keep(("list", list_id), ask)

    async def fields(self, **place: str) -> list[Mapping[str, Any]]:
        """The custom fields of a list, a folder, a space or a workspace.

        Args:
            place: Its id, as `list_id` and so on.
        """

        async def ask() -> list[Mapping[str, Any]]:
            found = list(await self._call("custom_fields", "list", **place))
            self._learn_fields(found)
            return found

        return await self._keep(("fields", str(place)), ask)

    def known_field(self, field_id: str) -> Mapping[str, Any] | None:
        """The definition of a custom field that a place or a task has shown; nothing is asked."""
        kept = self._fresh(("field", field_id))
        return None if kept is None else dict(kept.value)

    def forget_fields(self, *, older_than: float) -> bool:
        """Forgets what fields places have, asked for some seconds ago; whether there was any."""
        old = [
            key
            for key, kept in self._kept.items()
            if key[0] == "fields" and self._clock() - kept.since > older_than
        ]
        for key in old:
            del self._kept[key]
        return bool(old)

    def _learn_fields(self, fields: Any) -> None:
        """Keeps definitions of custom fields by their ids, without the values of a task."""
        for field in fields if isinstance(fields, list) else ():
            if isinstance(field, Mapping) and isinstance(field.get("id"), str):
                plain = {name: part for name, part in field.items() if name != "value"}
                self._kept["field", field["id"]] = _Kept(self._clock(), plain)

    async def things(
        self, entity: str, workspace_id: str, action: str = "list"
    ) -> list[Mapping[str, Any]]:
        """Everything of a kind that a workspace lists itself, such as its goals.

        Args:
            entity: What to list.
            workspace_id: The workspace.
            action: The operation that lists it.
        """

        async def ask() -> list[Mapping[str, Any]]:
            operation = self._connector.operations.get(entity, action)
            name = "team_id" if "team_id" in operation.parameters else "workspace_id"
            found = self._connector.iterate(entity, action, {name: workspace_id})
            return [thing async for thing in found]

        kept_as = entity if action == "list" else f"{entity}.{action}"
        return await self._keep((kept_as, workspace_id), ask)

    async def one(self, entity: str, action: str, **params: Any) -> Any:
        """What an operation answers now; nothing of it is kept.

        Args:
            entity: The kind of object.
            action: The operation.
            params: Its parameters.
        """
        return await self._call(entity, action, **params)

    async def channel_members(self, channel_id: str) -> list[Mapping[str, Any]]:
        """Who is in a channel of the chat."""

        async def ask() -> list[Mapping[str, Any]]:
            return list(await self._call("chat_channels", "list_members", channel_id=channel_id))

        return await self._keep(("members", channel_id), ask)

    def lists_in_folders(self, space_id: str) -> int | None:
        """How many lists of a space are in folders; None if that is not known by now."""
        for key in list(self._kept):
            kept = self._fresh(key) if key[0] == "tree" else None
            places = kept.value.places if kept is not None else []
            if any(place.id == space_id and place.kind == "space" for place in places):
                inside = (p for p in places if p.space_id == space_id and p.folder_id is not None)
                return len([place for place in inside if place.kind == "list"])
        return None

    async def task(self, params: Mapping[str, Any], *, markdown: bool = False) -> Mapping[str, Any]:
        """The task that a call is about; asked for anew each time.

        Args:
            params: The parameters of the call.
            markdown: Whether to ask for its description as Markdown too.
        """
        named = {name: params[name] for name in TASK_NAMING if name in params}
        if markdown:
            named["include_markdown_description"] = True
        found = dict(await self._call("tasks", "get", **named))
        self._learn_fields(found.get("custom_fields"))
        return found

    async def page(self, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """The page of a doc that a call is about, as it is written; asked for anew each time.

        Args:
            params: The parameters of the call.
        """
        named = ("doc_id", "page_id", "workspace_id", "content_format")
        asked = {name: params[name] for name in named if name in params}
        return dict(await self._call("doc_pages", "get", **asked))

    async def tags(self, space_id: str) -> list[Mapping[str, Any]]:
        """The tags of a space."""

        async def ask() -> list[Mapping[str, Any]]:
            return list(await self._call("tags", "list", space_id=space_id))

        return await self._keep(("tags", space_id), ask)

    @contextmanager
    def call(self) -> Iterator[None]:
        """While a call lasts: what was asked for before it began may be out of date by now."""
        token = _BEGAN.set(self._clock()) if _BEGAN.get() is None else None
        try:
            yield
        finally:
            if token is not None:
                _BEGAN.reset(token)

    def from_before(self, what: str, of: str | None = None) -> float | None:
        """How old what is known was when this call began, in seconds; None if it is of this call.

        Args:
            what: What was asked for, such as `tree`.
            of: Of what; of any workspace, or whatever it is, if not given.
        """
        began = _BEGAN.get()
        before = self._clock() if began is None else began
        ages = [
            before - kept.since
            for key, kept in list(self._kept.items())
            if key[0] == what and of in {None, key[1]}
            if kept.since < before and self._fresh(key)
        ]
        return max(ages, default=None)

    def renew(self, what: str) -> bool:
        """Forgets what was asked for before this call began; whether there was anything.

        Args:
            what: What was asked for, such as `tree`, of any workspace.
        """
        if self.from_before(what) is None:
            return False
        for key in [key for key in list(self._kept) if key[0] == what]:
            self._kept.pop(key, None)
        return True

    def age(self, what: str, of: str = "") -> float | None:
        """Seconds since something was asked for; None if it was not, or too long ago."""
        kept = self._fresh((what, of))
        return None if kept is None else self._clock() - kept.since

    def oldest(self) -> float:
        """Seconds since the oldest of what is known was asked for."""
        return max((self._clock() - kept.since for kept in self._kept.values()), default=0.0)

    def forget(self, entity: str | None = None) -> None:
        """Forgets what a write to an entity may have changed; everything if none is named."""
        self._writes += 1
        shapes = None if entity is None else _SHAPES.get(entity, ())
        for key in [key for key in self._kept if shapes is None or key[0] in shapes]:
            self._kept.pop(key, None)

    async def _keep(self, key: tuple[str, str], ask: Callable[[], Awaitable[T]]) -> T:
        kept = self._fresh(key)
        if kept is None:
            async with self._locks.setdefault(key, LoopLock()).here():
                kept = self._fresh(key)
                if kept is None:
                    since, writes = self._clock(), self._writes
                    kept = _Kept(since, await ask())
                    if writes == self._writes:  # else what was written meanwhile may be missing
                        self._kept[key] = kept
        found: T = kept.value
        return found

    def _fresh(self, key: tuple[str, str]) -> _Kept | None:
        kept = self._kept.get(key)
        return None if kept is None or self._clock() - kept.since > self._max_age else kept

    async def _call(self, entity: str, action: str, **params: Any) -> Any:
        return (await self._connector.execute(entity, action, params)).data
