"""JSON schemas that every provider of models takes.

`simple` makes the one schema of a tool: each property has a single type, enums are of texts,
objects name their keys, and there are no references. Frameworks get one of three forms of it:

- itself, where a schema is sent as it is;
- `nullable`, where a framework or a provider may make it strict, which makes every property
  required and every object closed: what is optional may be null, and what has no keys JSON text;
- `textual`, where objects without keys cannot be sent at all.
"""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["FREE", "nullable", "simple", "textual"]

FREE: Mapping[str, Any] = {"type": "object", "additionalProperties": True}
"""An object of any keys."""

_LIMITS = ("minimum", "maximum", "minItems", "maxItems")
"""Limits that all providers take, or that their clients leave out."""

_AS_TEXT = "as JSON text"


def simple(
    node: Mapping[str, Any], definitions: Mapping[str, Any], *, brief: bool = False
) -> dict[str, Any]:
    """A schema with a single type for each property, and without references.

    Args:
        node: The schema, as pydantic makes it.
        definitions: What its references refer to.
        brief: Whether what is within lists and objects goes without descriptions.
    """
    if "$ref" in node:
        found = definitions[str(node["$ref"]).rpartition("/")[2]]
        return simple({**_undescribed(found), **_described_by(node)}, definitions, brief=brief)
    told = _described_by(node)
    if "anyOf" in node:
        return {**simple(_one_of(node["anyOf"]), definitions, brief=brief), **told}
    if "enum" in node or "const" in node:
        values = node.get("enum", [node.get("const")])
        texts = [value for value in values if isinstance(value, str)]
        return {**told, "type": "string", "enum": texts or list(map(str, values))}
    kind = _kind(node.get("type", "string"))
    limits = {} if kind == "string" else {key: node[key] for key in _LIMITS if key in node}
    return {**told, **limits, "type": kind, **_within(kind, node, definitions, brief=brief)}


def _within(
    kind: str, node: Mapping[str, Any], definitions: Mapping[str, Any], *, brief: bool
) -> dict[str, Any]:
    """What is in a list or an object."""

    def inner(part: Mapping[str, Any]) -> dict[str, Any]:
        made = simple(part, definitions, brief=brief)
        return _undescribed(made) if brief else made

    if kind == "array":
        return {"items": inner(node.get("items", {}))}
    if kind != "object":
        return {}
    if "properties" not in node:
        return dict(FREE)
    properties = {name: inner(part) for name, part in node["properties"].items()}
    required = {"required": node["required"]} if node.get("required") else {}
    return {"properties": properties, **required}


def nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A simple schema in which what is optional may be null, and what has no keys JSON text.

    Args:
        schema: As `simple` makes it.
    """
    return _each(schema, _or_null, _or_text)


def textual(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A simple schema in which objects without keys are JSON text.

    Args:
        schema: As `simple` makes it.
    """
    return _each(schema, lambda inner: inner, _text)


def _each(
    schema: Mapping[str, Any],
    optional: Callable[[dict[str, Any]], dict[str, Any]],
    free: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """A simple schema in which optional properties and objects without keys are changed."""
    if schema.get("additionalProperties") is True:
        return free(schema)
    # Strict providers do not know examples.
    changed = {key: value for key, value in schema.items() if key != "examples"}
    if "items" in schema:
        changed["items"] = _each(schema["items"], optional, free)
    if "properties" in schema:
        parts = {name: _each(part, optional, free) for name, part in schema["properties"].items()}
        required = schema.get("required", ())
        changed["properties"] = {
            name: part if name in required else optional(part) for name, part in parts.items()
        }
    return changed


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("anyOf", [_undescribed(schema)])
    return {**_described_by(schema), "anyOf": [*kinds, {"type": "null"}]}


def _or_text(schema: Mapping[str, Any]) -> dict[str, Any]:
    # Where strict closes the object, no key is left that could be given: so the text is needed.
    kinds = [{**FREE, "properties": {}}, {"type": "string"}]
    return {"description": _described(schema, f"or the same {_AS_TEXT}"), "anyOf": kinds}


def _text(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": _described(schema, _AS_TEXT), "type": "string"}


def _described(schema: Mapping[str, Any], more: str) -> str:
    said = str(schema.get("description", "")).rstrip(".")
    return f"{said}, {more}." if said else f"An object, {more}."


def _one_of(kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """The kind that can say most of what all can: a list holds one, a text any scalar."""
    given = [kind for kind in kinds if kind.get("type") != "null"]
    for wanted in ("array", "string"):
        if found := next((kind for kind in given if kind.get("type") == wanted), None):
            return found
    return given[0]


def _kind(kind: Any) -> str:
    if isinstance(kind, str):
        return kind
    kinds = [each for each in kind if each != "null"]
    return "string" if "string" in kinds else str(kinds[0])


def _described_by(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": schema["description"]} if schema.get("description") else {}


def _undescribed(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "description"}
