"""ClickUp, in a process of its own, that tells what it has carried out.

python -m tests.hosted.figures.upstream PORT OPTIONS
"""

import json
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.hosted.figures.machines import free_port

__all__ = ["Ledger", "Upstream", "upstream"]

_PATH = "/ledger"
_KEPT = 1000


@dataclass
class Ledger:
    """What was carried out.

    Args:
        comments: How often each comment is there, by its text.
        statuses: How many requests were answered so.
        written_at: When the last writes came, in Unix seconds.
    """

    comments: Counter[str]
    statuses: Counter[int]
    written_at: list[float]


class Counting(Sandbox):
    """A sandbox that counts its answers, and is asked for its ledger at a path of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.statuses: Counter[int] = Counter()
        self.written_at: deque[float] = deque(maxlen=_KEPT)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == _PATH:
            await _answer(send, json.dumps(self.ledger()).encode())
            return
        if scope["type"] == "http" and scope["method"] != "GET":
            self.written_at.append(time.time())

        async def counting(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.statuses[message["status"]] += 1
            await send(message)

        await super().__call__(scope, receive, counting)

    def ledger(self) -> dict[str, Any]:
        """Each comment that is there, and each status that was answered."""
        threads = self.workspace.threads.values()
        texts = Counter(str(comment.blocks[0]["text"]) for thread in threads for comment in thread)
        return {
            "comments": texts,
            "statuses": self.statuses,
            "written_at": list(self.written_at),
        }


class Upstream:
    """A sandbox in another process.

    Args:
        url: Where it is.
        pid: The process.
    """

    def __init__(self, url: str, pid: int) -> None:
        self.url, self.pid = url, pid

    def ledger(self) -> Ledger:
        """What it has carried out so far."""
        told = httpx.get(f"{self.url}{_PATH}", timeout=30).json()
        statuses = Counter({int(status): count for status, count in told["statuses"].items()})
        return Ledger(Counter(told["comments"]), statuses, told["written_at"])

    def tasks(self) -> list[str]:
        """The ids of some tasks."""
        return [task["id"] for task in self._tasks()]

    def longest_list(self) -> str:
        """The id of the list that most of these are in."""
        ((list_id, _),) = Counter(str(t["list"]["id"]) for t in self._tasks()).most_common(1)
        return list_id

    def _tasks(self) -> list[dict[str, Any]]:
        with httpx.Client(base_url=self.url, headers={"Authorization": "pk_look"}) as client:
            team = client.get("/api/v2/team").json()["teams"][0]["id"]
            tasks: list[dict[str, Any]] = client.get(f"/api/v2/team/{team}/task").json()["tasks"]
            return tasks


@contextmanager
def upstream(**options: Any) -> Iterator[Upstream]:
    """A sandbox with these options, as long as it is needed."""
    port = free_port()
    command = [sys.executable, "-m", __spec__.name, str(port), json.dumps(options)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{url}{_PATH}")
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield Upstream(url, process.pid)
    finally:
        process.terminate()
        process.wait(20)


async def _answer(send: Any, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    create_server(Counting(**json.loads(sys.argv[2])), port=int(sys.argv[1]), page=False).run()
