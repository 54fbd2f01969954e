"""Connectors and resources made from others: what is added, declared again, overridden, refused."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.records import Task
from agent_connectors.clickup.resources.tasks import Tasks
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.engine.marks import Limit, Query
from agent_connectors.engine.paging import ByCursor
from agent_connectors.engine.result import ExecuteResult, Record, Records
from agent_connectors.engine.tools import Toolbox


class A(Resource):
    """Things."""

    @read("/a")
    async def get(self) -> Record[Any]:
        """A thing."""


class B(A):
    """The same things elsewhere."""

    @read("/b")
    async def get(self) -> Record[Any]:
        """Another."""


class Calm(Tasks):
    """Tasks, none of which is urgent unless somebody says so."""

    async def create(self, *args: Any, **params: Any) -> Record[Task]:
        return await super().create(*args, **{"priority": "low", **params})

    async def list(self, *args: Any, **params: Any) -> Records[Task]:
        return await super().list(*args, **{"include_closed": True, **params})


class Notes(Resource):
    """Notes."""

    @read()
    async def get(self, note_id: str) -> Record[str]:
        """A note."""
        return ExecuteResult(f"note {note_id}")


class Ours(ClickupApiConnector):
    """Our ClickUp, with house rules."""

    tasks = Calm()
    memos = Notes()


def test_a_subclass_has_the_operations_of_its_base() -> None:
    class Plain(ClickupApiConnector):
        """Nothing of its own."""

    everything = [operation.name for operation in ClickupApiConnector.operations]
    assert [operation.name for operation in Plain.operations] == everything
    assert {o.name for o in Ours.operations} == {*everything, "memos.get"}
    assert len(ClickupApiConnector.operations) == len(everything)


def test_what_is_declared_again_replaces_what_was() -> None:
    assert [str(e) for op in B.operations for e in op.endpoints] == ["GET /b"]
    assert [str(e) for op in A.operations for e in op.endpoints] == ["GET /a"]
    assert (A.operations[0].name, B.operations[0].name) == ("a.get", "b.get")


async def test_an_override_is_called_however_the_operation_is() -> None:
    ours = Ours.sandbox()
    plain = ClickupApiConnector.sandbox(ours.app)
    list_id = (await plain.execute("tasks", "search", {"limit": 1})).data[0]["list"]["id"]
    made = await ours.tasks.create(list_id, "By method")
    named = await ours.execute("tasks", "create", {"list_id": list_id, "name": "By name"})
    urgent = await ours.execute(
        "tasks", "create", {"list_id": list_id, "name": "C", "priority": "urgent"}
    )
    without = await plain.execute("tasks", "create", {"list_id": list_id, "name": "Without"})
    given = [result.data["priority"] for result in (made, named, urgent, without)]
    assert [each and each["priority"] for each in given] == ["low", "low", "urgent", None]
    tools = {tool.name: tool for tool in Toolbox(ours, form="operations", max_tools=None).tools}
    await tools["clickup_tasks_create"].call({"list_id": list_id, "name": "By tool"})
    found = await plain.execute("tasks", "search", {"search": "By tool"})
    assert found.data[0]["priority"]["priority"] == "low"
    listed = await ours.execute("tasks", "list", {"list_id": list_id, "limit": 200})
    walked = [task["id"] async for task in ours.iterate("tasks", "list", {"list_id": list_id})]
    assert walked == [task["id"] for task in listed.data]
    few = ours.iterate("tasks", "list", {"list_id": list_id, "limit": 2})
    assert [task["id"] async for task in few] == walked[:2]


async def test_a_write_that_is_overridden_is_still_a_write() -> None:
    with pytest.raises(OperationNotAllowed):
        await Ours.sandbox(read_only=True).tasks.create("1", "No")


async def test_an_entity_is_called_as_its_attribute() -> None:
    ours = Ours.sandbox()
    assert (await ours.execute("memos", "get", {"note_id": "7"})).data == "note 7"
    assert (await ours.memos.get("7")).data == "note 7"
    assert Notes.operations[0].name == "notes.get"


def with_parameter(name: str, *, records: str | None = None) -> Callable[[], type]:
    """Declares a parameter that the engine takes for itself, and would not send."""

    def declare() -> type:
        scope: dict[str, Any] = {}
        exec(f"async def find(self, *, {name}: str | None = None): 'Finds.'", scope)
        return type(
            "Things", (Resource,), {"find": read("/things", records=records)(scope["find"])}
        )

    return declare


def of_connector(name: str) -> Callable[[], type]:
    """Declares a resource by a name that connectors have for something else."""
    return lambda: type("Theirs", (Connector,), {"name": "Theirs", name: A()})


def called(name: str) -> Callable[[], type]:
    """Declares a connector to a product of some name."""
    return lambda: type("Theirs", (Connector,), {"name": name})


def describing() -> type:
    class Things(Resource):
        """Things."""

        @read("/things")
        async def describe(self) -> Record[Any]:
            """Describes."""

    return Things


def no_longer_one() -> type:
    class Things(A):
        """Things."""

        get = "a text"  # type: ignore[assignment]

    return Things


REFUSED = {
    **{
        f"parameter {name}": with_parameter(name)
        for name in ("fields", "detail", "entity", "params")
    },
    **{f"list {name}": with_parameter(name, records="") for name in ("limit", "skip")},
    **{
        f"resource {name}": of_connector(name)
        for name in ("execute", "operations", "check", "probe", "read_only", "_made", "hooks")
    },
    **{f"product {name!r}": called(name) for name in ("", "2Do", "///")},
    "action describe": describing,
    "attribute": no_longer_one,
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_name_that_the_engine_keeps_is_refused_when_the_class_is_made(what: str) -> None:
    with pytest.raises(TypeError):
        REFUSED[what]()


def test_what_only_looks_like_a_kept_name_is_taken() -> None:
    class Things(Resource):
        """Things."""

        @read("/things", records="", pages=ByCursor(1, 9))
        async def list(
            self, *, limit: Annotated[int | None, Query()] = None, page: str | None = None
        ) -> Records[Any]:
            """All: `limit` is the size of a page."""

        @read("/some", records="")
        async def some(self, *, limit: "Limit" = None) -> Records[Any]:
            """Some."""

        @write("POST /things")
        async def make(self, *, limit: int | None = None) -> Record[Any]:
            """Makes one with a limit of its own."""

    assert [operation.action for operation in Things.operations] == ["list", "some", "make"]


def test_a_tool_has_a_name_that_providers_take() -> None:
    class Theirs(Connector):
        """Theirs."""

        name = "My-Tracker 2"

    assert Theirs.tool_prefix == "my_tracker_2"
