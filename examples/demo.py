"""What an agent gets, in five steps.

python examples/demo.py           in an embedded sandbox: no key, no network
python examples/demo.py --live    the first three steps, in your own workspace, with the key in
CLICKUP_API_KEY: they add one task with a comment
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.records import Task
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox

QUESTION: dict[str, Any] = {"priority": "urgent", "due_date_lt": "now"}

NEXT = """
Next: your own ClickUp. Make a personal token there (Settings > Apps), then
   CLICKUP_API_KEY=pk_... .venv/bin/python examples/demo.py --live
or read docs/start/index.md for an agent with a model of yours."""


async def work(clickup: ClickupApiConnector) -> Task | None:
    """Finds overdue urgent tasks, makes a mistake, adds a follow-up; gives the worst task."""
    tool = Toolbox(clickup).tools[0]  # what all adapters hand to their framework

    step(f"1. A model asks in words: tasks.search {json.dumps(QUESTION)}")
    found = await clickup.execute("tasks", "search", QUESTION)
    read = await tool.call({"entity": "tasks", "action": "search", "params": QUESTION})
    print(f"ClickUp's tasks: {size(json.dumps(found.data))}. What the model reads: {size(read)}.")
    tasks = [task for task in found.data if task["status"]["type"] in {"open", "custom"}]
    if not tasks:
        print("No urgent task is overdue.")
        return None
    me = (await clickup.user.get()).data
    zone = ZoneInfo(me["timezone"])  # ClickUp's days are those of whoever looks
    worst: Task = min(tasks, key=lambda task: int(task["due_date"]))
    since = day(worst["due_date"], zone)
    print(f"{len(tasks)} are overdue. The worst: {worst['name']}, since {since}.")

    step("2. A mistake is refused before anything is sent, with the fix:")
    await refused(clickup, "tasks", "update", {"task_id": worst["id"], "prioritty": 2})

    step("3. It makes a follow-up, and comments on it:")
    created = await clickup.tasks.create(
        worst["list"]["id"],
        f"Follow up: {worst['name']}",
        markdown_content=f"Overdue since {since}: {worst['url']}",
        priority=1,
        assignees=["me"],
    )
    task_id = created.data["id"]
    await clickup.comments.create("Who can take this over today?", task_id=task_id)
    async for comment in clickup.iterate("comments", "list", {"task_id": task_id}):
        print(f"{task_id}  {created.data['name']}")
        print(f"{comment['user']['username']}: {comment['comment_text'].strip()}")
    return worst


async def trouble(clickup: ClickupApiConnector, sandbox: Sandbox, task: Task) -> None:
    """Loses the answer to a write, and asks for what cannot be undone."""
    step("4. The connection breaks after a comment was sent. It is not sent twice:")
    sandbox.fail("drop", method="POST", after=True)
    before = len(sandbox.workspace.threads["task", task["id"]])
    comment = {"task_id": task["id"], "comment_text": "Any news?"}
    await refused(clickup, "comments", "create", comment)
    added = len(sandbox.workspace.threads["task", task["id"]]) - before
    print(f"Comments in ClickUp: {added}. And deleting is off until you allow it:")
    await refused(clickup, "tasks", "delete", {"task_id": task["id"]})


async def agents(make: Callable[[], Sandbox]) -> None:
    """Gives the same request to an agent of each framework, each in a sandbox of its own."""
    import langchain_agent
    import llama_index_agent
    import pydantic_ai_agent
    import scripted

    step("5. The whole job, by an agent of each framework (a script stands in for the model):")
    print(f"You: {scripted.REQUEST}")
    runs: dict[str, Callable[[ClickupApiConnector], Awaitable[str]]] = {
        "Pydantic AI": lambda c: pydantic_ai_agent.run(c, pydantic_ai_agent.scripted_model()),
        "LangChain": lambda c: langchain_agent.run(c, langchain_agent.ScriptedModel()),
        "LlamaIndex": lambda c: llama_index_agent.run(c, llama_index_agent.scripted_model()),
    }
    by: dict[str, list[str]] = {}
    for name, run in runs.items():
        sandbox = make()
        answer = await run(ClickupApiConnector.sandbox(sandbox))
        writes = sum(request.method != "GET" for request in sandbox.requests)
        done = f"with {len(sandbox.requests)} requests, {writes} of them writes:\n{answer}"
        by.setdefault(done, []).append(name)
    for done, names in by.items():
        print(f"{', '.join(names)}, {done}")


async def refused(clickup: ClickupApiConnector, entity: str, action: str, params: Any) -> None:
    """Calls what is not going to work, and prints what is said of it."""
    try:
        await clickup.execute(entity, action, params)
    except ConnectorError as error:
        print(f"{type(error).__name__}: {error}")


def step(text: str) -> None:
    """Prints what comes next."""
    print(f"\n{text}")


def size(text: str) -> str:
    """How long a text is."""
    return f"{len(text.encode()) / 1000:.1f} KB"


def day(milliseconds: str | None, zone: ZoneInfo) -> str:
    """The day of one of ClickUp's times."""
    return datetime.fromtimestamp(int(milliseconds or 0) / 1000, zone).date().isoformat()


async def main(*, live: bool, make: Callable[[], Sandbox] = Sandbox) -> None:
    """Runs the demo; `make` gives the sandboxes."""
    where = "in your own workspace" if live else "in a sandbox: no key, no network"
    print(f"One tool for all of ClickUp, clickup_execute(entity, action, params), {where}.")
    sandbox = make()
    async with ClickupApiConnector() if live else ClickupApiConnector.sandbox(sandbox) as clickup:
        worst = await work(clickup)
        if worst and not live:
            await trouble(clickup, sandbox, worst)
    if not live:
        await agents(make)
        print(NEXT)


if __name__ == "__main__":
    asyncio.run(main(live="--live" in sys.argv[1:]))
