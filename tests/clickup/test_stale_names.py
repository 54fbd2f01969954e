"""Names that have moved on while they were known, in every operation that changes something."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.calls.call import Call
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation

Execute = Callable[..., Any]

KINDS: dict[str, tuple[str, str]] = {
    "space": ("spaces", "space_id"),
    "folder": ("folders", "folder_id"),
    "list": ("lists", "list_id"),
    "goal": ("goals", "goal_id"),
    "view": ("views", "view_id"),
    "channel": ("chat_channels", "channel_id"),
    "group": ("user_groups", "group_id"),
}
"""What can be made and renamed by calls: entity and parameter."""

WRITES = [
    pytest.param(operation, name, kind, id=f"{operation.name}-{name}")
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    for kind in [shape.mark.kind if shape.mark else ""]
    if kind in KINDS and operation.effect != "read"
]


class Meanwhile:
    """What I know as Scratch, somebody else has renamed."""

    def __init__(self) -> None:
        sandbox = Sandbox(tasks=5, rate_limit=None)
        self.mine = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
        self.other = ClickupApiConnector.sandbox(sandbox).execute_sync
        self.groups = 0
        self.space = self.other("spaces", "list").data[0]["id"]

    def make(self, kind: str) -> str:
        more: dict[str, Any] = {"name": "Scratch"}
        if kind in {"folder", "list"}:
            more["space_id"] = self.space
        if kind == "view":
            more |= {"type": "list", "team_id": self.other("teams", "list").data[0]["id"]}
        if kind == "group":
            self.groups += 1
            more |= {"members": [], "handle": f"group{self.groups}"}
        return str(self.other(KINDS[kind][0], "create", more).data["id"])

    def rename(self, kind: str, identifier: str, name: str) -> None:
        entity, parameter = KINDS[kind]
        self.other(entity, "update", {parameter: identifier, "name": name})

    async def learn(self, kind: str) -> None:
        workspace = str((await self.mine.directory.workspaces())[0]["id"])
        if kind in {"space", "folder", "list"}:
            await self.mine.directory.tree(workspace)
        else:
            await self.mine.directory.things(KINDS[kind][0], workspace)

    async def sent(self, operation: Operation, name: str) -> dict[str, Any]:
        with self.mine.directory.call():
            return await self.mine.hooks.prepare(operation, {name: "Scratch"}, {name: "Scratch"})


@pytest.fixture(scope="module")
def meanwhile() -> Meanwhile:
    return Meanwhile()


@pytest.mark.parametrize(("operation", "name", "kind"), WRITES)
async def test_a_write_goes_to_what_has_the_name_now(
    meanwhile: Meanwhile, operation: Operation, name: str, kind: str
) -> None:
    old = meanwhile.make(kind)
    meanwhile.mine.directory.forget()
    await meanwhile.learn(kind)
    meanwhile.rename(kind, old, "Payroll")
    told = operation.parameters[name].told
    assert told is None or operation.effect == "write"
    if told is None:
        with pytest.raises(InvalidParams, match="'Scratch'"):
            await meanwhile.sent(operation, name)
    meanwhile.mine.directory.forget()
    meanwhile.rename(kind, old, "Scratch")
    await meanwhile.learn(kind)
    meanwhile.rename(kind, old, "Payroll")
    new = meanwhile.make(kind)
    sent = await meanwhile.sent(operation, name)
    if told is None:
        assert sent[name] == new
    else:  # the answer will show it
        assert isinstance(sent, Call)
        answer = {told: {"id": old, "name": "Payroll"}}
        (warning,) = await sent.told(operation, answer, meanwhile.mine.directory)
        assert "'Payroll' now" in warning
    meanwhile.rename(kind, new, f"Done {new}")
    meanwhile.rename(kind, old, f"Done {old}")


def test_what_is_enumerated_is_not_little() -> None:
    destructive = {p.values[0].name for p in WRITES if p.values[0].effect == "destructive"}  # type: ignore[union-attr]
    assert {"spaces.delete", "folders.delete", "lists.delete", "goals.delete", "views.delete"} < (
        destructive
    )
    assert len(WRITES) > 40
