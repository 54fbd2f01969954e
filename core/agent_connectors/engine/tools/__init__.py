"""Tools for agents, in no framework's terms; the adapters put them into theirs."""

from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.preview.preview import Preview
from agent_connectors.engine.tools.agreement import agreeing
from agent_connectors.engine.tools.kept import checked_keep, kept
from agent_connectors.engine.tools.once import call_once
from agent_connectors.engine.tools.options import Form, Options, ToolboxOptions, check_connector
from agent_connectors.engine.tools.schemas import nullable, textual
from agent_connectors.engine.tools.together import ToolList
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.tools.toolbox import Toolbox

__all__ = [
    "Form",
    "Options",
    "Preview",
    "Tool",
    "ToolList",
    "ToolResult",
    "Toolbox",
    "ToolboxOptions",
    "agreeing",
    "call_once",
    "check_connector",
    "checked_keep",
    "kept",
    "nullable",
    "textual",
]
