"""A connector in Pydantic AI: as a toolset, or as tools.

agent = Agent("openai:gpt-5", toolsets=[ConnectorToolset(connector)])
"""

from agent_connectors.engine.extras import require

require("pydantic_ai", "pydantic-ai")

# After the check, so that what is missing is named by its extra.
from agent_connectors.pydantic_ai.tools import connector_tools  # noqa: E402
from agent_connectors.pydantic_ai.toolset import ConnectorToolset  # noqa: E402

__all__ = ["ConnectorToolset", "connector_tools"]
