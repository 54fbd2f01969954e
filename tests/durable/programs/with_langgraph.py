"""An agent of LangChain with checkpoints; what is under way goes on when it is started again."""

import asyncio
import json
import os
import signal
from contextlib import AbstractAsyncContextManager
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.ledger import Ledger, SqliteLedger
from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.postgres import PostgresLedger

COUNT = int(os.environ.get("COUNT", "1"))
WRITES: list[dict[str, Any]] = [
    {
        "entity": "tasks",
        "action": "create",
        "params": {"list_id": os.environ["LIST"], "name": f"Once {n}"},
    }
    for n in range(COUNT)
]
READ: dict[str, Any] = {"entity": "teams", "action": "list"}


class Model(BaseChatModel):
    """One read and some writes at once, then an answer, which may not come the first time."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self

    def _generate(self, messages: Any, *_: Any, **__: Any) -> ChatResult:
        results = [m.content for m in messages if isinstance(m, ToolMessage)]
        if results:
            if os.environ.get("DIE") == "after":
                os.kill(os.getpid(), signal.SIGKILL)
            message = AIMessage(json.dumps(results))
        else:
            calls: Any = [
                {"name": "clickup_execute", "args": args, "id": f"call_{n}", "type": "tool_call"}
                for n, args in enumerate((READ, *WRITES))
            ]
            message = AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])


def kept(database: str) -> tuple[AbstractAsyncContextManager[Any], Ledger]:
    """Where checkpoints and calls are kept."""
    if database.startswith("postgres"):
        return AsyncPostgresSaver.from_conn_string(database), PostgresLedger(database)
    return AsyncSqliteSaver.from_conn_string(database), SqliteLedger(f"{database}.calls")


async def main() -> None:
    """Begins a thread, or goes on with it."""
    clickup = ClickupApiConnector("pk_1", base_url=os.environ["URL"])
    opened, ledger = kept(os.environ["DATABASE"])
    toolkit = ConnectorToolkit(connector=clickup, ledger=ledger)
    config: RunnableConfig = {"configurable": {"thread_id": "the one"}}
    async with opened as saver:
        await saver.setup()
        agent = create_agent(Model(), toolkit.get_tools(), checkpointer=saver)
        begun = (await agent.aget_state(config)).next
        given: Any = None if begun else {"messages": [("user", "go")]}
        state = await agent.ainvoke(given, config, durability=os.environ.get("KEPT", "sync"))  # type: ignore[call-overload]
    print(json.dumps({"said": json.loads(state["messages"][-1].content), "again": bool(begun)}))
    await clickup.aclose()
    if isinstance(ledger, PostgresLedger):
        await ledger.aclose()


asyncio.run(main())
