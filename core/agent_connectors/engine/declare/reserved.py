"""Names that the engine keeps for itself, refused when a class is made with them."""

import re
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.declare.describe import DESCRIBE
from agent_connectors.engine.marks import Control

if TYPE_CHECKING:
    from agent_connectors.engine.declare.operation import Operation

__all__ = ["INNER", "KEPT", "check_operation", "check_resource", "tool_prefix"]

_OF_TOOLS = frozenset({"action", "detail", "entity", "fields", "params"})
"""What tools take beside the parameters of an operation."""

_OF_LISTS = frozenset({"limit", "skip"})
"""What steers the gathering of a list, and is not sent."""

_OF_CONNECTORS = frozenset(
    {"allow_destructive", "name", "operations", "probe", "read_only", "tool_prefix"}
)

INNER = frozenset(
    {
        *("allows", "permit", "permits", "time_left", "read_timeout", "access", "requests_left"),
        *("execute_operation", "hooks", "keeper", "product", "connector_type", "definition_id"),
        *("conventions", "highlights", "not_for_agents", "probe", "thesaurus", "tool_prefix"),
        *(
            "replicas",
            "kept_in",
            "directory",
            "settled",
            "kept",
            "own_secrets",
            "app",
            "make_executor",
            "request_of",
        ),
    }
)
"""What a connector has for products and tools, and not for those who call it."""

KEPT = frozenset(
    {
        *("operations", "allows", "permit", "permits", "timeouts", "name", "tool_prefix", "probe"),
        *("hooks", "keeper", "conventions", "highlights", "thesaurus", "not_for_agents"),
        *("connector_type", "definition_id", "product"),
    }
)
"""What stays as it was made, of every connector."""


def check_operation(operation: "Operation", owner: str) -> None:
    """Refuses an operation that would never get what it is called with.

    Args:
        operation: The operation.
        owner: The class that declares it, for the text.

    Raises:
        TypeError: It, or a parameter of it, has a name that the engine keeps.
    """
    where = f"`{owner}.{operation.action}`"
    if DESCRIBE in (operation.action, *operation.aliases):
        raise TypeError(f"{where}: `{DESCRIBE}` is an action of every entity already.")
    code = operation.function.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    for name in names:
        if name in _OF_TOOLS or (name in _OF_LISTS and not _steers(operation, name)):
            raise TypeError(
                f"{where}: `{name}` is a parameter of the engine's. Call it otherwise, and send it "
                f'under its name: `{name}_: Annotated[..., Query("{name}")]`.'
            )


def check_resource(connector: type, entity: str, base: type) -> None:
    """Refuses a resource that would hide a part of the connector.

    Args:
        connector: The connector's class.
        entity: The attribute that holds the resource.
        base: What every connector is.

    Raises:
        TypeError: It would.
    """
    if hasattr(base, entity) or entity in _OF_CONNECTORS or entity.startswith("_"):
        raise TypeError(
            f"`{connector.__name__}.{entity}` is a part of every connector: call it otherwise."
        )


def tool_prefix(product: str) -> str:
    """What the names of a product's tools begin with: its name, as providers take it.

    Raises:
        TypeError: Nothing of the name can be part of a tool's.
    """
    prefix = re.sub(r"[^a-z0-9]+", "_", product.lower()).strip("_")
    if not prefix or prefix[0].isdigit():
        raise TypeError(f"{product!r} cannot begin the name of a tool: it needs a letter first.")
    return prefix


def _steers(operation: "Operation", name: str) -> bool:
    """Whether a parameter is there to steer the list, or takes the size of its pages."""
    if not operation.answer.many or name == getattr(operation.pages, "size_param", None):
        return True
    annotation: Any = operation.function.__annotations__.get(name)
    if isinstance(annotation, str):
        return isinstance(operation.parameters[name].place, Control)
    return any(isinstance(mark, Control) for mark in getattr(annotation, "__metadata__", ()))
