"""A connector in LangChain: a tool, and a toolkit of tools.

agent = create_agent("openai:gpt-5", ConnectorToolkit(connector=connector).get_tools())
"""

from agent_connectors.engine.extras import require

require("langchain_core", "langchain")

# After the check, so that what is missing is named by its extra.
from agent_connectors.langchain.tool import ConnectorTool  # noqa: E402
from agent_connectors.langchain.toolkit import ConnectorToolkit  # noqa: E402

__all__ = ["ConnectorTool", "ConnectorToolkit"]
