"""Tools for agents, in no framework's terms; the adapters put them into theirs."""

from agent_connectors.engine.tools.presentation import ToolResult
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.tools.toolbox import Form, Toolbox, ToolboxOptions

__all__ = ["Form", "Tool", "ToolResult", "Toolbox", "ToolboxOptions"]
