"""The tool that asks a connector's context store."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import Field

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.model import Arguments
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.store.store import Store
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.tool import Tool

__all__ = ["StoreArguments", "StoreTool"]


class StoreArguments(Arguments):
    """The arguments of the tool that asks the store."""

    sql: str = Field(description="One SELECT; or `describe TABLE`.")
    limit: int = Field(default=50, description="How many rows at most.")


class StoreTool(Tool):
    """Answers a SELECT from a replica, without a request.

    Args:
        toolbox: What it belongs to.
        name: Its name.
        store: The replica.
    """

    def __init__(self, toolbox: ToolContext, name: str, store: Store) -> None:
        super().__init__(toolbox, name, f"Ask a local copy of {toolbox.product} in SQL")
        self._schema = store.describe()
        self._entity = store.schema.entities[0]

    @cached_property
    def description(self) -> str:
        """What the model reads: the tables, as far as they fit."""
        head = (
            f"{self.title}: for counts, sums, rankings and long lists. It may be older than "
            f"{self.toolbox.product}: `synced` has the seconds."
        )
        limit = self.toolbox.description_limit
        told = f"{head}\n{self._schema}"
        if limit is None or len(told) <= limit:
            return told
        names = " ".join(line.partition("(")[0] for line in self._schema.splitlines()[:-2])
        return f"{head} Tables, told by `describe TABLE`: {names}"[:limit]

    @property
    def _arguments(self) -> type[Arguments]:
        """The pydantic model of its arguments."""
        return StoreArguments

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments."""
        return StoreArguments.model_json_schema()

    def _operation_of(self, arguments: Mapping[str, Any]) -> None:
        """Nothing is carried out."""

    async def _call(self, connector: Connector, arguments: Mapping[str, Any]) -> ToolResult:
        """Asks the store."""
        sql = str(arguments.get("sql", "")).strip()
        verb, _, table = sql.partition(" ")
        if verb.lower() == "describe":
            return self.toolbox.tell(connector.store.describe(*table.strip(' ;`"').split()))
        given = {"sql": sql, "limit": arguments.get("limit", 50)}
        return await self.toolbox.ask_store(
            connector, self._entity, "context_store_sql_query", given
        )
