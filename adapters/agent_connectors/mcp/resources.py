"""Operations as resources: a client reads there what a call takes."""

import json
from typing import Any

import mcp_types as types

from agent_connectors.engine.declare.describe import describe
from agent_connectors.engine.errors import UnknownOperation
from agent_connectors.engine.tools import Toolbox
from mcp.shared.exceptions import MCPError

__all__ = ["listed", "read", "templates"]

_JSON = "application/json"


def listed(toolbox: Toolbox) -> list[types.Resource]:
    """The entities, each with its operations."""
    root = _root(toolbox)
    about = [("operations", root, "All entities and their operations.")]
    about += [
        (entity, f"{root}/{entity}", f"What can be done with {entity.replace('_', ' ')}.")
        for entity in toolbox.catalogue.entities
    ]
    return [
        types.Resource(name=name, uri=uri, description=text, mime_type=_JSON)
        for name, uri, text in about
    ]


def templates(toolbox: Toolbox) -> list[types.ResourceTemplate]:
    """Where the schema of an operation is."""
    return [
        types.ResourceTemplate(
            name="operation",
            uri_template=f"{_root(toolbox)}/{{entity}}/{{action}}",
            description="What one operation does, and the JSON schema of its params.",
            mime_type=_JSON,
        )
    ]


def read(toolbox: Toolbox, uri: str) -> list[types.TextResourceContents | Any]:
    """What is at an address.

    Raises:
        MCPError: There is nothing; the text names the nearest.
    """
    try:
        text = json.dumps(_told(toolbox, uri), ensure_ascii=False)
    except UnknownOperation as error:
        raise MCPError(types.INVALID_PARAMS, str(error), {"uri": uri}) from None
    return [types.TextResourceContents(uri=uri, mime_type=_JSON, text=text)]


def _told(toolbox: Toolbox, uri: str) -> dict[str, Any]:
    root, catalogue = _root(toolbox), toolbox.catalogue
    if uri == root:
        return {name: [op.action for op in catalogue.of(name)] for name in catalogue.entities}
    here, _, rest = uri.partition(f"{root}/")
    if here or not rest:
        raise UnknownOperation(f"Resources here begin with `{root}`.")
    entity, _, action = rest.partition("/")
    return describe(catalogue, entity, action or None)


def _root(toolbox: Toolbox) -> str:
    return f"{toolbox.tool_prefix}://operations"
