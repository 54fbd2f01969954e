"""Things that somebody else renames while they are known here, told apart by their ids."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.templates import FolderPlan
from agent_connectors.engine.declare.named import Shape
from tests.clickup.operations.making import Maker
from tests.reports.between import Between

__all__ = ["KINDS", "Renaming", "kinds_in"]

KINDS: Mapping[str, tuple[str, str]] = {
    "space": ("spaces", "list"),
    "folder": ("folders", "list"),
    "list": ("lists", "list"),
    "goal": ("goals", "list"),
    "doc": ("docs", "list"),
    "view": ("views", "list"),
    "channel": ("chat_channels", "list"),
    "group": ("user_groups", "list"),
    "role": ("roles", "list"),
    "person": ("teams", "list"),
    "task type": ("custom_task_types", "list"),
    "any field": ("custom_fields", "list"),
    "task template": ("templates", "list_tasks"),
    "list template": ("templates", "list_lists"),
    "folder template": ("templates", "list_folders"),
}
"""What is known by name, and the operation that lists it."""


def kinds_in(shape: Shape) -> set[str]:
    """The kinds of ids in a shape that have names."""
    own = {shape.mark.kind, *(kind for _, kind in shape.mark.kinds)} if shape.mark else set()
    inside = [each for each in (shape.items, *(shape.fields or {}).values()) if each]
    return (own & KINDS.keys()).union(*map(kinds_in, inside))


class Renaming:
    """A sandbox of which the answers show other names for some ids, or that they are gone.

    Args:
        sandbox: The sandbox.

    Attributes:
        between: What answers pass through.
        mine: A connector that knows what there was.
        other: One that knows nothing.
        called: The name that each id has by now.
        gone: `archived` or `deleted`, for each id that is by now: no list shows it.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        workspace = sandbox.workspace
        for n, name in enumerate(("Scans", "Letters")):
            field = f"f34eb003-0000-4a4f-ad70-00000000000{n}"
            workspace.fields[field] = CustomField(
                field, name, "attachment", {}, 0, str(workspace.id)
            )
        template = next(t for t in workspace.templates.values() if isinstance(t.plan, FolderPlan))
        workspace.templates["t-901513780027"] = replace(template, id="t-901513780027", name="Rack")
        users = [user for user in workspace.users.values() if user.role == 3 and user.username]
        users[-1].role = 4  # a second guest
        self.between = Between(sandbox)
        self.between.answer = lambda method, path, body: self._renamed(body)
        self.mine = self.between.connector(allow_destructive=True)
        self.other = self.between.connector(allow_destructive=True)
        self.maker = Maker(self.other, sandbox)
        self.called: dict[str, str] = {}
        self.gone: dict[str, str] = {}

    def as_it_was(self) -> None:
        """Forgets what was renamed and what is gone."""
        self.called.clear()
        self.gone.clear()
        self.other.directory.forget()

    def _renamed(self, value: Any) -> Any:
        if isinstance(value, list):
            left = (
                e for e in value if not isinstance(e, dict) or str(e.get("id")) not in self.gone
            )
            return [self._renamed(each) for each in left]
        if not isinstance(value, dict):
            return value
        inside = {name: self._renamed(each) for name, each in value.items()}
        name = "username" if "username" in inside else "name"
        now = self.called.get(str(inside.get("id")))
        gone = self.gone.get(str(inside.get("id")))
        if gone is not None and "archived" in inside:
            inside[gone] = True
        return inside | {name: now} if now is not None and name in inside else inside

    async def two(self, kind: str, parameter: str) -> list[tuple[str, str]]:
        """The ids and the names of two things of a kind that a parameter can mean."""
        entity, action = KINDS[kind]
        found: list[Any]
        if kind in {"folder", "list"}:
            (workspace,) = await self.other.directory.workspaces()
            tree = await self.other.directory.tree(str(workspace["id"]))
            found = [{"id": p.id, "name": p.name} for p in tree.places if p.kind == kind]
        else:
            (workspace,) = await self.other.directory.workspaces()
            operation = self.other.operations.get(entity, action)
            inside = {n: workspace["id"] for n in ("team_id",) if n in operation.parameters}
            found = (await self.other.execute(entity, action, inside)).data
        if kind == "person":
            users = [member["user"] for member in found[0]["members"]]
            guests = [user for user in users if user["role"] == 4]
            users = guests if parameter == "guest_id" else [u for u in users if u not in guests]
            found = [{"id": user["id"], "name": user["username"]} for user in users]
        if kind == "view":
            found = [view for view in found if view["type"] == "list"]
        named = [(str(each["id"]), str(each["name"])) for each in found if each.get("name")]
        return named[-2:]

    async def learn(self, kind: str) -> None:
        """Lets what is called so be known."""
        self.mine.directory.forget()
        entity, action = KINDS[kind]
        directory = self.mine.directory
        (workspace,) = [str(each["id"]) for each in await directory.workspaces()]
        if kind in {"space", "folder", "list"}:
            await directory.tree(workspace)
        elif kind == "any field":
            await directory.fields(team_id=workspace)
        elif kind != "person":
            await directory.things(entity, workspace, action)
