"""Many people, each with a token and a workspace of their own, behind one server."""

import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from agent_connectors.clickup import ClickupApiConnector, Timeouts
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import Step, execute
from tests.serving import served

TASK = "86c7k2053"
"""A task that everybody has, by another name."""

SEEN = ("Security", "iOS", "Android", "Website", "Events", "Hiring", "Renewals")

PATIENT = Timeouts(total=500, connect=500, read=500, write=500)
"""Two hundred at once take their time on a small machine."""

INBOX = "Inbox"
"""A list that everybody has, and few with the same id."""


class People:
    """An ASGI application that gives everybody the ClickUp of their token.

    Args:
        count: How many people there are.
    """

    def __init__(self, count: int) -> None:
        self.names = [f"user{n}" for n in range(count)]
        self.workspaces = {
            self.token(name): Sandbox(tasks=4, seed=n + 1, rate_limit=None)
            for n, name in enumerate(self.names)
        }
        for n, name in enumerate(self.names):
            every = self.of(name).workspace.lists.values()
            lists = [one for one in every if one.name in SEEN]
            lists[n % len(lists)].name = INBOX
            for task in self.of(name).workspace.tasks.values():
                task.name = f"{task.name} of {name}."

    @staticmethod
    def token(name: str) -> str:
        """The token of somebody."""
        return f"pk_{name.removeprefix('user')}0_{'T0KEN' * 4}"

    def of(self, name: str) -> Sandbox:
        """The ClickUp of somebody."""
        return self.workspaces[self.token(name)]

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        """Answers a request."""
        if scope["type"] == "http":
            token = dict(scope["headers"])[b"authorization"].decode()
            await self.workspaces[token](scope, receive, send)

    def check(self, name: str, *, notes: range) -> None:
        """That somebody's workspace holds nothing of anybody else, and so many notes."""
        workspace = self.of(name).workspace
        held = [task.name for task in workspace.tasks.values()]
        assert all(text.endswith(f" of {name}.") for text in held), (name, held)
        written = [task for task in workspace.tasks.values() if task.name.startswith("Note ")]
        assert len(written) in notes, (name, held)
        # Ids are the same in all workspaces: a name that somebody else looked up leads elsewhere.
        places = {task.home.name for task in written}
        assert places <= {INBOX}, (name, places)


def decide(prompt: str, results: list[str]) -> Step:
    """What the model of an agent does for whoever says who they are."""
    name = prompt.rsplit(maxsplit=1)[-1]
    for text in results:
        assert set(re.findall(r" of (user\d+)\.", text)) <= {name}, (name, text)
    if not results:
        return [execute("tasks", "get", {"task_id": TASK})]
    if len(results) == 1:
        assert f" of {name}." in results[0], (name, results)
        note = {"list_id": INBOX, "name": f"Note of {name}."}
        return [execute("tasks", "create", note)]
    assert f"Note of {name}." in results[1], (name, results)
    return f"done for {name}"


class Chooser:
    """Makes a connector for each call, as an application would."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.made = 0

    def of(self, name: str) -> ClickupApiConnector:
        """The connector of somebody: a new one each time."""
        self.made += 1
        return ClickupApiConnector(
            People.token(name), base_url=self._url, timeout=PATIENT, max_connections=2
        )


@contextmanager
def serving(people: People) -> Iterator[str]:
    """The URL of everybody's ClickUp, as long as it is served."""
    with served(people) as url:
        yield url
