"""The place where a case is played: a sandbox, and what happens in it while somebody works."""

from collections import deque
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import suppress
from fnmatch import fnmatchcase
from json import dumps, loads
from typing import Any

from agent_connectors.clickup.sandbox import Change, Changes, Sandbox
from agent_connectors.clickup.sandbox.comparing.changes import compare
from agent_connectors.clickup.sandbox.comparing.facts import Facts, facts_of
from agent_connectors.clickup.sandbox.comparing.following import Following
from agent_connectors.clickup.sandbox.records import RequestRecord
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Stage"]

_READS = frozenset({"GET", "HEAD", "OPTIONS"})

Meanwhile = Callable[[], object]


class Stage:
    """A sandbox, as the application that a connector calls instead of the network.

    Args:
        sandbox: What is behind it.

    Attributes:
        sandbox: The same.
        requests: How many requests the agent has sent.
        others: What others changed while the agent worked.
        steps: What each of the agent's requests changed, one after the other.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.requests = 0
        self.others: list[Change] = []
        self.steps: list[Change] = []
        self._following: Following | None = None
        self._events: deque[tuple[str, str, Meanwhile]] = deque()
        self._is_over = False
        self._is_others = False

    @even_half_made
    def __repr__(self) -> str:
        return f"<Stage of {self.sandbox!r}>"

    def token_for(self, user: int | str) -> str:
        """A token of somebody; see `Sandbox.token_for`."""
        return self.sandbox.token_for(user)

    def after(self, method: str, path: str, do: Meanwhile) -> None:
        """Has something happen once, right after the agent's first request of some kind.

        Args:
            method: The HTTP method.
            path: A glob for the path.
            do: What happens; what it changes is not laid at the agent's door.
        """
        self._events.append((method, path, do))

    def begin(self) -> Facts:
        """Begins the play; gives the workspace as it is now."""
        self._following = Following(self.sandbox.workspace)
        self.sandbox.listeners.append(self._note)
        return self.facts()

    def _note(self, record: RequestRecord, workspace: Workspace) -> None:
        """Keeps what a request of the agent changed; a listener of the sandbox."""
        if record.method in _READS or self._following is None:
            return
        changes = self._step(workspace)
        if not self._is_others:
            self.steps += changes

    def _step(self, workspace: Workspace) -> Changes:
        if self._following is None or self._following.workspace is not workspace:
            # Somebody has gone back to a checkpoint since.
            self._following = Following(workspace)
        return self._following.step().changes

    def end(self) -> None:
        """Ends the play: what is sent from now on is refused, and changes nothing."""
        self._is_over = True

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "pk_stage",  # noqa: S107 - any token will do
        content_type: str = "application/json",
    ) -> Any:
        """One request of nobody in the play, answered at once.

        Args:
            method: The HTTP method.
            path: The path, with its query.
            body: What to send: bytes as they are, all else as JSON.
            token: Whose token to use; the owner's if not given.
            content_type: What the body is.

        Raises:
            ValueError: The sandbox refused it.
        """
        content = body if isinstance(body, bytes) else b"" if body is None else dumps(body).encode()
        plain, _, query = path.partition("?")
        headers = [(b"authorization", token.encode()), (b"content-type", content_type.encode())]
        scope = {
            "type": "http",
            "method": method,
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "headers": headers,
            "scheme": "https",
        }
        status, answer = 0, b""

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status, answer
            status = message.get("status", status)
            answer += message.get("body", b"")

        # Nothing in it waits for anything, so that its first step is its last.
        with suppress(StopIteration):
            self.sandbox(scope, receive, send).__await__().__next__()
        if not 200 <= status < 300:
            told = answer.decode(errors="replace")[:200]
            raise ValueError(f"{method} {path} was answered with {status}: {told}")
        return loads(answer or b"null")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers the agent."""
        if scope["type"] != "http":
            await self.sandbox(scope, receive, send)
            return
        if self._is_over:
            await _refuse(send)
            return
        self.requests += 1
        try:
            await self.sandbox(scope, receive, send)
        finally:
            self._happen(scope["method"], scope["path"])

    def _happen(self, method: str, path: str) -> None:
        for event in [*self._events]:
            if event[0] == method and fnmatchcase(path, event[1]):
                self._events.remove(event)
                before = self.facts()
                self._is_others = True
                try:
                    event[2]()
                finally:
                    self._is_others = False
                self.others += compare(before, self.facts())
                self._step(self.sandbox.workspace)  # also what was done without a request

    def facts(self) -> Facts:
        """The workspace as it is now; to compare with, this is quicker than a checkpoint."""
        return facts_of(self.sandbox.workspace)

    def changes_since(self, before: Facts) -> Changes:
        """What the agent changed: all that changed, but for what others did."""
        return Changes([*self._own(compare(before, self.facts()))])

    def _own(self, changes: Changes) -> Iterator[Change]:
        theirs = {(one.kind, one.id): one for one in self.others}
        for change in changes:
            other = theirs.get((change.kind, change.id))
            if other is None or other.what != change.what:
                yield change
                continue
            left = [n for n, v in change.after.items() if other.after.get(n) != v]
            if left:
                before = {name: change.before.get(name) for name in left}
                after = {name: change.after[name] for name in left}
                head = (change.what, change.kind, change.id, change.name, change.place)
                yield Change(*head, before, after)


async def _refuse(send: Any) -> None:
    """Refuses a request so that whoever sent it knows that it changed nothing."""
    told = {"err": "The case is over: nothing is changed any more.", "ECODE": "EVALS_001"}
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": dumps(told).encode()})
