"""Values in another form than is taken, at any depth, brought into the one that is.

Models and frameworks send objects and lists as JSON text, one value for a list of it, a number of
an enum as text, and null for what they do not set. What is meant shows only where the form given
is not taken: so it is the model's own complaint that says where to read again, and a text stays
text where text is taken.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent_connectors.engine.values.json_text import read_text

__all__ = ["locate", "reshape"]

_OBJECT = {"dict_type", "mapping_type", "model_attributes_type", "model_type"}

_LIST = {"iterable_type", "list_type", "sequence_str", "set_type", "tuple_type"}

_WHOLE = re.compile(r"-?[0-9]{1,9}")

_NOTHING = object()


def reshape(given: Any, problems: Sequence[Mapping[str, Any]]) -> Any | None:
    """The parameters with what a model complained of read again; None if that helps nothing.

    Args:
        given: The parameters.
        problems: What pydantic found.
    """
    changed = False
    for problem in problems:
        path, value = locate(given, problem["loc"])
        if not path or value is not problem["input"]:
            continue  # it was about something that was made of what was given
        better = _read_again(problem, value)
        if better is not _NOTHING:
            given, changed = _replaced(given, path, better), True
    return given if changed else None


def locate(given: Any, loc: Sequence[Any]) -> tuple[tuple[Any, ...], Any]:
    """The path to what a complaint is about, and what is there.

    Args:
        given: The parameters.
        loc: Where pydantic says that it is; some of it names kinds and not places.
    """
    path: list[Any] = []
    for part in loc:
        if isinstance(given, Mapping):
            if part not in given:
                continue
        elif not (
            isinstance(given, list | tuple) and isinstance(part, int) and 0 <= part < len(given)
        ):
            continue
        given = given[part]
        path.append(part)
    return tuple(path), given


def _read_again(problem: Mapping[str, Any], value: Any) -> Any:
    """What a value means in the form that is taken."""
    kind = problem["type"]
    if kind == "extra_forbidden":
        return _NOTHING  # it may be a slip for a name that there is, null or not
    if value is None:
        return None
    of_list = kind in _LIST or (
        kind == "is_instance_of" and problem.get("ctx", {}).get("class") == "Sequence"
    )
    if of_list:
        read = _json(value, list) if isinstance(value, str) else value
        return read if isinstance(read, list) else [value]
    if kind == "literal_error" and isinstance(value, str) and _WHOLE.fullmatch(value):
        listed = re.split(", | or ", str(problem["ctx"]["expected"]))
        return int(value) if value in listed else _NOTHING
    if kind in _OBJECT and isinstance(value, str):
        read = _json(value, dict)
        return read if isinstance(read, dict) else _NOTHING
    return _NOTHING


def _json(text: str, kind: type) -> Any:
    try:
        read = read_text(text)
    except ValueError:
        return None
    return read if isinstance(read, kind) else None


def _replaced(given: Any, path: Sequence[Any], better: Any) -> Any:
    """The parameters with something else at one place; null takes a name out of its object."""
    first, *rest = path
    if rest:
        better = _replaced(given[first], rest, better)
    if isinstance(given, Mapping):
        if better is None:
            return {name: value for name, value in given.items() if name != first}
        return {**given, first: better}
    return [better if index == first else value for index, value in enumerate(given)]
