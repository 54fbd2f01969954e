"""What is noted of a call by its key holds no secret."""

import sqlite3
import zlib
from pathlib import Path

from agent_connectors.clickup import ClickupApiConnector


async def test_the_secret_of_a_webhook_is_not_noted(
    clickup: ClickupApiConnector, path: Path
) -> None:
    params = {"endpoint": "https://example.com/hook", "events": ["*"]}
    made = await clickup.execute("webhooks", "create", params, idempotency_key="k")
    assert len(made.data["secret"]) > 10
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT result FROM calls").fetchall()
    database.close()
    (noted,) = [zlib.decompress(row[0]).decode() for row in rows]
    assert made.data["id"] in noted
    assert made.data["secret"] not in noted
    again = await clickup.execute("webhooks", "create", params, idempotency_key="k")
    assert again.data["id"] == made.data["id"]
    assert again.data["secret"] != made.data["secret"]
