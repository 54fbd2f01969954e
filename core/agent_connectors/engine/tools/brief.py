"""The schema of a typed tool as a model sees it: short, because it is paid for in every request.

What is left out is still taken: parameters that only go on with a list, that the connector
works out by itself, or that belong to such a one. A wrong call is answered with what was
left unsaid.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.values.tokens import characters

__all__ = ["brief_schema"]


def brief_schema(operation: Operation, schema: Mapping[str, Any], room: int) -> dict[str, Any]:
    """The schema, with as many descriptions as there is room for.

    Args:
        operation: The operation.
        schema: The whole schema of its parameters.
        room: Tokens that name, text and schema of the tool may take together, as far as
            descriptions decide that.
    """
    required = list(schema.get("required", ()))
    definitions = schema.get("$defs", {})
    properties: dict[str, Any] = {}
    said: dict[str, str] = {}
    for name, whole in schema.get("properties", {}).items():
        if name not in required and _is_left_out(operation, name):
            continue
        short = _inline(whole, definitions)
        said[name] = short.pop("description", "")
        properties[name] = short
    brief: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        brief["required"] = required
    used = len(to_json(brief)) + len(operation.summary) + len(operation.name)
    longest = characters(room, "schema")
    # What is needed is explained first, then what can be explained in few words.
    for name in sorted(said, key=lambda n: (n not in required, len(said[n]))):
        text = _first_sentence(said[name])
        used += len(text) + len(',"description":""')
        if text and used <= longest:
            properties[name]["description"] = text
    return brief


def _is_left_out(operation: Operation, name: str) -> bool:
    parameter = operation.parameters.get(name)
    if parameter is None:
        return False
    partner = operation.parameters.get(parameter.requires or "")
    return parameter.continues or parameter.inferred or (partner is not None and partner.inferred)


def _inline(whole: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A property without references: objects are described by the names of their keys."""
    short = {key: value for key, value in whole.items() if key != "additionalProperties"}
    if "$ref" in short:
        found = definitions.get(str(short.pop("$ref")).rpartition("/")[2], {})
        if "properties" in found:
            return {"type": "object", "description": _keys(found)}
        return {**_inline(found, definitions), **short}
    items = short.get("items")
    if isinstance(items, Mapping):
        inner = _inline(items, definitions)
        keys = inner.pop("description", "")
        short["items"] = inner
        if keys:
            short["description"] = keys
    if "anyOf" in short:
        kinds = [_inline(kind, definitions) for kind in short.pop("anyOf")]
        flat = [kind for kind in dict.fromkeys(_first(k.get("type")) for k in kinds) if kind]
        # Some validators refuse an array that does not say of what.
        if of := [kind["items"] for kind in kinds if "items" in kind]:
            short["items"] = of[0]
        if flat:
            short["type"] = flat if len(flat) > 1 else flat[0]
    return short


def _first(kind: Any) -> Any:
    return kind[0] if isinstance(kind, list) else kind


def _keys(found: Mapping[str, Any]) -> str:
    needed = found.get("required", ())
    names = (f"{name}{'' if name in needed else '?'}" for name in found["properties"])
    return f"{{{', '.join(names)}}}"


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].split("; ", maxsplit=1)[0].removesuffix(".")
