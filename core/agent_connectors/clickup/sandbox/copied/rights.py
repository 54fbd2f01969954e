"""Who may see which List of a copy, as far as ClickUp tells it."""

from agent_connectors.clickup.sandbox.access import level
from agent_connectors.clickup.sandbox.copied.answers import Answers
from agent_connectors.clickup.sandbox.state.people import CREATE, GUEST, Access, User
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_rights"]


def add_rights(workspace: Workspace, answers: Answers) -> None:
    """Close the places that not everybody sees, to all but those who do.

    What somebody may do with what they see is told nowhere: members may do everything, guests may
    edit. Without an answer about a List, it is as open as its Space.
    """
    told: dict[str, set[int]] = {}
    for key, person in answers.items("list_members"):
        told.setdefault(key, set()).add(person.integer("id") or 0)
    me = workspace.owner
    for space in workspace.spaces.values():
        if space.private:
            homes = [key for folder in space.folders.values() for key in folder.lists]
            able = {me.id}.union(*(told.get(key, set()) for key in homes))
            _open_to(workspace, "space", space.id, able)
    for key, able in told.items():
        home = workspace.lists.get(key)
        if home is None:
            continue
        joined = [user for user in workspace.users.values() if user.joined is not None]
        for user in joined:
            if user.role == GUEST and user.id in able:
                user.shared["list", key] = "edit"
        others = [user for user in joined if user.id not in able and level(workspace, home, user)]
        if others:
            workspace.access[("list", key)] = Access(private=True)
            _open_to(workspace, "list", key, able)


def _open_to(workspace: Workspace, kind: str, key: str, able: set[int]) -> None:
    access = workspace.access.setdefault((kind, key), Access(private=True))
    users: list[User] = [u for u in workspace.users.values() if u.id in able and u.role != GUEST]
    for user in users:
        access.levels["user", str(user.id)] = CREATE
