"""What a token's workspaces hold, asked for once and kept for a while."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple
from zoneinfo import ZoneInfo

from agent_connectors.clickup.naming.known import Kept, Known
from agent_connectors.clickup.naming.places import Tree
from agent_connectors.clickup.naming.shapes import (
    CHANNEL_MEMBER,
    FIELD,
    FOLDER,
    ONE_LIST,
    PERSON,
    PLACE,
    TAG,
    THING,
    WORKSPACE,
    all_shaped,
    is_shaped,
    shaped,
)
from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.loops import gather_or_cancel

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["TASK_NAMING", "Directory", "Part"]

_MAPPING: ContextVar[bool] = ContextVar("mapping", default=False)
"""Whether the places of a workspace are being asked for, by ids that ClickUp has just given."""

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


_Shown = Literal["folders", "lists"]

_PARTS: tuple[_Shown, ...] = ("folders", "lists")


class Part(NamedTuple):
    """What one request shows of a space.

    Attributes:
        shows: `folders`, with the lists in them, or `lists`, those that are in no folder.
        space_id: The space.
    """

    shows: _Shown
    space_id: str

    def __str__(self) -> str:
        return f"{self.shows}/{self.space_id}"

    def whole_space(self) -> "list[Part]":
        """All parts of the space."""
        return [Part(shows, self.space_id) for shows in _PARTS]

    @classmethod
    def of(cls, text: str) -> "Part":
        """The part that a text stands for."""
        shows, _, space_id = text.partition("/")
        return cls("folders" if shows == "folders" else "lists", space_id)


class _Inside(NamedTuple):
    """What a part of a space holds, or why that is not known."""

    records: list[Mapping[str, Any]]
    missing: Literal["", "gone", "closed"] = ""


class Directory(Known):
    """What there is, by name.

    Args:
        connector: Asks ClickUp.
        workspace: The id or name of the one that is meant where a call names none.
        max_age: Seconds for which an answer is kept.
        clock: Seconds that only go forward.
    """

    rests_on: ClassVar = {"tree": ("spaces", "tree")}

    def __init__(
        self,
        connector: "Connector",
        *,
        workspace: str | None = None,
        max_age: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(max_age, clock)
        self._connector = connector
        self.workspace = workspace

    async def me(self) -> Mapping[str, Any]:
        """The user whose token it is."""

        async def ask() -> Mapping[str, Any]:
            return shaped(await self._call("user", "get"), PERSON, "the user")

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
            return all_shaped(await self._call("teams", "list"), WORKSPACE, "a workspace")

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
        gate = asyncio.Semaphore(_AT_ONCE)

        async def look_into(space_id: str) -> list[_Inside]:
            async with gate:
                return [await self._inside(Part(shows, space_id)) for shows in _PARTS]

        tree = Tree(workspace_id)
        token = _MAPPING.set(True)
        try:
            spaces = await self.things("spaces", workspace_id)
            inside = await gather_or_cancel(look_into(str(space["id"])) for space in spaces)
        finally:
            _MAPPING.reset(token)
        for space, found in zip(spaces, inside, strict=True):
            missing = {each.missing for each in found}
            if "closed" in missing:
                tree.closed.append(f"{space['name']} ({space['id']})")
                tree.add_space(space, (), ())
            elif "gone" not in missing:
                tree.add_space(space, *(each.records for each in found))
        return tree

    async def _inside(self, part: Part) -> _Inside:
        async def ask() -> _Inside:
            try:
                found = await self._call(part.shows, "list", space_id=part.space_id)
                shape = FOLDER if part.shows == "folders" else PLACE
                return _Inside(all_shaped(found, shape, f"a {part.shows.removesuffix('s')}"))
            except NotFound:
                return _Inside([], "gone")  # somebody has deleted the space since
            except PermissionDenied:
                return _Inside([], "closed")

        return await self._keep(("tree", str(part)), ask)

    def part_of(self, kind: str, place_id: str) -> tuple[Part, str] | None:
        """The part of a space that shows a folder or a list, and what that is called there.

        Args:
            kind: `folder` or `list`; nothing else is in a part.
            place_id: Its id.
        """
        for (what, of), kept in list(self._kept.items()):
            if what != "tree" or kind not in {"folder", "list"}:
                continue
            part = Part.of(of)
            records = kept.value.records
            if part.shows == "folders" and kind == "list":
                records = [each for folder in records for each in folder.get("lists") or ()]
            named = {str(each["id"]): str(each["name"]) for each in records}
            if place_id in named and kind in {"list", part.shows.removesuffix("s")}:
                return part, named[place_id]
        return None

    def inside(self, space_id: str) -> list[Mapping[str, Any]]:
        """The folders and lists of a space, as `tree` has got them."""
        found: list[Mapping[str, Any]] = []
        for shows in _PARTS:
            kept = self._fresh(("tree", str(Part(shows, space_id))))
            for place in kept.value.records if kept else ():
                found += [place, *(place.get("lists") or ())]
        return found

    def tree_age(self, workspace_id: str) -> float | None:
        """Seconds since the oldest part of a tree was asked for; None if not all is known."""
        spaces = self._fresh(("spaces", workspace_id))
        if spaces is None:
            return None
        keys = [("tree", str(Part(s, str(each["id"])))) for each in spaces.value for s in _PARTS]
        kept = [spaces, *(self._fresh(key) for key in keys)]
        known = [self._clock() - each.since for each in kept if each is not None]
        return max(known) if len(known) == len(kept) else None

    @property
    def is_mapping(self) -> bool:
        """Whether `tree` is at work: taking its ids for names would wait for itself."""
        return _MAPPING.get()

    async def one_list(self, list_id: str) -> Mapping[str, Any]:
        """A list, with its statuses."""

        async def ask() -> Mapping[str, Any]:
            return shaped(await self._call("lists", "get", list_id=list_id), ONE_LIST, "a list")

        return await self._keep(("list", list_id), ask)

    async def fields(self, **place: str) -> list[Mapping[str, Any]]:
        """The custom fields of a list, a folder, a space or a workspace.

        Args:
            place: Its id, as `list_id` and so on.
        """

        async def ask() -> list[Mapping[str, Any]]:
            asked = await self._call("custom_fields", "list", **place)
            found = all_shaped(asked, FIELD, "a custom field")
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
            if is_shaped(field, FIELD) and isinstance(field["id"], str):
                plain = {name: part for name, part in field.items() if name != "value"}
                self._kept["field", field["id"]] = Kept(self._clock(), plain)

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
            shape = PLACE if entity == "spaces" else THING
            return all_shaped([thing async for thing in found], shape, f"one of the {entity}")

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
            found = await self._call("chat_channels", "list_members", channel_id=channel_id)
            return all_shaped(found, CHANNEL_MEMBER, "a member")

        return await self._keep(("members", channel_id), ask)

    def lists_in_folders(self, space_id: str) -> int | None:
        """How many lists of a space are in folders; None if that is not known by now."""
        kept = self._fresh(("tree", str(Part("folders", space_id))))
        if kept is None or kept.value.missing:
            return None
        return sum(len(folder.get("lists") or ()) for folder in kept.value.records)

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
            return all_shaped(await self._call("tags", "list", space_id=space_id), TAG, "a tag")

        return await self._keep(("tags", space_id), ask)

    def forget(self, entity: str | None = None) -> None:
        """Forgets what a write to an entity may have changed; everything if none is named."""
        shapes = None if entity is None else _SHAPES.get(entity, ())
        if shapes == ():
            return
        self._writes += 1
        for key in [key for key in self._kept if shapes is None or key[0] in shapes]:
            self._kept.pop(key, None)

    async def _call(self, entity: str, action: str, **params: Any) -> Any:
        return (await self._connector.execute(entity, action, params)).data
