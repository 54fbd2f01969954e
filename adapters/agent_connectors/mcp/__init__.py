"""A connector's tools for whatever speaks the Model Context Protocol."""

from agent_connectors.engine.extras import require

require("mcp", "mcp")

# After the check, so that what is missing is named by its extra.
from agent_connectors.mcp.http import LOOPBACK, make_http_app, serve_http  # noqa: E402
from agent_connectors.mcp.server import make_server, serve_stdio  # noqa: E402

__all__ = ["LOOPBACK", "make_http_app", "make_server", "serve_http", "serve_stdio"]
