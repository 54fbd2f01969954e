"""JSON that others write, read with patience; and JSON of ours, which is always valid."""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from agent_connectors.engine.errors import InvalidParams

__all__ = [
    "as_mapping",
    "brief",
    "no_number",
    "parse",
    "read_answer",
    "read_text",
    "writable",
    "write",
]

_FENCE = re.compile(r"\A```[a-zA-Z]*\s*(.*?)\s*```\Z", re.DOTALL)

_DEEPEST = 150
"""Levels of an answer; what is nested deeper is no record of anything."""

_TIMES_ENCODED = 3

_WANTED = "`params` must be an object of names and values"


def read_text(text: str) -> Any:
    """What a text says that a model was to send as JSON: encoded twice and fenced ones too.

    Args:
        text: The text.

    Raises:
        ValueError: It is no JSON.
        InvalidParams: An object in it has a name twice.
    """
    value: Any = text
    for _ in range(_TIMES_ENCODED):
        stripped = value.strip().removeprefix("\ufeff")
        fenced = _FENCE.match(stripped)
        try:
            value = parse(fenced[1] if fenced else stripped)
        except TypeError:  # half of a character
            raise ValueError("not text") from None
        if not isinstance(value, str):
            break
    return value


def parse(text: str, *, numbers_only: bool = False) -> Any:
    """What a JSON text says; of two values under one name, none is dropped in silence.

    Args:
        text: The text.
        numbers_only: Whether NaN and Infinity are refused.

    Raises:
        ValueError: It is no JSON.
        InvalidParams: An object in it has a name twice.
    """
    from pydantic_core import from_json

    value = from_json(text, allow_inf_nan=not numbers_only)
    if isinstance(value, dict | list) and ":" in text:
        import json

        # What only this parser refuses has been read all the same.
        with suppress(ValueError, RecursionError):
            json.loads(text, strict=False, object_pairs_hook=_each_once)
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidParams(f"`{brief(twice)[1:-1]}` is given twice: leave one out.")


def as_mapping(params: Any) -> Mapping[str, Any]:
    """The parameters of a call as a mapping.

    Args:
        params: A mapping, the same as JSON text, or nothing.

    Raises:
        InvalidParams: It is something else.
    """
    given = params
    if isinstance(params, str):
        try:
            given = read_text(params) if params.strip() else {}
        except ValueError:
            raise InvalidParams(f"{_WANTED}: this text is not a JSON object.") from None
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        kind = type(given).__name__
        raise InvalidParams(f"{_WANTED}, not {kind}.")
    return given


def read_answer(body: bytes) -> Any:
    """The JSON of an answer, whatever of it a strict parser dislikes.

    Numbers that are none (NaN, Infinity) become null, halves of characters the sign for what
    cannot be read.

    Raises:
        ValueError: It is no JSON, or is nested too deep.
    """
    from pydantic_core import from_json

    try:
        # Only keys come again and again; looking up values takes longer than making them.
        return from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError:
        import json

        # Python's own parser takes them; to look for them beforehand took a quarter of the time.
        try:
            value = json.loads(body.decode("utf-8-sig", "replace"))
        except RecursionError:
            raise ValueError("nested too deep") from None
        return writable(value)


def write(value: Any, *, indent: int | None = None) -> bytes:
    """A value as JSON that every parser takes.

    Args:
        value: Anything; what JSON does not know becomes text.
        indent: Spaces for each level; all in one line if not given.
    """
    from pydantic_core import to_json

    try:
        return to_json(value, indent=indent, inf_nan_mode="null", fallback=str)
    except (ValueError, RecursionError):
        return to_json(writable(value, cut=True), indent=indent, inf_nan_mode="null", fallback=str)


def brief(value: Any, most: int = 60) -> str:
    """A value in a few characters, for an error's text.

    Args:
        value: Anything: deeply nested, endless, or of a class of its own.
        most: Characters.
    """
    from reprlib import Repr

    short = Repr()
    short.maxlevel, short.maxstring, short.maxother = 4, most, most
    try:
        text = short.repr(value)
    except Exception:  # whatever the `repr` of a foreign object does
        text = type(value).__name__
    return text if len(text) <= most else f"{text[: most - 3]}..."


def no_number(value: Any) -> bool:
    """Whether NaN or Infinity is anywhere in a value, which is no JSON, and `"nan"` as a text.

    Args:
        value: Of mappings, lists and anything else.
    """
    left, seen = [value], set()
    while left:
        part = left.pop()
        if isinstance(part, float):
            if not math.isfinite(part):
                return True
        elif isinstance(part, Mapping | list | tuple) and id(part) not in seen:
            seen.add(id(part))
            left.extend(part.values() if isinstance(part, Mapping) else part)
    return False


def writable(value: Any, level: int = 0, *, cut: bool = False) -> Any:
    """A value in which all can be written as JSON.

    Args:
        value: Of mappings, lists, texts and numbers.
        level: How deep within it is.
        cut: Whether what is too deep is left out, rather than refused.

    Raises:
        ValueError: It is nested too deep.
    """
    if not isinstance(value, Mapping | list | tuple | set | frozenset):
        return _writable_leaf(value)
    if level == _DEEPEST:
        if cut:
            return "..."
        raise ValueError("nested too deep")
    if isinstance(value, Mapping):
        return {
            _writable_leaf(str(name)): writable(inner, level + 1, cut=cut)
            for name, inner in value.items()
        }
    return [writable(inner, level + 1, cut=cut) for inner in value]


def _writable_leaf(value: Any) -> Any:
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case bytes():
            return value.decode("utf-8", "replace")
        case float():
            return value if math.isfinite(value) else None
        case _:
            return value
