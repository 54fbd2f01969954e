"""A connector in the OpenAI Agents SDK: as tools.

agent = Agent(name="Assistant", tools=connector_tools(connector))
"""

from agent_connectors.engine.extras import require

require("agents", "openai-agents")

# After the check, so that what is missing is named by its extra.
from agent_connectors.openai_agents.agreement import agreeing_to, previews_of  # noqa: E402
from agent_connectors.openai_agents.tools import connector_tools  # noqa: E402

__all__ = ["agreeing_to", "connector_tools", "previews_of"]
