"""Agents with a scripted mind: one that asks the store, one that reads ClickUp page by page."""

import asyncio
import json
import re
import time
from typing import Any

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.engine.store.tables import Schema
from agent_connectors.engine.tools import Toolbox
from benchmarks.questions.chat import Answer, Chat

__all__ = ["StoreTool", "ask", "rows"]

_EXEMPT = re.compile(r"[-+%\d]|weekday|running")
"""Texts in a SELECT that no table holds: times, and words of SQLite's."""


class StoreTool:
    """The tool `clickup_store`, beside `clickup_execute`, which an agent with a store has too.

    Args:
        connector: Whose store is asked.
        execute: The definition of the other tool: a model reads both.
        runner: What runs it.
    """

    def __init__(
        self, connector: ClickupApiConnector, execute: str, runner: asyncio.Runner
    ) -> None:
        self._tool = Toolbox(connector).tool("clickup_store")
        self._runner = runner
        self.schema: Schema = connector.store.schema
        self.description = self._tool.description
        own = {
            "name": self._tool.name,
            "description": self.description,
            "parameters": self._tool.schema,
        }
        self.definition = execute + json.dumps(own, separators=(",", ":"), ensure_ascii=False)

    def signature(self, entity: str, action: str) -> set[str] | None:
        """It has no operations."""
        del entity, action
        return None

    def call(self, arguments: dict[str, Any]) -> Answer:
        """Calls the tool."""
        begun = time.perf_counter()
        try:
            text, failed = str(self._runner.run(self._tool.call(arguments))), False
        except ConnectorError as error:
            text, failed = str(error), True
        return Answer(text, time.perf_counter() - begun, failed)


def ask(chat: Chat, sql: str, schema: Schema) -> Any:
    """Asks the store, with nothing in the SELECT that nobody has told the agent.

    Args:
        chat: The conversation, with a `StoreTool`.
        sql: The SELECT.
        schema: The tables.

    Raises:
        CannotAnswer: It answered with an error.
    """
    told = "\n".join((chat.question, chat.tool.description, *chat.results))
    names = {name for table in schema.tables for name in (table.name, *table.names)}
    names |= {view.name for view in schema.views}
    for word in set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", sql))) & names:
        if not re.search(rf"\b({word}|{word.removesuffix('_ms')})\b", told):
            raise RuntimeError(f"the script uses {word!r}, which nobody has told it")
    for text in re.findall(r"'((?:[^']|'')*)'", sql):
        plain = text.replace("''", "'").strip("%")
        if not _EXEMPT.match(text.strip("%")) and plain not in told:
            raise RuntimeError(f"the script uses {text!r}, which nobody has told it")
    found, offset = None, 0
    while True:
        more = f" LIMIT 1000 OFFSET {offset}" if offset else ""
        answer = chat.ask({"sql": sql + more, "limit": 1000})
        found = found or answer
        offset += len(answer["data"])
        if not answer["meta"].keys() & {"truncated", "not_shown"}:
            return found


def rows(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of an answer of the store's tool, whichever form it has."""
    data, columns = answer["data"], answer.get("columns")
    if columns is not None:
        same = answer.get("in_every_row", {})
        data = [same | dict(zip(columns, row, strict=True)) for row in data]
    # A row has no name of what it has no value for; one of the longest has them all.
    names = list(max(data, key=len, default={}))
    return [tuple(row.get(name) for name in names) for row in data]
