"""Says of a tool's function what agents that write code read of it: name, parameters and text."""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import Any

from agent_connectors.engine.tools import Tool

__all__ = ["describe", "read_signature"]

_KINDS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def describe(function: Callable[..., Any], tool: Tool) -> None:
    """Gives a function the name, the text and the parameters of a tool.

    Args:
        function: It takes any arguments, and the context of its run before them if it needs that.
        tool: What it calls.
    """
    parameters = signature(function).parameters.values()
    before = [p for p in parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD]
    told = read_signature(tool)
    function.__name__ = function.__qualname__ = tool.name
    function.__doc__ = _text(tool)
    vars(function)["__signature__"] = told.replace(parameters=[*before, *told.parameters.values()])


def read_signature(tool: Tool) -> Signature:
    """The parameters of a tool, those that are needed first."""
    needed = tool.schema.get("required", ())
    properties = tool.schema["properties"]
    parameters = [
        Parameter(
            name,
            Parameter.POSITIONAL_OR_KEYWORD,
            annotation=_kind(properties[name]),
            default=Parameter.empty if name in needed else None,
        )
        for name in sorted(properties, key=lambda name: name not in needed)
    ]
    return Signature(parameters, return_annotation=str)


def _kind(schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    return _KINDS.get(kind, Any) if isinstance(kind, str) else Any


def _text(tool: Tool) -> str:
    said = tool.schema["properties"].items()
    lines = [f"    {name}: {p['description']}" for name, p in said if p.get("description")]
    return "\n".join([tool.description, *(["", "Args:", *lines] if lines else [])])
