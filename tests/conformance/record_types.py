"""Whether a JSON value is of a type as it is; pydantic reads no `TypedDict` of Python 3.11."""

import types
import typing
from collections.abc import Iterator
from typing import Any

from agent_connectors.engine.declare.operation import Operation

__all__ = ["misfits", "record_type"]


def record_type(operation: Operation) -> Any:
    """The type of an operation's result, as its signature says it."""
    result = typing.get_type_hints(operation.function)["return"]
    return typing.get_args(result)[0]


def misfits(value: Any, wanted: Any, place: str = "") -> Iterator[str]:
    """Places that do not fit, each with what is there."""
    origin, inner = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {typing.Union, types.UnionType}:
        fits = any(not any(misfits(value, one, place)) for one in inner)
    elif typing.is_typeddict(wanted):
        fits = isinstance(value, dict)
        hints = typing.get_type_hints(wanted)
        if fits and value:  # an answer that says nothing is `{}`
            yield from (
                f"{place}.{key}: missing" for key in wanted.__required_keys__ - value.keys()
            )
        for key in hints.keys() & value.keys() if fits else ():
            yield from misfits(value[key], hints[key], f"{place}.{key}" if place else key)
    elif origin in {list, dict}:
        fits = isinstance(value, origin)
        for item in (value.values() if origin is dict else value) if fits else ():
            yield from misfits(item, inner[-1], f"{place}[]")
    else:
        fits = _fits(value, wanted)
    if not fits:
        yield f"{place}: {type(value).__name__}"


def _fits(value: Any, wanted: Any) -> bool:
    if wanted is Any or wanted is object:
        return True
    if typing.get_origin(wanted) is typing.Literal:
        return value in typing.get_args(wanted)
    if wanted is type(None) or wanted is None:
        return value is None
    return type(value) is wanted or (wanted is float and type(value) is int)
