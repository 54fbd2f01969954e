"""The first lines that people write, and what they see: help, Tab, representations, tracebacks."""

import asyncio
import pydoc
import traceback
from collections.abc import Callable, Iterable
from importlib.metadata import version
from inspect import Parameter, signature
from typing import Any

import pytest

from agent_connectors import clickup as package
from agent_connectors.clickup import (
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    UnknownOption,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.resource import Resource

CLICKUP: Any = ClickupApiConnector.sandbox(tasks=30)
OPERATIONS = list(ClickupApiConnector.operations)
ENTITIES = ClickupApiConnector.operations.entities


def test_first_use_25_there_is_a_version() -> None:
    assert package.__version__ == version("agent-connectors")
    with pytest.raises(AttributeError, match="no attribute"):
        _ = package.__versoin__


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_first_use_25_help_reads_well(operation: Any) -> None:
    method = getattr(getattr(CLICKUP, operation.entity), operation.action)
    shown = pydoc.plain(pydoc.render_doc(method))
    for noise in ("Annotated", "Reading(", "Named(", "Doc(", " at 0x", "collections.abc"):
        assert noise not in shown
    assert max(map(len, str(signature(method)).splitlines())) < 180
    assert operation.summary.split(".")[0].split()[0] in shown
    named = signature(method).parameters
    assert list(named) == list(operation.parameters)
    for name, parameter in operation.parameters.items():
        assert (named[name].default is Parameter.empty) is parameter.required


@pytest.mark.parametrize("entity", ENTITIES)
def test_first_use_25_tab_shows_what_can_be_done(entity: str) -> None:
    resource = getattr(CLICKUP, entity)
    actions = {operation.action for operation in OPERATIONS if operation.entity == entity}
    assert set(dir(resource)) == actions
    shown = pydoc.plain(pydoc.render_doc(resource))
    for operation in resource.operations:
        assert f"{operation.action}: {operation.summary}" in shown
    assert str(type(resource).__doc__).split(".")[0].split()[0] in shown


def test_first_use_25_tab_shows_public_names_only() -> None:
    shown = set(dir(CLICKUP))
    assert set(ENTITIES) <= shown
    others = shown - set(ENTITIES)
    assert {"execute", "execute_sync", "iterate", "check", "close", "create", "sandbox"} <= others
    assert len(others) <= 24
    assert not {name for name in shown if name.startswith("_") or not hasattr(CLICKUP, name)}

    class Mine(ClickupApiConnector):
        def report(self) -> None:
            """Something of one's own."""

    assert "report" in dir(Mine.sandbox(tasks=0))


def test_first_use_26_the_sandbox_looks_like_one() -> None:
    assert "Sandbox(tasks=30" in repr(CLICKUP)
    assert repr(ClickupApiConnector("pk_1")) == (
        "ClickupApiConnector(base_url='https://api.clickup.com')"
    )

    async def other(scope: Any, receive: Any, send: Any) -> None:
        raise NotImplementedError

    assert "sandbox" in repr(ClickupApiConnector.sandbox(other))


def test_first_use_8_the_first_lines_lead_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CLICKUP_API_KEY", "AIRBYTE_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiConnector()
    assert str(caught.value) == (
        'There is no ClickUp token. Write `ClickupApiConnector("pk_...")`, or set CLICKUP_API_KEY. '
        "ClickUp makes personal API tokens under Settings > Apps. "
        "Without an account, try `ClickupApiConnector.sandbox()`."
    )
    for name in ("api_key", "token"):
        with pytest.raises(UnknownOption, match=r'Write `ClickupApiConnector\("pk_..."\)`'):
            ClickupApiConnector(**{name: "pk_1"})  # type: ignore[arg-type]
    with pytest.raises(UnknownOption, match=r"ClickupApiAuthConfig\(access_token=...\)"):
        ClickupApiConnector(access_token="1_a")  # type: ignore[arg-type]


def test_a_parameter_beside_params_is_told_where_it_goes() -> None:
    with pytest.raises(UnknownOption) as caught:
        CLICKUP.execute_sync("tasks", "search", priority=1)
    assert str(caught.value) == (
        "There is no option `priority`. Valid here: `entity`, `action`, `params`. "
        'What the operation takes goes into `params`, such as `{"priority": ...}`.'
    )


def test_first_use_24_a_result_says_where_its_records_are() -> None:
    found: Any = CLICKUP.execute_sync("teams", "list")
    for mistake in (lambda: list(found), lambda: found[0], lambda: found["data"]):
        with pytest.raises(TypeError, match=r"for record in result\.data"):
            mistake()
    assert not isinstance(found, Iterable)
    assert bool(found)


MISTAKES: list[Callable[[], Any]] = [
    lambda: CLICKUP.execute_sync("task", "list"),
    lambda: CLICKUP.execute_sync("tasks", "lst"),
    lambda: CLICKUP.execute_sync("tasks", "get", {"task": "1"}),
    lambda: CLICKUP.execute_sync("tasks", "get", {"task_id": "00000000"}),
    lambda: CLICKUP.execute_sync("tasks", "delete", {"task_id": "1"}),
    lambda: CLICKUP.execute_sync("tasks", "create", {"list_id": "1", "name": "x", "due_date": "?"}),
    lambda: CLICKUP.execute_sync("tasks", "get", "{"),
    lambda: ClickupApiConnector("secret"),
    lambda: ClickupApiConnector(timeout=-1),
    lambda: ClickupApiConnector(api_key="pk_1"),  # type: ignore[arg-type]
    lambda: ClickupApiConnector.sandbox(task=1),
]

AWAITED: list[Callable[[], Any]] = [
    lambda: CLICKUP.execute("task", "list"),
    lambda: CLICKUP.execute("tasks", "get", {"task_id": "00000000"}),
    lambda: CLICKUP.tasks.get(task="1"),
    lambda: CLICKUP.tasks.get("00000000"),
    lambda: CLICKUP.tasks.delete("1"),
    lambda: CLICKUP.tasks.get("1", "2", "3", "4", "5", "6", "7", "8"),
]


def lines_of(error: BaseException) -> int:
    """The lines of a traceback that are not those of this test or of asyncio."""
    told = traceback.TracebackException.from_exception(error)
    ours = [frame for frame in told.stack if "/agent_connectors/" in frame.filename]
    told.stack[:] = ours
    return len("".join(told.format()).splitlines())


@pytest.mark.parametrize("mistake", MISTAKES)
def test_first_use_23_a_traceback_is_short(mistake: Callable[[], Any]) -> None:
    with pytest.raises(ConnectorError) as caught:
        mistake()
    assert lines_of(caught.value) < 12


@pytest.mark.parametrize("mistake", AWAITED)
async def test_first_use_23_so_it_is_where_one_awaits(mistake: Callable[[], Any]) -> None:
    with pytest.raises(ConnectorError) as caught:
        await mistake()
    assert lines_of(caught.value) < 12


def test_first_use_24_synchronous_code_iterates() -> None:
    with ClickupApiConnector.sandbox(Sandbox(tasks=250, rate_limit=None)) as clickup:
        workspace = clickup.execute_sync("teams", "list").data[0]["id"]
        found = [task["id"] for task in clickup.iterate("tasks", "search", {"team_id": workspace})]
        assert len(found) == len(set(found)) > 100
        for _ in clickup.iterate("tasks", "search"):
            break
        with pytest.raises(InvalidCall, match="gives one object"):
            list(clickup.iterate("user", "get"))


async def test_first_use_24_so_it_does_inside_a_running_loop() -> None:
    with ClickupApiConnector.sandbox(tasks=5) as clickup:
        rows = await asyncio.to_thread(lambda: list(clickup.iterate("teams", "list")))
        assert rows == list(clickup.iterate("teams", "list"))


def test_a_resource_of_ones_own_is_shown_too() -> None:
    assert repr(Resource.__new__(type("Things", (Resource,), {}))) == "<things: 0 operations>"
