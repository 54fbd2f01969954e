"""What is wrong with the parameters of a call, in words that say what to do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent_connectors.engine.check.reshape import locate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.values.json_text import brief
from agent_connectors.engine.values.names import did_you_mean, nearest

__all__ = ["explain"]

_MOST = 6
"""Problems that are told at once."""

_LONGEST_NAME = 60

_HIDDEN = re.compile("secret|token|password|api_key")
"""Parameters whose values are not repeated."""

_OBJECT = {"dict_type", "mapping_type", "model_attributes_type", "model_type"}

Path = tuple[Any, ...]
Problems = Sequence[Mapping[str, Any]]


def explain(operation: Operation, given: Mapping[str, Any], problems: Problems) -> str:
    """The problems that pydantic found.

    Args:
        operation: The operation.
        given: Its parameters, as they were checked.
        problems: What pydantic found.
    """
    by_place: dict[tuple[Path, str], list[Mapping[str, Any]]] = {}
    for problem in problems:
        kind = problem["type"]
        if kind in {"missing", "extra_forbidden"}:
            path, _ = locate(given, problem["loc"][:-1])
            place = (*path, problem["loc"][-1])
        else:
            # Kinds of one union are one problem, told at the place that they share.
            place, kind = locate(given, problem["loc"])[0] or problem["loc"][:1], "wrong"
        by_place.setdefault((place, kind), []).append(problem)
    told = [
        _told(operation, place, kind, found, by_place) for (place, kind), found in by_place.items()
    ]
    more = f" And {len(told) - _MOST} more." if len(told) > _MOST else ""
    return " ".join(dict.fromkeys(told[:_MOST])) + more


def _told(
    operation: Operation,
    place: Path,
    kind: str,
    found: Problems,
    others: Mapping[tuple[Path, str], Any],
) -> str:
    path = ".".join(_short(part) for part in place) or "params"
    match kind:
        case "missing":
            known = operation.parameters.get(str(place[0])) if len(place) == 1 else None
            about = f": {known.description}" if known and known.description else "."
            return f"`{path}` is missing{about}"
        case "extra_forbidden" if path in operation.elsewhere:
            return f"`{path}` cannot be given here. {operation.elsewhere[path]}"
        case "extra_forbidden" if len(place) == 1:
            return f"There is no parameter `{path}`. {did_you_mean(path, operation.parameters)}"
        case "extra_forbidden":
            return f"There is no `{path}`. {_meant(operation, place, others)}".rstrip()
        case _:
            got = brief(found[0]["input"])
            shown = "" if _HIDDEN.search(path) else f", got {got}"
            return f"`{path}`: {_said(operation, place, found)}{shown}."


def _meant(operation: Operation, place: Path, others: Mapping[tuple[Path, str], Any]) -> str:
    """Which name within an object was meant by one that there is not."""
    valid = [name for node in _nodes(operation, place[:-1]) for name in node.get("properties", ())]
    missing = [
        str(other[-1])
        for other, kind in others
        if kind == "missing" and len(other) > 1 and other[:-1] == place[:-1]
    ]
    if len(missing) == 1 and not nearest(str(place[-1]), valid):
        return f"Did you mean `{missing[0]}`?"
    return did_you_mean(_short(place[-1]), dict.fromkeys(valid))


def _said(operation: Operation, place: Path, found: Problems) -> str:
    """What should stand in a place, without words of the library that found out."""
    if any(problem["type"] in _OBJECT for problem in found):
        names = [
            f"`{name}`" for node in _nodes(operation, place) for name in node.get("properties", ())
        ]
        of = f" with {' and/or '.join(names)}" if 0 < len(names) <= 4 else ""
        return f"input should be an object{of}"
    sayings = []
    for problem in found:
        if problem["type"] == "value_error":
            sayings.append(str(problem["ctx"]["error"]))
        elif problem["type"] == "is_instance_of":
            if problem["ctx"]["class"] == "Sequence":
                sayings.append("input should be a list")
        else:
            said = problem["msg"].split(", got ")[0]
            sayings.append(said[:1].lower() + said[1:])
    said = " or ".join(dict.fromkeys(sayings)) or "input should be of another kind"
    return said.replace(" or input should be ", " or ").replace("dictionary", "object")


def _nodes(operation: Operation, place: Path) -> list[Mapping[str, Any]]:
    """What the schema says of a place."""
    schema = operation.schema
    nodes: list[Mapping[str, Any]] = [schema]
    for part in place:
        nodes = [
            inner
            for node in nodes
            for inner in _alternatives(
                schema,
                node.get("items", {})
                if isinstance(part, int)
                else node.get("properties", {}).get(part, {}),
            )
        ]
    return nodes


def _alternatives(schema: Mapping[str, Any], node: Any) -> Iterator[dict[str, Any]]:
    """The kinds that a node of a schema stands for."""
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        yield from _alternatives(schema, schema.get("$defs", {}).get(node["$ref"].split("/")[-1]))
    elif "anyOf" in node:
        for kind in node["anyOf"]:
            yield from _alternatives(schema, kind)
    else:
        yield node


def _short(part: Any) -> str:
    text = str(part)
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 3]}..."
