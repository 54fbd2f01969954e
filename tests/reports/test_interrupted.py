"""A write that is interrupted leaves a note of what is done, what is unknown, and what is not."""

import asyncio
import json
import os
import signal
import types
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.composite import lost as looking
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.tools.toolbox import Toolbox

FIELD = "0aa0c0de-0000-4000-8000-000000000001"
LONG = 30.0
PAUSE = "pause"
"""Stands for the pause between two looks, in the place of a request."""


@dataclass(frozen=True)
class Step:
    """A moment in a call.

    Args:
        call: Entity, action and parameters.
        at: The request that hangs: its method, and which of these it is.
        noted: What is noted then; nothing where nothing was written.
        lost: Writes that get no answer, by their number.
    """

    call: tuple[str, str, dict[str, Any]]
    at: tuple[str, int]
    noted: tuple[str, ...] = ()
    lost: tuple[int, ...] = ()


CREATE = (
    "tasks",
    "create_many",
    {"list_id": "901", "tasks": [{"name": f"n{n}"} for n in range(1, 6)], "at_once": 1},
)
UPDATE = (
    "tasks",
    "update_many",
    {"updates": [{"task_id": f"86abc{n}", "name": "n"} for n in range(1, 6)], "at_once": 1},
)
FOUR = tuple(f"{index}: t{index + 1}" for index in (0, 1, 3, 4))
UPDATED = tuple(f"{index}: 86abc{index + 1}" for index in (0, 1, 3, 4))
SINGLE = "confirmed: {}; that were sent, and may or may not have been carried out: {}"

STEPS = {
    "create_many, before": Step(CREATE, ("GET", 1)),
    "create_many, first": Step(
        CREATE, ("POST", 1), ("nothing was confirmed", "unknown: 1", "not_sent: 4")
    ),
    "create_many, third": Step(
        CREATE, ("POST", 3), ("0: t1", "1: t2", "unknown: 1", "not_sent: 2")
    ),
    "create_many, last": Step(CREATE, ("POST", 5), ("3: t4", "unknown: 1.")),
    "create_many, look": Step(CREATE, ("GET", 3), (*FOUR, "unknown: 1."), lost=(3,)),
    "create_many, pause": Step(CREATE, (PAUSE, 1), (*FOUR, "unknown: 1."), lost=(3,)),
    "create_many, second look": Step(CREATE, ("GET", 4), (*FOUR, "unknown: 1."), lost=(3,)),
    "update_many, first": Step(
        UPDATE, ("PUT", 1), ("nothing was confirmed", "unknown: 1", "not_sent: 4")
    ),
    "update_many, third": Step(UPDATE, ("PUT", 3), ("1: 86abc2", "unknown: 1", "not_sent: 2")),
    "update_many, look": Step(UPDATE, ("GET", 1), (*UPDATED, "unknown: 1."), lost=(3,)),
    "create": Step(
        ("tasks", "create", {"list_id": "901", "name": "n"}), ("POST", 1), (SINGLE.format(0, 1),)
    ),
    "create, by name": Step(("tasks", "create", {"list_id": "Nowhere", "name": "n"}), ("GET", 1)),
    "set, read back": Step(
        ("custom_fields", "set", {"task_id": "86abc1", "field_id": FIELD, "value": "x"}),
        ("GET", 2),
        (SINGLE.format(1, 0),),
    ),
    "delete": Step(
        ("tasks", "delete", {"task_id": "86abc1"}), ("DELETE", 1), (SINGLE.format(0, 1),)
    ),
}


@dataclass
class Product:
    """A ClickUp that hangs at one request, and then has the call interrupted."""

    step: Step
    interrupt: Callable[[], object] = lambda: None
    seen: dict[str, int] = field(default_factory=dict)

    def connector(self) -> ClickupApiConnector:
        app: Any = self
        return ClickupApiConnector.sandbox(app, allow_destructive=True, timeout=LONG)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        method, path = scope["method"], scope["path"]
        number = self.seen[method] = self.seen.get(method, 0) + 1
        if (method, number) == self.step.at:
            await self.hang()
        if method != "GET" and number in self.step.lost:
            raise ConnectionResetError
        if path.endswith("/user"):
            body: Any = {"user": {"id": 1}}
        elif path.endswith("/task") and method == "GET":
            body = {"tasks": [], "last_page": True}
        elif method == "POST":
            body = {"id": f"t{number}", "name": f"n{number}", "date_created": "1767225600000"}
        else:
            body = {"id": path.rpartition("/")[2], "name": "n", "fields": []}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    async def hang(self) -> None:
        self.interrupt()
        await asyncio.sleep(LONG)

    async def pause(self, _: float) -> None:
        """What a pause is here."""
        if self.step.at == (PAUSE, 1):
            await self.hang()


@pytest.fixture(params=STEPS)
def product(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Product:
    product = Product(STEPS[request.param])
    waiting = types.SimpleNamespace(sleep=product.pause, timeout=asyncio.timeout)
    monkeypatch.setattr(looking, "asyncio", waiting)
    return product


def judge(product: Product, said: str, log: str) -> None:
    """Whether what was noted, and logged, is what there is to note."""
    for words in product.step.noted:
        assert words in said
        assert words in log
    noted = product.step.noted
    assert bool(said) is bool(noted), said
    assert said.count("was stopped") == log.count("was stopped") == bool(noted), "noted once"


def notes(error: BaseException | None) -> str:
    """All that is noted on an exception, or on those that it came from."""
    found: list[str] = []
    while error is not None:
        found += getattr(error, "__notes__", ())
        error = error.__cause__ or error.__context__
    return "\n".join(found)


async def cancelled(call: Coroutine[Any, Any, Any], product: Product) -> None:
    task = asyncio.ensure_future(call)
    product.interrupt = lambda: asyncio.get_running_loop().call_soon(task.cancel)
    await task


async def too_long(call: Coroutine[Any, Any, Any], product: Product) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(LONG) as limit:
        product.interrupt = lambda: limit.reschedule(loop.time())
        await call


async def closed(call: Coroutine[Any, Any, Any], product: Product) -> None:
    @types.coroutine
    def drive() -> Generator[Any, Any, None]:
        steps = call.__await__()
        while True:
            wanted = steps.send(None)
            try:
                yield wanted
            except asyncio.CancelledError:
                call.close()
                return

    task = asyncio.ensure_future(drive())
    product.interrupt = lambda: asyncio.get_running_loop().call_soon(task.cancel)
    await task


WAYS = {"cancelled": cancelled, "too long": too_long, "closed": closed}


# A coroutine that is closed cannot await the end of a generator that it reads from.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("way", WAYS)
async def test_a_call_that_is_stopped(
    product: Product, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    stopped: list[BaseException] = []

    async def call() -> None:
        try:
            await product.connector().execute(*product.step.call)
        except BaseException as error:
            stopped.append(error)
            raise

    with suppress(asyncio.CancelledError, TimeoutError):
        await WAYS[way](call(), product)
    assert stopped
    # Each coroutine that is closed gets an exception of its own: the log is all there is.
    said = caplog.text if way == "closed" else notes(stopped[0])
    judge(product, said, caplog.text)
    writes = sum(count for method, count in product.seen.items() if method != "GET")
    for _ in range(50):
        await asyncio.sleep(0)
    after = sum(count for method, count in product.seen.items() if method != "GET")
    assert after == writes, "nothing is sent any more"


def ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def handler() -> Iterator[None]:
    """What Ctrl-C does by itself."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _execute_sync(connector: ClickupApiConnector, step: Step) -> Any:
    return connector.execute_sync(*step.call)


def _tool(connector: ClickupApiConnector, step: Step) -> Any:
    (tool,) = Toolbox(connector, form="execute").tools
    entity, action, params = step.call
    arguments = {"entity": entity, "action": action, "params": params}
    return run_sync(lambda: tool.call(arguments))


def _run(connector: ClickupApiConnector, step: Step) -> Any:
    return asyncio.run(connector.execute(*step.call))


SYNC = {"execute_sync": _execute_sync, "tool": _tool, "asyncio.run": _run}


@pytest.mark.usefixtures("handler")
@pytest.mark.parametrize("way", SYNC)
def test_a_call_that_is_stopped_by_ctrl_c(
    product: Product, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    product.interrupt = ctrl_c
    with pytest.raises(KeyboardInterrupt) as caught:
        SYNC[way](product.connector(), product.step)
    judge(product, notes(caught.value), caplog.text)
