"""Shapes of JSON: names, types and order of keys, without a word of what somebody wrote.

An object is an object of shapes, in its order; an array is an array of the different shapes of its
items; all else is a word such as `number` or `ms-text`.
"""

import hashlib
import re
from typing import Any

__all__ = ["sample", "shape_of"]

_TEXTS = {
    "empty": r"",
    "ms-text": r"1\d{12}",
    "digits": r"-?\d+",
    "decimal": r"-?\d+\.\d+",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "color": r"#[0-9A-Fa-f]{3,8}",
    "url": r"https?://\S+",
}
"""Kinds of text that clients tell apart."""

_SAMPLES = {
    "null": None,
    "true": True,
    "false": False,
    "number": 1,
    "negative": -1,
    "fraction": 0.5,
    "ms": 1790000000000,
    "empty": "",
    "ms-text": "1790000000000",
    "digits": "1",
    "decimal": "1.5",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "color": "#87909e",
    "url": "https://example.com/1",
    "text": "Sample",
}

_WORDS = {"type", "ECODE"}
"""Keys whose values are words of the API itself, and are kept."""


def shape_of(value: Any, key: str = "") -> Any:
    """The shape of a JSON value; `key` is the name that it has."""
    if isinstance(value, dict):
        return {name: shape_of(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        shapes: list[Any] = []
        for inner in value:
            shape = shape_of(inner, key)
            if not any(_same(shape, other) for other in shapes):
                shapes.append(shape)
        return shapes
    if isinstance(value, str):
        return _shape_of_text(value, key)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _shape_of_number(value, key)


def _shape_of_number(value: float, key: str) -> str:
    if isinstance(value, float):
        return "fraction"
    if value < 0:
        return "negative"
    return "ms" if value >= 10**12 and not key.endswith("id") else "number"


def _same(one: Any, other: Any) -> bool:
    """Whether two shapes are equal, the order of keys included."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _shape_of_text(value: str, key: str) -> str:
    if key in _WORDS and re.fullmatch(r"\w+", value):
        return f"={value}"
    if key == "err":
        return f"text#{hashed(value)}"
    kinds = (kind for kind, pattern in _TEXTS.items() if re.fullmatch(pattern, value))
    kind = next(kinds, "text")
    return "digits" if kind == "ms-text" and key.endswith("id") else kind


def hashed(text: str) -> str:
    """Tells whether an error says the same, without saying it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sample(shape: Any) -> Any:
    """A JSON value of a shape."""
    if isinstance(shape, dict):
        return {name: sample(inner) for name, inner in shape.items()}
    if isinstance(shape, list):
        return [sample(inner) for inner in shape]
    if shape.startswith("="):
        return shape[1:]
    return _SAMPLES[shape.partition("#")[0]]
