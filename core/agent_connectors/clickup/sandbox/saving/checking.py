"""Whether the values that a file has are of the types that the attributes have."""

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from agent_connectors.clickup.sandbox.saving.kinds import KINDS, LEFT_OUT

__all__ = ["misfit"]

Check = Callable[[Any], bool]


def misfit(one: object) -> str | None:
    """The name of an attribute whose value is of another type than is annotated; None if all fit.

    Args:
        one: An object of a workspace, whole.
    """
    kind: Any = type(one)
    for name, fits in _checks(kind).items():
        if hasattr(one, name) and not fits(getattr(one, name)):
            return name.removeprefix("_")
    return None


@cache
def _checks(kind: type[Any]) -> Mapping[str, Check]:
    # Some modules know the names of others only where types are checked.
    hints = get_type_hints(kind, localns={one.__name__: one for one in KINDS.values()})
    left_out = LEFT_OUT.get(kind, frozenset())
    return {name: _check(hint) for name, hint in hints.items() if name not in left_out}


def _check(hint: Any) -> Check:
    """Tells whether a value is of a type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        several = [_check(one) for one in inner]
        return lambda value: any(fits(value) for fits in several)
    if origin is Literal:
        return lambda value: value in inner
    if not isinstance(origin, type) or not inner:
        return _of_class(NoneType if hint is None else origin or hint)
    if issubclass(origin, Mapping):
        key, each = _check(inner[0]), _check(inner[1])
        return lambda value: (
            isinstance(value, origin)
            and all(key(name) and each(one) for name, one in value.items())
        )
    return _of_many(origin, inner)


def _of_many(kind: type[Any], inner: tuple[Any, ...]) -> Check:
    if not issubclass(kind, tuple) or inner[1:] == (...,):
        each = _check(inner[0])
        return lambda value: isinstance(value, kind) and all(map(each, value))
    parts = [_check(one) for one in inner]
    return lambda value: (
        isinstance(value, kind)
        and len(value) == len(parts)
        and all(fits(one) for fits, one in zip(parts, value, strict=True))
    )


def _of_class(kind: Any) -> Check:
    if kind is Any or not isinstance(kind, type) or kind is object:
        return lambda _: True
    if kind is bool:
        return lambda value: isinstance(value, bool)
    kinds = (int, float) if kind is float else kind
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)
