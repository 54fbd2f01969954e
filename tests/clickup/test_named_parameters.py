"""Whatever holds an id says of what, and takes a name, a link or `me` in its place."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from typing_extensions import get_type_hints, is_typeddict

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.naming.resolve import resolve
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.named import Shape, ids_in, shape_of
from agent_connectors.engine.declare.operation import Operation

OPERATIONS = tuple(ClickupApiConnector.operations)

NO_NAMES = {
    "checklist_id": "a checklist is found in its task only",
    "checklist_item_id": "an item is found in its checklist only",
    "custom_task_ids": "a switch",
    "client_id": "an app of OAuth, before anybody has logged in",
    "destination_status_id": "statuses differ by list: `lists.get` gives their ids",
    "interval_id": "time that was tracked has no name",
    "key_result_id": "a key result is found in its goal only",
    "post_subtype_id": "of the chat's own kinds of posts",
    "source_status_id": "as `destination_status_id`",
    "start_id": "where a list of comments goes on",
    "time_entry_id": "time that was tracked has no name",
    "time_entry_ids": "time that was tracked has no name",
    "from_parent_id": "what access came from, as ClickUp tells it",
    "webhook_id": "webhooks have no names",
}
"""Parameters that look as if they held an id and take nothing else, and why."""

PEOPLE_AND_TASKS = {
    "add_owners", "assignee", "assignees", "creator", "depends_on", "dependency_of", "followers",
    "group_assignee", "group_assignees", "links_to", "members", "owners", "rem_owners",
    "watchers", "custom_items", "custom_fields_to_move",
}  # fmt: skip
"""Names that hold ids and do not end like it."""


def holds_ids(name: str) -> bool:
    """Whether a parameter of this name holds ids, as far as names tell."""
    return name.endswith(("_id", "_ids")) or name in PEOPLE_AND_TASKS


def objects_in(annotation: Any) -> Iterator[Any]:
    """The types of objects in a type."""
    if is_typeddict(annotation):
        yield annotation
        for hint in get_type_hints(annotation, include_extras=True).values():
            yield from objects_in(hint)
    for inner in get_args(annotation):
        yield from objects_in(inner)


def candidates() -> Iterator[tuple[str, Any]]:
    for operation in OPERATIONS:
        for parameter in operation.parameters.values():
            yield f"{operation.name} {parameter.name}", parameter.annotation
            for shape in objects_in(parameter.annotation):
                for name, hint in get_type_hints(shape, include_extras=True).items():
                    yield f"{shape.__name__} {name}", hint


def test_whatever_holds_ids_says_of_what() -> None:
    silent = {
        place
        for place, annotation in candidates()
        if holds_ids(place.rpartition(" ")[2])
        and place.rpartition(" ")[2] not in NO_NAMES
        and shape_of(annotation) is None
    }
    assert silent == set()


def test_paths_hold_nothing_else() -> None:
    for operation in OPERATIONS:
        for name in {name for endpoint in operation.endpoints for name in endpoint.names}:
            if name.endswith("_id") and name not in NO_NAMES:
                assert name in operation.named, (operation.name, name)


def test_no_exception_is_idle() -> None:
    assert NO_NAMES.keys() <= {place.rpartition(" ")[2] for place, _ in candidates()}


@pytest.fixture(scope="module")
def world() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture(scope="module")
def connector(world: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(world)


def filled(shape: Shape, value: Any, kind: str) -> Any:
    """A value of a shape with something in the place of an id of a kind."""
    if shape.mark is not None:
        return value
    if shape.items is not None:
        return [filled(shape.items, value, kind)]
    name, field = next((n, f) for n, f in (shape.fields or {}).items() if kind in dict(kinds_of(f)))
    beside = dict(kinds_of(field))[kind]
    return {name: filled(field, value, kind), **beside}


def kinds_of(shape: Shape) -> Iterator[tuple[str, dict[str, str]]]:
    """The kinds of ids in a shape, each with what has to be said beside it."""
    if shape.mark is not None and shape.mark.by is None:
        yield shape.mark.kind, {}
    elif shape.mark is not None:
        for said, kind in shape.mark.kinds:
            yield kind, {str(shape.mark.by): said}
    for inside in (shape.items, *(shape.fields or {}).values()):
        if inside is not None:
            yield from kinds_of(inside)


def given(operation: Operation, name: str, value: Any, kind: str) -> dict[str, Any]:
    shape = operation.named[name]
    beside = dict(kinds_of(shape))[kind] if shape.mark is not None else {}
    return {name: filled(shape, value, kind), **beside}


EVERY = [
    pytest.param(operation, name, kind, id=f"{operation.name}-{name}-{kind}")
    for operation in OPERATIONS
    for name, shape in operation.named.items()
    for kind in dict(kinds_of(shape))
    if kind != "field"  # a field is looked for with its value, where the call goes
]

NAMELESS = {"comment", "message", "dashboard"}
TASK = "86c7k2bbx"


def known(world: Sandbox, kind: str) -> tuple[str, str] | None:
    """The name and the id of something of a kind."""
    workspace = world.workspace
    page = next(iter(workspace.docs.values())).pages[0]
    things: dict[str, Any] = {
        "workspace": workspace,
        "space": next(iter(workspace.spaces.values())),
        "folder": next(iter(workspace.folders.values())),
        "list": next(iter(workspace.lists.values())),
        "goal": next(iter(workspace.goals.values())),
        "doc": next(iter(workspace.docs.values())),
        "page": page,
        "view": next(iter(workspace.views.values())),
        "channel": next(iter(workspace.channels.values())),
        "group": next(iter(workspace.groups.values())),
    }
    if kind == "person":
        user = list(workspace.users.values())[2]
        return str(user.username), str(user.id)
    if kind == "task":
        custom, task = next(iter(workspace.custom_ids.items()))
        return custom, task.id
    named = {
        "role": ("Team lead", "6715664"),
        "task type": ("bug", "1001"),
        "task template": ("Bug report", "t-86c7k1a11"),
        "list template": ("Sprint", "t-901520400173"),
        "folder template": ("New customer", "t-901513780026"),
        "any field": ("Team", ""),
    }
    if kind in named:
        return named[kind]
    return (things[kind].name, str(things[kind].id)) if kind in things else None


async def resolved(
    connector: ClickupApiConnector, operation: Operation, name: str, value: Any, kind: str
) -> list[str]:
    """The ids that are put in the place of a value, and custom ids that ClickUp is told of."""
    params = given(operation, name, value, kind)
    if kind == "page":
        docs = await connector.directory.things("docs", await _workspace(connector))
        params["doc_id"] = docs[0]["id"]
    with connector.directory.call():
        found = await resolve(operation, params, connector.directory)
    ids = ids_in(found.params[name], operation.named[name], found.params)
    return [str(each) for _, each in ids] + [str(found.params.get("custom_task_ids"))]


async def _workspace(connector: ClickupApiConnector) -> str:
    return str((await connector.directory.workspaces())[0]["id"])


@pytest.mark.parametrize(("operation", "name", "kind"), EVERY)
async def test_a_name_is_resolved_or_refused_in_words(
    connector: ClickupApiConnector, world: Sandbox, operation: Operation, name: str, kind: str
) -> None:
    named = known(world, kind)
    if kind in NAMELESS or named is None:
        assert kind in NAMELESS
        return
    if named[1]:
        ids = await resolved(connector, operation, name, named[0], kind)
        by_flag = kind == "task" and ids == [named[0], "True"]
        assert ids[0] == named[1] or by_flag
    with pytest.raises(InvalidParams, match="No such thing at all"):
        await resolved(connector, operation, name, "No such thing at all", kind)


@pytest.mark.parametrize(
    ("operation", "name", "kind"), [p for p in EVERY if p.values[2] == "person"]
)
async def test_me_is_me(
    connector: ClickupApiConnector, operation: Operation, name: str, kind: str
) -> None:
    me = str((await connector.directory.me())["id"])
    assert (await resolved(connector, operation, name, "me", kind))[0] == me


LINKS = {
    "task": f"https://app.clickup.com/t/{TASK}",
    "list": "https://app.clickup.com/9015482310/v/li/901520401700?pr=1",
    "folder": "https://app.clickup.com/9015482310/v/f/901513787500/90159451300/",
    "space": "https://app.clickup.com/9015482310/v/s/90159451300",
    "view": "https://app.clickup.com/9015482310/v/b/8cdu22c-13213",
    "doc": "https://app.clickup.com/9015482310/v/dc/8cdu22c-14333",
    "page": "https://app.clickup.com/9015482310/v/dc/8cdu22c-14333/8cdu22c-14353",
    "channel": "https://app.clickup.com/9015482310/chat/r/6-901530117400-8",
    "message": "https://app.clickup.com/9015482310/chat/r/6-901530117400-8/t/80150012870000",
    "comment": f"https://app.clickup.com/t/{TASK}?comment=90150188973000",
    "goal": "https://app.clickup.com/9015482310/goals/1",
    "dashboard": "https://app.clickup.com/9015482310/dashboards/8cdu22c-999",
    "workspace": "https://app.clickup.com/9015482310/home",
}
IDS = {
    "task": TASK,
    "list": "901520401700",
    "folder": "901513787500",
    "space": "90159451300",
    "view": "8cdu22c-13213",
    "doc": "8cdu22c-14333",
    "page": "8cdu22c-14353",
    "channel": "6-901530117400-8",
    "message": "80150012870000",
    "comment": "90150188973000",
    "dashboard": "8cdu22c-999",
    "workspace": "9015482310",
}


@pytest.mark.parametrize(("operation", "name", "kind"), EVERY)
async def test_a_link_is_an_id(
    connector: ClickupApiConnector, world: Sandbox, operation: Operation, name: str, kind: str
) -> None:
    ids = IDS | {"goal": next(iter(world.workspace.goals))}
    if kind in LINKS:
        for link in (LINKS[kind], f" <{LINKS[kind]}> ", LINKS[kind].removeprefix("https://")):
            assert (await resolved(connector, operation, name, link, kind))[0] == ids[kind]
        plain = LINKS[kind].partition("?")[0] if kind != "comment" else LINKS[kind]
        odd = [plain.upper(), plain.replace("app.clickup.com", "App.ClickUp.com")]
        odd += [plain.replace("https", "http"), f"{plain}#x", f"HTTPS{plain[5:]}"]
        odd += [f"{plain}/", f"{plain}/?pr=1#x"] if kind != "comment" else []
        for link in odd:
            assert (await resolved(connector, operation, name, link, kind))[0] == ids[kind]
        if "/9015482310/" in plain and kind != "workspace":
            elsewhere = plain.replace("9015482310", "9999999999")
            with pytest.raises(InvalidParams, match="is of the workspace 9999999999"):
                await resolved(connector, operation, name, elsewhere, kind)
    other = "https://sharing.clickup.com/t/h/86c7k2bbx/1" if kind != "task" else LINKS["dashboard"]
    with pytest.raises(InvalidParams, match=f"is the link of a .*, not of a {kind}"):
        await resolved(connector, operation, name, other, kind)
