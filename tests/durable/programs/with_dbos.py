"""An agent in a workflow of DBOS; what is under way is recovered when it is started again."""

import asyncio
import json
import os
import signal
import warnings
from typing import Any

from dbos import DBOS, SetWorkflowID
from pydantic_ai import Agent, ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.durable_exec.dbos import DBOSAgent, DBOSDurability
from pydantic_ai.models.function import FunctionModel

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.ledger import SqliteLedger
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools

WORKFLOW = "the one"
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


def respond(messages: list[ModelMessage], _: Any) -> ModelResponse:
    """One read and some writes at once, then an answer, which may not come the first time."""
    if len(messages) == 1:
        return ModelResponse([ToolCallPart("clickup_execute", one) for one in (READ, *WRITES)])
    if os.environ.get("DIE") == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    told = [str(p.content) for p in messages[-1].parts if isinstance(p, ToolReturnPart)]
    return ModelResponse([TextPart(json.dumps(told))])


async def main() -> None:
    """Begins the workflow, or goes on with it."""
    clickup = ClickupApiConnector("pk_1", base_url=os.environ["URL"])
    options: dict[str, Any] = {}
    if ledger := os.environ.get("LEDGER"):
        options["ledger"] = SqliteLedger(ledger)
    made: dict[str, Any] = {"toolsets": [ConnectorToolset[None](clickup, **options)]}
    if os.environ.get("TOOLS") == "single":
        made = {"tools": connector_tools(clickup, **options)}
    if os.environ.get("AGENT") != "wrapped":
        made["capabilities"] = [DBOSDurability()]
    agent: Agent[None, str] = Agent(FunctionModel(respond), name="a", **made)
    database = os.environ["DATABASE"]
    DBOS(config={"name": "once-only", "system_database_url": database})
    if os.environ.get("AGENT") == "wrapped":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run: Any = DBOSAgent(agent).run
    else:

        @DBOS.workflow()
        async def run(asked: str) -> Any:
            return await agent.run(asked)

    DBOS.launch()
    with SetWorkflowID(WORKFLOW):
        result = await run("go")
    steps = [step["function_name"] for step in await DBOS.list_workflow_steps_async(WORKFLOW)]
    print(json.dumps({"said": json.loads(result.output), "steps": steps}))
    await clickup.aclose()
    DBOS.destroy()


asyncio.run(main())
