"""The agent that answers mentions is killed at each of its steps, and answers each once."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path
from typing import Any

import pytest
import webhook_mention

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.inbox import SqliteInbox
from tests.durable.killed import killing, start
from tests.forked import Program
from tests.sandbox.client import Api

pytestmark = pytest.mark.timeout(300)

PATIENCE = 100.0


async def test_the_example_answers_once(tmp_path: Path) -> None:
    (reply,) = await webhook_mention.main(tmp_path)
    assert "assigned to" in reply


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Scene:
    """A sandbox with a webhook of the agent's, and the program that is the agent.

    Args:
        sandbox: The ClickUp.
        url: Where it is served.
        folder: Where the agent keeps what it notes.
    """

    def __init__(self, sandbox: Sandbox, url: str, folder: Path) -> None:
        self.sandbox, self.inbox = sandbox, SqliteInbox(folder / "inbox.db")
        self.token = sandbox.token_for(webhook_mention.NAME)
        users = sandbox.workspace.users.values()
        self.me = next(u.id for u in users if u.username == webhook_mention.NAME)
        self.port = free_port()
        self.given = {
            "FOLDER": str(folder),
            "URL": url,
            "TOKEN": self.token,
            "ME": str(self.me),
            "PORT": str(self.port),
        }

    async def subscribe(self) -> None:
        api = Api(self.sandbox, self.token)
        body = {"endpoint": f"http://127.0.0.1:{self.port}/", "events": ["taskCommentPosted"]}
        made = await api.post(f"/team/{api.team}/webhook", body)
        self.given["SECRET"] = made["webhook"]["secret"]

    async def mention(self, times: int) -> list[int]:
        """Comments that mention the agent."""
        api, made = Api(self.sandbox), []
        tasks = list(self.sandbox.workspace.tasks)
        for number in range(times):
            blocks = [{"type": "tag", "user": {"id": self.me}}, {"text": f" question {number}"}]
            path = f"/task/{tasks[number % 2]}/comment"
            made.append((await api.post(path, {"comment": blocks}))["id"])
        return made

    async def begin(self, kill: str = "") -> Program:
        """Starts the agent, and waits until it listens."""
        process = start("with_webhook", KILL=kill, **self.given)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return process
        pytest.fail(f"it does not listen: {process.finish(PATIENCE).stderr}")

    async def until(self, state: str, number: int) -> None:
        """Waits until so many deliveries are in a state."""
        deadline = time.monotonic() + PATIENCE
        while (await self.inbox.counts())[state] != number:
            assert time.monotonic() < deadline, await self.inbox.counts()
            await asyncio.sleep(0.05)

    def replies(self, comment: int) -> list[Any]:
        return [r for r in self.sandbox.workspace.comments[comment].replies if r.user.id == self.me]


async def died(process: Program) -> None:
    done = await asyncio.to_thread(process.finish, PATIENCE)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize(
    "kill", ["when noted", "before the answer", "in the answer", "before the mark"]
)
async def test_it_is_killed_and_answers_each_mention_once(kill: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    with killing(sandbox) as (app, url):
        scene = Scene(sandbox, url, tmp_path)
        await scene.subscribe()
        process = await scene.begin(kill)
        if kill == "in the answer":
            app.at, app.victim = "answer", process.pid
        # One alone: what was on its way besides is certain only after some minutes.
        comments = await scene.mention(1)
        # What is served delivers by itself: the first attempts find the agent killed.
        await died(process)
        process = await scene.begin()
        comments += await scene.mention(2)
        try:
            await scene.until("done", 3)
            assert [len(scene.replies(comment)) for comment in comments] == [1, 1, 1]
        finally:
            os.kill(process.pid, signal.SIGKILL)
            await died(process)
