"""Values that never change once they are made, at little cost to an import."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

__all__ = ["NOTHING", "Frozen"]

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The default of a part that is a mapping."""

_NEEDED = object()
"""Stands for the default of a part that has none."""


@dataclass_transform(frozen_default=True)
class Frozen:
    """Base of small values: type checkers and callers find what `@dataclass(frozen=True)` gives.

    `dataclasses` writes and compiles methods for each class, which takes half a millisecond; the
    values by which operations are declared would take a quarter of the time to import a connector.
    Making one takes longer instead, so it is for what is declared, not for what calls pass on.

    Annotations of a class are its parts, in their order; what is assigned there is the default.

    Args:
        given: The parts, in order.
        named: The parts by name; of a class made with `kw_only=True`, all of them.

    Raises:
        TypeError: One is missing, there is no such part, or it is given twice.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _parts: ClassVar[Mapping[str, Any]] = NOTHING

    def __init_subclass__(cls, *, kw_only: bool = False) -> None:
        super().__init_subclass__()
        own = {name: vars(cls).get(name, _NEEDED) for name in cls.__annotations__}
        # Those that are given by name alone take no place among the others.
        places = () if kw_only else tuple(own)
        cls._parts = {**cls._parts, **own}
        cls.__match_args__ = (*cls.__match_args__, *places)  # type: ignore[misc]  # known to mypy

    def __init__(self, *given: Any, **named: Any) -> None:
        by_place = dict(zip(self.__match_args__, given, strict=False))
        parts = {**self._parts, **by_place, **named}
        if (
            len(given) > len(by_place)
            or len(parts) > len(self._parts)
            or by_place.keys() & named.keys()
            or _NEEDED in parts.values()
        ):
            raise TypeError(self._amiss(given, by_place, named))
        vars(self).update(parts)

    def _amiss(self, given: tuple[Any, ...], by_place: Any, named: Mapping[str, Any]) -> str:
        """What is wrong with how one is made."""
        called = f"{type(self).__name__}()"
        if len(given) > len(by_place):
            return f"{called} takes at most {len(by_place)} without a name"
        for name in named:
            if name not in self._parts:
                return f"{called} has no part `{name}`"
            if name in by_place:
                return f"{called}: `{name}` is given twice"
        needed = [name for name, default in self._parts.items() if default is _NEEDED]
        missing = [name for name in needed if name not in named and name not in by_place]
        return f"{called} needs {', '.join(f'`{name}`' for name in missing)}"

    def altered(self, **changes: Any) -> Self:
        """Another one, that differs in some parts."""
        return type(self)(**{**vars(self), **changes})

    if not TYPE_CHECKING:  # type checkers would take any name for a part

        def __setattr__(self, name: str, value: object) -> NoReturn:
            raise AttributeError(f"a {type(self).__name__} does not change: make another")

        def __delattr__(self, name: str) -> NoReturn:
            self.__setattr__(name, None)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({told})"
