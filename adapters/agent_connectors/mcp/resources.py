"""Operations as resources, and the tables of a context store: what a call takes is read there."""

import json
from collections.abc import Iterator
from typing import Any

import mcp_types as types

from agent_connectors.engine.declare.describe import describe
from agent_connectors.engine.errors import InvalidCall, UnknownOperation
from agent_connectors.engine.tools import Toolbox
from mcp.shared.exceptions import MCPError

__all__ = ["listed", "read", "templates"]

_JSON = "application/json"

_TEXT = "text/plain"


def listed(toolbox: Toolbox) -> list[types.Resource]:
    """The entities, each with its operations."""
    root = _root(toolbox)
    about = [("operations", root, "All entities and their operations.")]
    about += [
        (entity, f"{root}/{entity}", f"What can be done with {entity.replace('_', ' ')}.")
        for entity in toolbox.catalogue.entities
    ]
    return [
        *(
            types.Resource(name=name, uri=uri, description=text, mime_type=_JSON)
            for name, uri, text in about
        ),
        *_tables(toolbox),
    ]


def _tables(toolbox: Toolbox) -> Iterator[types.Resource]:
    """The tables and views of the context store, if there is one."""
    store, root = toolbox.store, _store_root(toolbox)
    if store is None:
        return
    about = [("store", root, "All tables of the context store, in short.")]
    named = [(table.name, table.about) for table in store.schema.tables]
    named += [(view.name, view.about) for view in store.schema.views]
    about += [(f"store {name}", f"{root}/{name}", text) for name, text in named]
    for name, uri, text in about:
        yield types.Resource(name=name, uri=uri, description=text, mime_type=_TEXT)


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
    root, store = _store_root(toolbox), toolbox.store
    try:
        if store is not None and (uri == root or uri.startswith(f"{root}/")):
            kind, text = _TEXT, store.describe(*filter(None, [uri[len(root) + 1 :]]))
        else:
            kind, text = _JSON, json.dumps(_told(toolbox, uri), ensure_ascii=False)
    except InvalidCall as error:
        raise MCPError(types.INVALID_PARAMS, str(error), {"uri": uri}) from None
    return [types.TextResourceContents(uri=uri, mime_type=kind, text=text)]


def _told(toolbox: Toolbox, uri: str) -> dict[str, Any]:
    root, catalogue = _root(toolbox), toolbox.catalogue
    if uri == root:
        return {name: [op.action for op in catalogue.of(name)] for name in catalogue.entities}
    here, _, rest = uri.partition(f"{root}/")
    if here or not rest:
        raise UnknownOperation(f"Resources here begin with `{root}`.")
    entity, _, action = rest.partition("/")
    return describe(catalogue, entity, action or None)


def _store_root(toolbox: Toolbox) -> str:
    return f"{toolbox.tool_prefix}://store"


def _root(toolbox: Toolbox) -> str:
    return f"{toolbox.tool_prefix}://operations"
