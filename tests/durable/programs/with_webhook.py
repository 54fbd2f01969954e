"""The agent that answers mentions, served, and killed where it is told to be."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import uvicorn
import webhook_mention

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.inbox import SqliteInbox

KILL = os.environ.get("KILL", "")
FOLDER = Path(os.environ["FOLDER"])


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def killed() -> None:
    """Puts the end of the process where it is wanted."""
    if KILL == "before the answer":
        webhook_mention.think = die
    elif KILL == "before the mark":
        SqliteInbox.done = die  # type: ignore[method-assign]
    elif KILL == "when noted":
        note = SqliteInbox.note

        async def note_and_die(*args: Any, **given: Any) -> bool:
            await note(*args, **given)
            die()
            return True

        SqliteInbox.note = note_and_die  # type: ignore[method-assign]


async def main() -> None:
    killed()
    clickup = ClickupApiConnector(
        os.environ["TOKEN"], base_url=os.environ["URL"], journal=FOLDER / "journal.db"
    )
    app = webhook_mention.receiver(
        clickup, os.environ["SECRET"], FOLDER / "inbox.db", int(os.environ["ME"]), lease=0.5
    )
    server = uvicorn.Server(uvicorn.Config(app, port=int(os.environ["PORT"]), log_level="error"))
    await server.serve()


if __name__ == "__main__":
    asyncio.run(main())
