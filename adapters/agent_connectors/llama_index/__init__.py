"""A connector in LlamaIndex: a tool spec.

agent = FunctionAgent(tools=ConnectorToolSpec(connector).to_tool_list(), llm=llm)
"""

from agent_connectors.engine.extras import require

require("llama_index", "llama-index")

# After the check, so that what is missing is named by its extra.
from agent_connectors.llama_index.tool_spec import ConnectorToolSpec  # noqa: E402

__all__ = ["ConnectorToolSpec"]
