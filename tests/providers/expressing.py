"""Says what a call means under a schema, as a model does that can send nothing else."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["Inexpressible", "as_strict", "express"]


class Inexpressible(Exception):
    """The schema has no form for what is meant."""


def as_strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema as OpenAI makes it strict: every property required, every object closed.

    Args:
        schema: As it was sent.
    """
    strict: dict[str, Any] = dict(schema)
    if "properties" in schema or schema.get("type") == "object":
        properties = schema.get("properties", {})
        strict["properties"] = {name: as_strict(inner) for name, inner in properties.items()}
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    if isinstance(schema.get("items"), Mapping):
        strict["items"] = as_strict(schema["items"])
    if "anyOf" in schema:
        strict["anyOf"] = [as_strict(kind) for kind in schema["anyOf"]]
    return strict


def express(meant: Any, schema: Mapping[str, Any], *, full: bool = False) -> Any:
    """A value in the form that a schema allows.

    Args:
        meant: The value; None where nothing is meant.
        schema: What is allowed.
        full: Whether whatever may be null is sent as null, rather than left out.

    Raises:
        Inexpressible: There is no such form.
    """
    if "anyOf" in schema:
        kinds = schema["anyOf"]
    elif isinstance(schema.get("type"), list):
        kinds = [{**schema, "type": kind} for kind in schema["type"]]
    else:
        return _one(meant, schema, full=full)
    problem = None
    for kind in kinds:
        try:
            return express(meant, kind, full=full)
        except Inexpressible as error:
            problem = problem or error
    raise problem or Inexpressible("no kind is left")


def _one(meant: Any, schema: Mapping[str, Any], *, full: bool) -> Any:  # noqa: PLR0911 - one a kind
    kind = schema.get("type")
    if meant is None and kind == "array" and not schema.get("minItems"):
        return []  # as near to nothing as it can be said
    if (meant is None) != (kind == "null"):
        raise Inexpressible(f"{meant!r} is wanted, {kind} is taken")
    match kind:
        case "null":
            return None
        case "object":
            return _object(meant, schema, full=full)
        case "array":
            if not isinstance(meant, list):
                meant = [meant]
            return [express(each, schema.get("items", {}), full=full) for each in meant]
        case "string":
            text = _text(meant)
            allowed = [value for value in schema.get("enum", [text]) if value is not None]
            if text not in allowed:
                raise Inexpressible(f"{text!r} is none of {allowed}")
            return text
        case "boolean" if isinstance(meant, bool):
            return meant
        case "integer" | "number" if isinstance(meant, int | float) and not isinstance(meant, bool):
            return meant
        case None:  # anything
            return meant
    raise Inexpressible(f"{meant!r} is wanted, {kind} is taken")


def _object(meant: Any, schema: Mapping[str, Any], *, full: bool) -> dict[str, Any]:
    if not isinstance(meant, Mapping):
        raise Inexpressible(f"{meant!r} is wanted, an object is taken")
    properties, required = schema.get("properties", {}), schema.get("required", ())
    # A model knows no other keys than those that are listed, if any are.
    closed = properties or schema.get("additionalProperties") is False
    if closed and (unknown := meant.keys() - properties.keys()):
        raise Inexpressible(f"there is no key for {sorted(unknown)}")
    said = {name: value for name, value in meant.items() if name not in properties}
    for name, inner in properties.items():
        if meant.get(name) is not None:
            said[name] = express(meant[name], inner, full=full)
        elif name in required or (full and _may_be_null(inner)):
            said[name] = express(None, inner)
    return said


def _may_be_null(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type", ())
    return "null" in (kinds if isinstance(kinds, list) else [kinds]) or any(
        _may_be_null(kind) for kind in schema.get("anyOf", ())
    )


def _text(meant: Any) -> str:
    if isinstance(meant, str):
        return meant
    return meant.isoformat() if isinstance(meant, date) else json.dumps(meant)
