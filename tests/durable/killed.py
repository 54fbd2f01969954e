"""Programs that are killed in the middle of a write, and begun again in another process."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from tests.forked import Program
from tests.serving import served

ROOT = Path(__file__).parents[2]

PROGRAMS = Path(__file__).parent / "programs"

LIST = "901520401736"
"""A list of every sandbox."""


_CHANCE = Random(7)


class Killing:
    """A ClickUp that kills who calls it: after a write was done, and before or after it is told.

    Args:
        app: The ClickUp itself.

    Attributes:
        at: `answer` kills before the answer to a write, `never` not at all.
        which: Before the answer to which write.
        writes: How many writes have come.
    """

    def __init__(self, app: Sandbox) -> None:
        self._app = app
        self.at = "never"
        self.writes = 0
        self.which = 1
        self.victim = 0

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        """Answers a request."""

        async def sending(message: Any) -> None:
            if scope["type"] == "http" and scope["method"] != "GET":
                if message["type"] == "http.response.start":
                    self.writes += 1
                if self.at == "answer" and self.writes == self.which:
                    self.at = "never"
                    os.kill(self.victim, signal.SIGKILL)
            await send(message)

        if scope["type"] == "http" and scope["method"] != "GET":
            # In another order than they came in.
            await asyncio.sleep(_CHANCE.random() / 5)
        await self._app(scope, receive, sending)


@contextmanager
def killing(sandbox: Sandbox) -> Iterator[tuple[Killing, str]]:
    """A ClickUp over HTTP that may kill who calls it, and its URL."""
    app = Killing(sandbox)
    with served(app) as url:
        yield app, url


def start(program: str, **environment: str) -> Program:
    """Starts a program in a process of its own."""
    path = PROGRAMS / f"{program}.py"
    found = f"{ROOT}{os.pathsep}{ROOT / 'examples'}"
    env = os.environ | {"PYTHONPATH": found} | environment
    return Program(path.read_text(), [str(path)], env, ROOT)


def finish(process: Program) -> Any:
    """What a program says in the end, as JSON in its last line."""
    done = process.finish(100)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def named(sandbox: Sandbox, name: str) -> int:
    """How many tasks of a name there are."""
    return sum(task.name == name for task in sandbox.workspace.tasks.values())
