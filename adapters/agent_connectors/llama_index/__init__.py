"""A connector in LlamaIndex: a tool spec.

agent = FunctionAgent(tools=ConnectorToolSpec(connector).to_tool_list(), llm=llm)
"""

from agent_connectors.engine.extras import require

require("llama_index", "llama-index")

from agent_connectors.llama_index.tool_spec import ConnectorToolSpec  # noqa: E402

__all__ = ["ConnectorToolSpec"]
