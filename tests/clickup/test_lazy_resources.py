"""Resources are imported when they are first needed, and are otherwise as any attribute."""

import json
import subprocess
import sys
from inspect import getattr_static
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.entities import ClickupEntities
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.lazy import LazyResource, lazy
from agent_connectors.engine.declare.resource import Resource
from agent_connectors.engine.errors import UnknownOperation

IMPORTED = """
import json, sys
{code}
resources = sys.modules.keys() - {{"agent_connectors.clickup.resources"}}
start = "agent_connectors.clickup.resources."
print(json.dumps(sorted(n.removeprefix(start) for n in resources if n.startswith(start))))
"""

START = "from agent_connectors.clickup import ClickupApiConnector as C\n"

CALL = (
    START
    + """
import asyncio

async def call():
    async with C.sandbox() as clickup:
        await clickup.execute("user", "get")

asyncio.run(call())
"""
)

ENTITIES = ClickupApiConnector.operations.entities


def imported(code: str) -> list[str]:
    """The modules of resources that are imported after some code."""
    run = [sys.executable, "-c", IMPORTED.format(code=code)]
    found: list[str] = json.loads(subprocess.check_output(run, text=True))
    return found


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        (START, []),
        (START + "dir(C('pk_1')), repr(C('pk_1'))", []),
        (START + "C('pk_1').user.get", ["user"]),
        (START + "C.operations.get('user', 'get')", ["user"]),
        (CALL, ["user"]),
    ],
)
def test_only_what_is_needed_is_imported(code: str, modules: list[str]) -> None:
    assert imported(code) == modules


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_attribute_is_of_the_type_that_is_annotated(entity: str) -> None:
    assert isinstance(getattr_static(ClickupApiConnector, entity), LazyResource)
    resource = getattr(ClickupApiConnector, entity)
    assert type(resource).__name__ == ClickupEntities.__annotations__[entity]
    assert (resource.entity, resource.operations) == (
        entity,
        ClickupApiConnector.operations.of(entity),
    )


def test_completion_offers_resources_and_their_operations() -> None:
    clickup = ClickupApiConnector("pk_1")
    assert {*ENTITIES} <= {*dir(clickup)}
    assert "create_many" in dir(clickup.tasks)
    assert repr(clickup.tasks) == f"<tasks: {len(clickup.tasks.operations)} operations>"


def test_an_unknown_entity_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownOperation, match="`tasks`"):
        ClickupApiConnector.operations.get("taskz", "list")


def test_a_subclass_may_put_another_in_its_place() -> None:
    class OwnTasks(type(ClickupApiConnector.tasks)):  # type: ignore[misc]
        """Tasks, and what we do with them."""

        async def get(self, task_id: str, **params: Any) -> Any:
            """One task of ours."""
            return await super().get(task_id, **params)

    class Own(ClickupApiConnector):
        tasks = OwnTasks()

    assert Own.operations.get("tasks", "get").overridden
    assert not ClickupApiConnector.operations.get("tasks", "get").overridden
    assert Own.operations.entities == ENTITIES
    assert Own.lists is ClickupApiConnector.lists


def test_a_name_of_every_connector_is_refused_before_anything_is_imported() -> None:
    with pytest.raises(TypeError, match="part of every connector"):

        class Wrong(Connector):
            execute = lazy("nowhere:Nothing")


def test_it_is_loaded_once() -> None:
    resource = getattr_static(ClickupApiConnector, "goals")
    assert resource.load() is resource.load()
    assert isinstance(resource.load(), Resource)
    assert repr(resource) == "<.resources.goals:Goals, imported when it is needed>"
