"""An application in the place of the product may end the program: no credential is shown then."""

import asyncio
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox

TOKEN = "pk_10000001_THISISNOTAREALTOKEN"

STOPS: list[BaseException] = [SystemExit(3), KeyboardInterrupt(), asyncio.CancelledError("x")]


class Stopping:
    """Answers some requests, and then stops everything."""

    def __init__(self, stop: BaseException, answers: int) -> None:
        self.sandbox = Sandbox(tasks=300, rate_limit=None)
        self.stop, self.answers = stop, answers

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not self.answers:
            kept_in_a_frame = dict(scope["headers"])
            assert kept_in_a_frame
            raise self.stop
        self.answers -= 1
        await self.sandbox(scope, receive, send)


class Ours(ClickupApiConnector):
    """A connector whose token can be looked for."""

    def __init__(self, _: Any = None, **options: Any) -> None:
        super().__init__(TOKEN, **options)


def everything(error: BaseException) -> str:
    """What the most talkative reporter shows of it, but for the frames of the test."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [repr(frame.locals) for frame in told.stack if "/tests/" not in frame.filename]
    return "\n".join([*ours, repr(error), repr(vars(error)), str(error.__context__)])


async def called(connector: ClickupApiConnector) -> None:
    await connector.execute("tasks", "get", {"task_id": "1"})


async def by_method(connector: ClickupApiConnector) -> None:
    await connector.tasks.create("901", "x")


async def walked(connector: ClickupApiConnector) -> None:
    async for _ in connector.iterate("tasks", "search"):
        pass


async def of_many_pages(connector: ClickupApiConnector) -> None:
    await connector.execute("tasks", "search", {"limit": 300})


@pytest.mark.parametrize("call", [called, by_method, walked, of_many_pages])
@pytest.mark.parametrize("stop", STOPS, ids=repr)
@pytest.mark.parametrize("answers", [0, 1, 2, 3])
def test_what_stops_passes_without_a_credential(
    call: Callable[[ClickupApiConnector], Any], stop: BaseException, answers: int
) -> None:
    app = Stopping(type(stop)(*stop.args), answers)
    connector = Ours.sandbox(app)
    try:
        asyncio.run(call(connector))
    except (type(stop), asyncio.CancelledError) as error:
        assert TOKEN not in everything(error)  # noqa: PT017 - it is looked at in full
    except Exception:
        assert answers  # a task that does not exist, in the sandbox
    else:
        assert answers


@pytest.mark.parametrize("stop", [SystemExit(3), KeyboardInterrupt()], ids=repr)
async def test_it_keeps_its_kind_and_says_what_was_written(stop: BaseException) -> None:
    connector = Ours.sandbox(Stopping(stop, 0))
    try:
        await connector.tasks.create("901", "x")
    except BaseException as error:
        assert error is stop  # noqa: PT017
        assert any("was stopped before its end" in n for n in error.__notes__)  # noqa: PT017
    else:
        raise AssertionError("nothing stopped")
