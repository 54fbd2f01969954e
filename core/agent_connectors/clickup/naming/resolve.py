"""Puts ids in the place of names, links and custom task ids in the parameters of a call."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.links import Link, read_link
from agent_connectors.clickup.naming.names import (
    check_workspace,
    find_id,
    group_called,
    place_id,
    workspace_id,
)
from agent_connectors.clickup.naming.people import EVERYONE, everyone, person_id
from agent_connectors.clickup.naming.tasks import is_custom, plain_id, read_task
from agent_connectors.engine.declare.named import fill, ids_in
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.names import NothingLikeIt, Several, fold

__all__ = [
    "Meant",
    "Resolution",
    "known_by",
    "looks_like_name",
    "place_id",
    "resolve",
    "workspace_id",
]

_LATER = frozenset({"page", "any field"})
"""Kinds that are looked for in something else that the call names."""

_PLACES = frozenset({"space", "folder", "list"})

_FLAGGED = frozenset({"task_id", "task_ids"})
"""Parameters of which `custom_task_ids` speaks."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name was taken for.

    Attributes:
        parameter: Where it was given.
        kind: What it is the name of.
        wanted: The name.
        id: The id that was put in its place.
        age: How old, in seconds, what that rests on was when the call began; None if it was
            asked for by this call.
    """

    parameter: str
    kind: str
    wanted: str
    id: str
    age: float | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the other names of a call."""
        return (self.parameter, self.kind, self.id)


@dataclass(slots=True)
class Resolution:
    """The parameters of a call with ids in them, and how they came about.

    Attributes:
        params: The parameters, with ids.
        meant: What names were taken for.
        unchecked: Kinds and texts that were taken for ids by their looks alone.
    """

    params: dict[str, Any]
    meant: list[Meant] = field(default_factory=list)
    unchecked: list[tuple[str, str]] = field(default_factory=list)


async def resolve(
    operation: Operation,
    checked: dict[str, Any],
    directory: Directory,
    *,
    refused: Collection[tuple[str, str]] = (),
) -> Resolution:
    """The parameters of a call with ids where something else was given.

    What looks like an id is taken for one, and nothing is asked for.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        directory: What there is.
        refused: Kinds and texts that looked like ids and are none, so that they may be names.

    Raises:
        InvalidParams: A name means nothing, or several things.
    """
    return await _Resolver(operation, checked, directory, refused=refused).run()


class _Resolver:
    def __init__(
        self,
        operation: Operation,
        checked: dict[str, Any],
        directory: Directory,
        *,
        refused: Collection[tuple[str, str]],
    ) -> None:
        self._operation = operation
        self._directory = directory
        self._refused = refused
        self._found = Resolution(dict(checked))
        self._workspace: str | None = None
        self._parameter = ""

    async def run(self) -> Resolution:
        params = self._found.params
        named = self._operation.named
        present = [name for name in named if name in params]
        marks = {n: {kind for kind, _ in ids_in(params[n], named[n], params)} for n in present}
        # What is looked for in a workspace, in a doc or in a task comes after those.
        for name in sorted(present, key=lambda n: _order(marks[n])):
            self._parameter = name
            try:
                known = await fill(params[name], named[name], params, self._look_up)
            except LookupError as unknown:
                problem = f"`{name}`: {unknown.args[0]}".rstrip(".")
                raise InvalidParams(f"{problem}.", operation=self._operation.name) from None
            params[name] = known
            if marks[name] == {"workspace"}:
                self._workspace = str(known)
        return self._found

    async def _look_up(self, kind: str, given: Any, *, several: bool) -> Any:
        if kind in {"person", "task type"} and str(given).strip().isdecimal():
            self._found.unchecked.append((kind, str(given).strip()))
        if kind == "field" or not isinstance(given, str) or not _is_text(given):
            return given  # custom fields come with their values, in `custom.py`
        if kind == "task":
            return await self._task(given)
        text = given.strip()
        link = read_link(text)
        if link is not None:
            return await self._linked(kind, text, link)
        if kind == "person":
            return await self._person(text, several=several)
        known = KINDS.get(kind)
        if known is None:
            return text
        return await (self._id if known.ids.fullmatch(text) else self._named)(kind, text)

    async def _linked(self, kind: str, text: str, link: Link) -> str:
        if kind not in link.ids:
            raise LookupError(f"{text} is the link of a {link.noun}, not of a {kind}")
        linked = None if kind == "workspace" else link.workspace
        await check_workspace(self._directory, text, linked, self._workspace)
        found = link.ids[kind]
        # The link of a goal has the number that people see.
        numbered = kind == "goal" and found.isdecimal()
        return await self._goal_numbered(found, link.workspace) if numbered else found

    async def _id(self, kind: str, text: str) -> str:
        """The text itself; or, where ClickUp did not know that, the id of what is called so."""
        self._found.unchecked.append((kind, text))
        return await self._maybe_named(kind, text) if (kind, text) in self._refused else text

    async def _named(self, kind: str, text: str) -> str:
        try:
            found = await find_id(self._directory, kind, text, self._workspace, self._found.params)
        except NothingLikeIt:
            in_path = self._operation.parameters[self._parameter].place is None
            if in_path and _may_be_id(kind, text):
                return text  # ids may come to look otherwise: ClickUp says what it does not know
            raise
        self._take_note(kind, text, found)
        return found

    async def _maybe_named(self, kind: str, text: str) -> str:
        """The id of what has this for a name, or else the text, which looks like an id."""
        if not KINDS[kind].known_by:
            return text
        try:
            return await self._named(kind, text)
        except Several:
            raise
        except LookupError:
            return text  # what it merely resembles says nothing of what looks like an id

    async def _person(self, text: str, *, several: bool) -> Any:
        folded = fold(text).removeprefix("@")
        if several and folded in EVERYONE:
            workspace = await workspace_id(self._directory, self._workspace)
            return await everyone(self._directory, text, workspace)
        try:
            found = await person_id(self._directory, text, self._workspace)
        except Several:
            raise
        except LookupError:
            group = await group_called(self._directory, text, self._workspace)
            if group is None:
                raise
            raise LookupError(self._group_instead(text, group)) from None
        if not text.removeprefix("-").isdecimal() and folded != "me":
            self._take_note("person", text, str(found))
        return found

    def _group_instead(self, text: str, group: str) -> str:
        takes = [name for name in self._operation.parameters if name.startswith("group_assignee")]
        said = f"{text!r} is a user group ({group}), not a person"
        return f"{said}; give it as `{takes[0]}`" if takes else f"{said}; people are wanted here"

    async def _task(self, given: str) -> str:
        params = self._found.params
        said = params.get("custom_task_ids") if self._parameter in _FLAGGED else None
        task = read_task(given, custom=said is True)
        await check_workspace(self._directory, given.strip(), task.workspace, self._workspace)
        if task.custom and task.workspace and "team_id" in self._operation.parameters:
            params.setdefault("team_id", task.workspace)
        if not task.custom or said is not None:
            return task.id
        if self._flag_says_it():
            self._found.params["custom_task_ids"] = True
            return task.id
        return await plain_id(self._directory, task, self._workspace)

    def _flag_says_it(self) -> bool:
        """Whether ClickUp itself can be told that the task's id is a custom one."""
        if "custom_task_ids" not in self._operation.parameters or self._parameter not in _FLAGGED:
            return False
        value = self._found.params[self._parameter]
        listed = value if isinstance(value, list | tuple) else [value]
        return all(is_custom(each) for each in listed)

    async def _goal_numbered(self, text: str, workspace: str | None) -> str:
        """The id of a goal from its link, which has the number that people see."""
        inside = await workspace_id(self._directory, workspace or self._workspace)
        while True:
            goals = await self._directory.things("goals", inside)
            found = [goal for goal in goals if str(goal.get("pretty_id")) == text]
            if len(found) == 1:
                return str(found[0]["id"])
            if not self._directory.renew("goals"):
                raise LookupError(f"there is no goal number {text}")

    def _take_note(self, kind: str, wanted: str, found: str) -> None:
        what = known_by(kind)
        shown = self._directory.part_of(kind, found) if what == "tree" else None
        of = str(shown[0]) if shown else None
        age = self._directory.from_before(what, of) if what else None
        self._found.meant.append(Meant(self._parameter, kind, wanted, found, age))


def known_by(kind: str) -> str:
    """What the directory keeps the names of a kind under; empty where it keeps none."""
    return "workspaces" if kind == "person" else KINDS[kind].known_by


def _order(kinds: set[str]) -> int:
    """Workspaces first, and last what is looked for in something else."""
    return 0 if kinds == {"workspace"} else 2 if kinds & _LATER else 1


def _is_text(given: str) -> bool:
    """Whether a text can be sent at all: it has no half of a character in it."""
    return not any("\ud800" <= character <= "\udfff" for character in given)


def _may_be_id(kind: str, text: str) -> bool:
    """Whether a text could be an id, though ids of its kind do not look like that so far."""
    if looks_like_name(text) or not all(character.isprintable() for character in text):
        return False
    # Places have had numbers for ids for as long as ClickUp has an API.
    return kind not in _PLACES or any(map(str.isdigit, text))


def looks_like_name(value: Any) -> bool:
    """Whether a text can hardly be an id, however ids may look."""
    if not isinstance(value, str):
        return False
    word = value.isalpha() and value[:1].isupper() and len(value) > 2
    return word or not value.isascii() or any(character.isspace() for character in value)
