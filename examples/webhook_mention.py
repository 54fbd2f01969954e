"""An agent that answers in ClickUp when it is mentioned in a comment, once for each mention.

    python examples/webhook_mention.py

ClickUp is a sandbox, and everything runs in this process. `receiver` is what you would serve: it
takes in deliveries, and goes on after a crash. `think` is where your agent goes.
"""

import asyncio
import tempfile
from pathlib import Path

from agent_connectors.clickup import ClickupApiConnector, OutcomeUnknown
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.webhooks import TaskCommentPosted, WebhookReceiver

NAME = "Jonas Weber"
URL = "https://agent.example/clickup"


async def think(clickup: ClickupApiConnector, task_id: str, question: str) -> str:
    """What the agent has to say; a model would be asked here."""
    if "how is" not in question:
        return "Ask me how a task is going."
    task = (await clickup.execute("tasks", "get", {"task_id": task_id})).data
    people = ", ".join(who["username"] for who in task["assignees"]) or "nobody"
    return f'"{task["name"]}" is {task["status"]["status"]}, assigned to {people}.'


async def reply_once(clickup: ClickupApiConnector, event: TaskCommentPosted, me: int) -> None:
    """Replies to a comment that mentions the agent, however often it is called with the event."""
    comment = event.comment
    if comment is None or me not in comment.mentions:
        return
    if comment.author is not None and comment.author.id == me:
        return  # an agent that mentions itself would never come to an end
    key = f"{event.key}/reply"
    # A model would say it in other words the second time: what was begun keeps its text.
    begun = clickup.journal.of_key(key)
    text = begun[0].sent["comment_text"] if begun else None
    text = text or await think(clickup, event.task_id, comment.text)
    params = {"comment_id": comment.id, "comment_text": text}
    try:
        await clickup.execute("comments", "reply", params, idempotency_key=key)
    except OutcomeUnknown:
        # The process was killed while the reply was on its way: it is there, or it is tried later.
        replies = await clickup.execute("comments", "get", {"comment_id": comment.id})
        if not any(reply["user"]["id"] == me for reply in replies.data):
            raise


def receiver(
    clickup: ClickupApiConnector, secret: str, inbox: Path, me: int, *, lease: float = 30
) -> WebhookReceiver:
    """The application to serve, such as `uvicorn.run(receiver(...))`."""
    made = WebhookReceiver(secret, inbox, lease=lease)

    @made.on(TaskCommentPosted)
    async def answer(event: TaskCommentPosted) -> None:
        await reply_once(clickup, event, me)

    return made


async def main(folder: Path) -> list[str]:
    """Mentions the agent in a sandbox, and gives what it replied."""
    sandbox = Sandbox()
    people = ClickupApiConnector.sandbox(sandbox)
    clickup = ClickupApiConnector.sandbox(sandbox, as_user=NAME, journal=folder / "journal.db")
    me = (await clickup.execute("user", "get")).data["id"]

    hook = {"endpoint": URL, "events": ["taskCommentPosted"]}
    made = await clickup.execute("webhooks", "create", hook)
    secret = made.data["secret"]  # of a real webhook: into your store of secrets
    app = receiver(clickup, secret, folder / "inbox.db", me)
    sandbox.webhooks.to(URL, app)

    async with people, clickup, app:
        task = (await people.execute("tasks", "search", {"limit": 1})).data[0]
        question = {"task_id": task["id"], "comment_text": f"@[{NAME}] how is this going?"}
        asked = (await people.execute("comments", "create", question)).data
        await sandbox.deliver(twice=True)  # as happens
        await app.drained()
        replies = await people.execute("comments", "get", {"comment_id": str(asked["id"])})
        return [reply["comment_text"] for reply in replies.data]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print("\n".join(asyncio.run(main(Path(temporary)))))
