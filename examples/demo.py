"""Works in ClickUp, step by step.

python examples/demo.py           in an embedded sandbox: no key, no network
python examples/demo.py --live    in your own workspace, with the key in CLICKUP_API_KEY:
                                  it adds one task with a comment
"""

import asyncio
import sys
from datetime import UTC, datetime

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.records import Task


async def main(*, live: bool) -> None:
    """Finds overdue urgent tasks, adds a follow-up for the worst, and shows the change."""
    connector = ClickupApiConnector() if live else ClickupApiConnector.sandbox()
    async with connector as clickup:
        step("Who am I, and which workspace is this?")
        me = (await clickup.user.get()).data
        workspace = (await clickup.teams.list()).data[0]
        print(f"   {me['username']}, in {workspace['name']} ({len(workspace['members'])} members)")

        step("Which urgent tasks are overdue?")
        overdue = await clickup.tasks.search(
            workspace["id"], priority=1, due_date_lt=datetime.now(UTC)
        )
        tasks = [task for task in overdue.data if task["status"]["type"] in {"open", "custom"}]
        tasks.sort(key=lambda task: int(task["due_date"] or 0))
        for task in tasks:
            print(f"   {line(task)}")
        print(f"   {len(tasks)} of the {overdue.meta.scanned} tasks whose due date has passed")
        if not tasks:
            return

        step("Make a follow-up for the one that has waited longest.")
        worst = tasks[0]
        created = await clickup.tasks.create(
            worst["list"]["id"],
            f"Follow up: {worst['name']}",
            markdown_content=f"Overdue since {day(worst['due_date'])}: {worst['url']}",
            priority=1,
            assignees=[me["id"]],
        )
        print(f"   {line(created.data)}")

        step("Comment on it.")
        text = "Who can take this over today?"
        comment = await clickup.comments.create(text, task_id=created.data["id"])
        print(f"   comment {comment.data['id']}")

        step("Read both back.")
        print(f"   {line((await clickup.tasks.get(created.data['id'])).data)}")
        async for said in clickup.iterate("comments", "list", {"task_id": created.data["id"]}):
            print(f"   {said['user']['username']}: {said['comment_text']}")

        step("And a mistake, which is refused before anything is sent:")
        try:
            await clickup.execute("tasks", "update", {"task_id": worst["id"], "prioritty": 2})
        except ConnectorError as error:
            print(f"   {error}")


def step(text: str) -> None:
    """Prints what comes next."""
    print(f"\n>> {text}")


def line(task: Task) -> str:
    """A task on one line."""
    who = ", ".join(person["username"] for person in task["assignees"]) or "nobody"
    due = f", due {day(task['due_date'])}" if task["due_date"] else ""
    return f"{task['id']}  {task['name']}  [{task['status']['status']}; {who}{due}]"


def day(milliseconds: str | None) -> str:
    """The day of one of ClickUp's times."""
    return datetime.fromtimestamp(int(milliseconds or 0) / 1000, UTC).date().isoformat()


if __name__ == "__main__":
    asyncio.run(main(live="--live" in sys.argv[1:]))
