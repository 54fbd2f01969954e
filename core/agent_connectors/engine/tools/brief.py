"""The schema of a typed tool as a model sees it: short, because it is paid for in every request.

What is left out is still taken: parameters that only go on with a list, that the connector
works out by itself, or that belong to such a one. A wrong call is answered with what was
left unsaid.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import ParamsOf
from agent_connectors.engine.tools.schemas import simple
from agent_connectors.engine.values.tokens import characters

__all__ = ["tool_schema"]


def tool_schema(
    operation: Operation, whole: Mapping[str, Any], known: Catalogue, room: int | None
) -> dict[str, Any]:
    """The schema of a typed tool, with as many descriptions as there is room for.

    Args:
        operation: The operation.
        whole: The whole schema of its parameters, as pydantic makes it.
        known: The operations whose parameters its own may stand for.
        room: Tokens that name, text and schema of the tool may take together, as far as
            descriptions decide that; None for all there is to say.
    """
    schema = _properties(operation, whole, known, brief=room is not None)
    if room is None:
        return schema
    required, properties = schema.get("required", ()), schema["properties"]
    said = {name: inner.pop("description", "") for name, inner in properties.items()}
    used = len(to_json(schema)) + len(operation.summary) + len(operation.name)
    longest = characters(room, "schema")
    # What is needed is explained first, then what can be explained in few words.
    for name in sorted(said, key=lambda n: (n not in required, len(said[n]))):
        text = _first_sentence(said[name])
        used += len(text) + len(',"description":""')
        if text and used <= longest:
            properties[name]["description"] = text
    return schema


def _properties(
    operation: Operation, whole: Mapping[str, Any], known: Catalogue, *, brief: bool
) -> dict[str, Any]:
    """The schema of the parameters that a model is told of."""
    required = list(whole.get("required", ()))
    shown = {
        name: inner
        for name, inner in whole.get("properties", {}).items()
        if name in required or not (brief and _is_left_out(operation, name))
    }
    # Gemini takes no tool without a parameter.
    shown = shown or whole.get("properties", {})
    needed = {"required": required} if required else {}
    told: dict[str, Any] = {"type": "object", "properties": shown, **needed}
    properties = {
        name: simple(inner, whole.get("$defs", {}), brief=brief) for name, inner in shown.items()
    }
    for name, mark in operation.marked(ParamsOf).items():
        other = known.get(*mark.operation.split("."))
        item = _properties(other, other.schema, known, brief=brief)
        if brief:
            item["properties"] = {
                key: {k: v for k, v in inner.items() if k != "description"}
                for key, inner in item["properties"].items()
            }
        for gone in mark.without:
            item["properties"].pop(gone, None)
        item["required"] = [key for key in item.get("required", ()) if key not in mark.without]
        kind = properties[name]
        properties[name] = {**kind, "items": item} if kind["type"] == "array" else {**kind, **item}
    return {**told, "properties": properties}


def _is_left_out(operation: Operation, name: str) -> bool:
    parameter = operation.parameters.get(name)
    if parameter is None:
        return False
    partner = operation.parameters.get(parameter.requires or "")
    return parameter.continues or parameter.inferred or (partner is not None and partner.inferred)


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].split("; ", maxsplit=1)[0].removesuffix(".")
