"""Values for the parameters of any operation, from its schema: good ones, and odd ones."""

from collections.abc import Iterator
from typing import Any

__all__ = ["ODD", "example", "example_at", "objects_of"]

_SIMPLE: dict[str, Any] = {"integer": 5, "number": 5, "boolean": True, "string": "abc"}


def _resolved(schema: Any, node: Any) -> Any:
    if "$ref" in node:
        return schema["$defs"][node["$ref"].rpartition("/")[2]]
    return _resolved(schema, node["anyOf"][0]) if "anyOf" in node else node


def example(schema: Any, node: Any, *, optional: bool = False) -> Any:
    """Something that a schema takes."""
    node = _resolved(schema, node)
    if "enum" in node or "const" in node:
        return node["enum"][-1] if "enum" in node else node["const"]
    kind = node.get("type", "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        chosen = node.get("properties", {}) if optional else node.get("required", ())
        return {name: example_at(schema, name, node) for name in chosen}
    if kind == "array":
        return [example(schema, node.get("items", {}), optional=True)]
    return _SIMPLE[kind]


def example_at(schema: Any, name: str, node: Any = None) -> Any:
    """Something that a schema takes for one of its names, with all that may be in it."""
    return example(schema, (node or schema)["properties"][name], optional=True)


def objects_of(schema: Any, node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all places of a schema where an object, or a list, is taken."""
    if len(path) > 5:
        return
    node = _resolved(schema, node)
    if node.get("type") in ("object", "array") and path:
        yield path
    for name, inner in node.get("properties", {}).items():
        yield from objects_of(schema, inner, (*path, name))
    if "items" in node:
        yield from objects_of(schema, node["items"], (*path, 0))


def _nested(levels: int, value: Any = "x") -> Any:
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


class _Unspeakable:
    def __repr__(self) -> str:
        raise ZeroDivisionError

    __str__ = __repr__


def _in_itself(value: Any) -> Any:
    if isinstance(value, dict):
        value["value"] = value["id"] = value
    else:
        value += [value, value]
    return value


ODD: list[Any] = [
    _in_itself({}), _in_itself([]), [_in_itself({})], {"add": _in_itself([])},
    None, True, -1, 0, 1.5, 10**399, 10**5000, -(10**30), float("nan"), float("inf"), 1e308,
    "", " ", ".", "..", "%2e%2e", "/", "a/b", "?x=1", "#", "\x00", "\ud800", "x\udfffy", "e\u0301",
    "x" * 100_000, "9" * 400, "{", "[", "[1,", '{"a"', "{}", "[]", "null", "NaN", '"x"',
    "[" * 3000, "```json\n{}\n```", "https://app.clickup.com/t/", "https://h:x/", "2026-13-45",
    "tomorrow 99:99", b"bytes", b"\xff", object(), _Unspeakable(), ValueError, {1, 2}, (), [],
    {}, [None], [[]], [{}], {"add": None}, {"add": [None]}, {"id": []}, {1: 2}, {"\ud800": 1},
    {"a" * 5000: 1}, _nested(50), _nested(900), _nested(5000), {"x": float("nan")}, [10**400],
    ["x"] * 20_000, range(3), iter([1]), 1j,
]  # fmt: skip
"""What nobody should send, and somebody does."""
