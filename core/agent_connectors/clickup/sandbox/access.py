"""Who may see what, and what they may do with it.

What is nearest counts: a right that somebody was given to a task, List, Folder or Space goes before
a private place further up, and that before being a member. The owner may do everything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.state.chat import Channel
from agent_connectors.clickup.sandbox.state.people import (
    ADMIN,
    CREATE,
    GUEST,
    LEVELS,
    OWNER,
    READ,
    Access,
    User,
)
from agent_connectors.clickup.sandbox.state.places import Folder, Space, TaskList
from agent_connectors.clickup.sandbox.state.plans import Doc, Goal, View
from agent_connectors.clickup.sandbox.state.work import Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Place = Task | TaskList | Folder | Space
Thing = Place | View | Goal | Doc | Channel | Comment | TimeEntry
T = TypeVar("T", bound=Thing)

_NAMES = {number: name for name, number in LEVELS.items()}
_KINDS: dict[type, str] = {Task: "task", TaskList: "list", Folder: "folder", Space: "space"}


def level(workspace: Workspace, thing: Thing, user: User | None = None) -> int:
    """What somebody may do with something: 0 for nothing, not even see it.

    Args:
        workspace: Where it is.
        thing: What it is about.
        user: Who; the present caller if not given.
    """
    user = user or workspace.caller
    # A direct message is between those in it, whoever owns the Workspace.
    if user.role == OWNER and not isinstance(thing, Channel):
        return CREATE
    return _RULES[type(thing)](workspace, thing, user)


def permission(workspace: Workspace, task: Task) -> str:
    """What the caller may do with a task, as it is shown."""
    return _NAMES.get(level(workspace, task), "read")


def seen(workspace: Workspace, things: Iterable[T]) -> list[T]:
    """Those that the caller may see."""
    return [thing for thing in things if level(workspace, thing)]


def able(workspace: Workspace, people: Iterable[User], task: Task) -> tuple[User, ...]:
    """Those who may see a task; measured: others are left out of its assignees in silence."""
    return tuple(user for user in people if level(workspace, task, user))


def check(workspace: Workspace, thing: T) -> T:
    """What was looked up, if the caller has the right that the present request needs.

    Raises:
        ApiError: They may not see it, or may only see it.
    """
    may = level(workspace, thing)
    if may >= workspace.needed:
        return thing
    if may:
        raise errors.may_not(creating=workspace.needed == CREATE and isinstance(thing, TaskList))
    if isinstance(thing, Task):
        raise errors.task_hidden()
    raise errors.list_hidden() if isinstance(thing, TaskList) else errors.object_forbidden()


def make_private(workspace: Workspace, kind: str, identifier: str, *, private: bool) -> Access:
    """Close something to all but those named, among them who closes it; or open it."""
    access = workspace.access.setdefault((kind, identifier), Access())
    access.private = private
    if private:
        access.levels.setdefault(("user", str(workspace.caller.id)), CREATE)
    # Who finds what hangs on it.
    workspace.changed()
    return access


def _as_member(user: User) -> int:
    return 0 if user.role == GUEST else CREATE


def _in_chat(_workspace: Workspace, channel: Channel, user: User) -> int:
    if user in channel.members or (channel.public and user.role != GUEST):
        return CREATE
    return CREATE if user.role == OWNER and channel.type == "CHANNEL" else 0


def _on_comment(workspace: Workspace, comment: Comment, user: User) -> int:
    place = _commented(workspace, comment)
    return CREATE if place is None else level(workspace, place, user)


def _on_entry(workspace: Workspace, entry: TimeEntry, user: User) -> int:
    if entry.user is user or user.role == ADMIN:
        return CREATE
    return READ if entry.task is not None and level(workspace, entry.task, user) else 0


def place_of(workspace: Workspace, identifier: str) -> Place | None:
    """The List, Folder or Space with an id; None if it is none of them."""
    known: tuple[Mapping[str, Place], ...] = (workspace.lists, workspace.folders, workspace.spaces)
    return next((places[identifier] for places in known if identifier in places), None)


def _on_view(workspace: Workspace, view: View, user: User) -> int:
    place = place_of(workspace, view.parent)
    return _as_member(user) if place is None else level(workspace, place, user)


def _on_goal(workspace: Workspace, goal: Goal, user: User) -> int:
    return CREATE if user in goal.owners else _own(workspace, "goal", goal.id, user)


def _on_doc(workspace: Workspace, doc: Doc, user: User) -> int:
    if doc.creator is user:
        return CREATE
    place = place_of(workspace, doc.parent)
    if place is None or level(workspace, place, user):
        return _own(workspace, "doc", doc.id, user)
    return _granted(workspace, user, "doc", doc.id)


def _own(workspace: Workspace, kind: str, identifier: str, user: User) -> int:
    granted = _granted(workspace, user, kind, identifier)
    access = workspace.access.get((kind, identifier))
    is_private = access is not None and access.private
    return granted or (0 if is_private else _as_member(user))


def _at(workspace: Workspace, thing: Place, user: User) -> int:
    for place in _upwards(thing):
        kind = _KINDS[type(place)]
        granted = _granted(workspace, user, kind, place.id)
        if granted:
            return granted
        if _is_closed(workspace, place, kind, user):
            break
    else:
        if user.role != GUEST:
            return CREATE
    homes = thing.locations if isinstance(thing, Task) else ()
    return max((_at(workspace, home, user) for home in homes), default=0)


def _upwards(place: Place) -> Iterator[Place]:
    while isinstance(place, Task):
        yield place
        place = place.parent or place.home
    if isinstance(place, TaskList):
        yield place
        place = place.folder
    while isinstance(place, Folder):
        yield place
        place = place.parent or place.space
    yield place


def _granted(workspace: Workspace, user: User, kind: str, identifier: str) -> int:
    shared = LEVELS.get(user.shared.get((kind, identifier), ""), 0)
    access = workspace.access.get((kind, identifier))
    if access is None:
        return shared
    groups = (g for g in workspace.groups.values() if user in g.members)
    named = [access.levels.get(("group", group.id), 0) for group in groups]
    return max(shared, access.levels.get(("user", str(user.id)), 0), *named, 0)


def _is_closed(workspace: Workspace, place: Place, kind: str, user: User) -> bool:
    access = workspace.access.get((kind, place.id))
    if isinstance(place, Space):
        managed = user.role == ADMIN and bool(place.admin_can_manage)
        return place.private and not managed
    return access is not None and access.private


def _commented(workspace: Workspace, comment: Comment) -> Thing | None:
    kind, identifier = comment.parent
    if kind == "comment":
        return workspace.comments.get(int(identifier))
    known: dict[str, Mapping[str, Thing]] = {
        "task": workspace.tasks,
        "list": workspace.lists,
        "view": workspace.views,
    }
    return known[kind].get(identifier)


_RULES: dict[type, Callable[[Workspace, Any, User], int]] = {
    Channel: _in_chat,
    Comment: _on_comment,
    Doc: _on_doc,
    Folder: _at,
    Goal: _on_goal,
    Space: _at,
    Task: _at,
    TaskList: _at,
    TimeEntry: _on_entry,
    View: _on_view,
}
