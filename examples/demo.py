"""Works in ClickUp, step by step; then has an agent of each framework do the same.

python examples/demo.py           in an embedded sandbox: no key, no network
python examples/demo.py --live    the first part, in your own workspace, with the key in
CLICKUP_API_KEY: it adds one task with a comment
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.records import Task
from agent_connectors.clickup.sandbox import Sandbox


async def work(clickup: ClickupApiConnector) -> None:
    """Finds overdue urgent tasks, adds a follow-up for the worst, and shows the change."""
    step("Who am I, and which workspace is this?")
    me = (await clickup.user.get()).data
    workspace = (await clickup.teams.list()).data[0]
    print(f"   {me['username']}, in {workspace['name']} ({len(workspace['members'])} members)")
    zone = ZoneInfo(me["timezone"])  # ClickUp's days are those of whoever looks

    step("Which urgent tasks are overdue?")
    overdue = await clickup.tasks.search(workspace["id"], priority=1, due_date_lt=datetime.now(UTC))
    tasks = [task for task in overdue.data if task["status"]["type"] in {"open", "custom"}]
    tasks.sort(key=lambda task: int(task["due_date"] or 0))
    for task in tasks:
        print(f"   {line(task, zone)}")
    print(f"   {len(tasks)} of the {overdue.meta.scanned} tasks whose due date has passed")
    if not tasks:
        return

    step("Make a follow-up for the one that has waited longest.")
    worst = tasks[0]
    created = await clickup.tasks.create(
        worst["list"]["id"],
        f"Follow up: {worst['name']}",
        markdown_content=f"Overdue since {day(worst['due_date'], zone)}: {worst['url']}",
        priority=1,
        assignees=[me["id"]],
    )
    print(f"   {line(created.data, zone)}")

    step("Comment on it.")
    text = "Who can take this over today?"
    comment = await clickup.comments.create(text, task_id=created.data["id"])
    print(f"   comment {comment.data['id']}")

    step("Read both back.")
    print(f"   {line((await clickup.tasks.get(created.data['id'])).data, zone)}")
    async for said in clickup.iterate("comments", "list", {"task_id": created.data["id"]}):
        print(f"   {said['user']['username']}: {said['comment_text']}")

    step("And a mistake, which is refused before anything is sent:")
    try:
        await clickup.execute("tasks", "update", {"task_id": worst["id"], "prioritty": 2})
    except ConnectorError as error:
        print(f"   {error}")


async def agents() -> None:
    """Gives the same request to an agent of each framework, each in a sandbox of its own."""
    import langchain_agent
    import llama_index_agent
    import pydantic_ai_agent
    import scripted

    step(f"Now agents. The request: {scripted.REQUEST}")
    runs: dict[str, Callable[[ClickupApiConnector], Awaitable[str]]] = {
        "Pydantic AI": lambda c: pydantic_ai_agent.run(c, pydantic_ai_agent.scripted_model()),
        "LangChain": lambda c: langchain_agent.run(c, langchain_agent.ScriptedModel()),
        "LlamaIndex": lambda c: llama_index_agent.run(c, llama_index_agent.scripted_model()),
    }
    for name, run in runs.items():
        sandbox = Sandbox()
        answer = await run(ClickupApiConnector.sandbox(sandbox))
        print(f"\n   {name}: {answer}")
        for request in sandbox.requests:
            print(f"      {request.method:4} {request.path}  {request.status}")


def step(text: str) -> None:
    """Prints what comes next."""
    print(f"\n>> {text}")


def line(task: Task, zone: ZoneInfo) -> str:
    """A task on one line."""
    who = ", ".join(person["username"] or "somebody" for person in task["assignees"]) or "nobody"
    due = f", due {day(task['due_date'], zone)}" if task["due_date"] else ""
    return f"{task['id']}  {task['name']}  [{task['status']['status']}; {who}{due}]"


def day(milliseconds: str | None, zone: ZoneInfo) -> str:
    """The day of one of ClickUp's times."""
    return datetime.fromtimestamp(int(milliseconds or 0) / 1000, zone).date().isoformat()


async def main(*, live: bool) -> None:
    """Runs the demo."""
    async with ClickupApiConnector() if live else ClickupApiConnector.sandbox() as clickup:
        await work(clickup)
    if not live:
        await agents()


if __name__ == "__main__":
    asyncio.run(main(live="--live" in sys.argv[1:]))
