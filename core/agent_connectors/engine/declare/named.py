"""Where in the parameters of an operation ids stand, and putting others in their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, NotRequired, Protocol, Required, Union, get_args, get_origin

from typing_extensions import get_type_hints, is_typeddict

from agent_connectors.engine.marks import Named

__all__ = ["Lookup", "Shape", "fill", "ids_in", "kinds_in", "shape_of"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A type in which ids stand: one itself, or what has ids inside.

    Attributes:
        mark: What is said of the id, if the value is one.
        items: The shape of each item, if the value is a list.
        fields: The shapes of the fields in which ids are, if it is an object.
    """

    mark: Named | None = None
    items: "Shape | None" = None
    fields: Mapping[str, "Shape"] | None = None


def shape_of(annotation: Any) -> Shape | None:
    """The ids in a type; None if there are none.

    Args:
        annotation: The type, with its annotations.
    """
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        mark = next((mark for mark in metadata if isinstance(mark, Named)), None)
        return Shape(mark) if mark is not None else shape_of(inner)
    if origin in {Required, NotRequired}:
        return shape_of(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        members = map(shape_of, get_args(annotation))
        return next((shape for shape in members if shape is not None), None)
    if origin in {list, tuple, Sequence}:
        items = shape_of(get_args(annotation)[0])
        return None if items is None else Shape(items=items)
    if is_typeddict(annotation):
        hints = get_type_hints(annotation, include_extras=True)
        shapes = {name: shape_of(hint) for name, hint in hints.items()}
        fields = {name: shape for name, shape in shapes.items() if shape is not None}
        return Shape(fields=fields) if fields else None
    return None


def kinds_in(shape: Shape) -> frozenset[str]:
    """The kinds of what the ids in a value are of; empty for those that something else says."""
    if shape.mark is not None:
        return frozenset({shape.mark.kind})
    inside = (shape.items,) if shape.items is not None else (shape.fields or {}).values()
    return frozenset(kind for each in inside for kind in kinds_in(each))


def ids_in(value: Any, shape: Shape, neighbours: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Every id in a value, each with the kind of what it is of.

    Args:
        value: The value of a parameter.
        shape: Where ids are in it.
        neighbours: What may say the kind of an id: the parameters beside it.
    """
    if shape.mark is not None:
        kind = shape.mark.kind_beside(neighbours)
        return [] if kind is None or value in shape.mark.words else [(kind, value)]
    if shape.items is not None:
        listed = value if isinstance(value, list | tuple) else ()
        return [found for item in listed for found in ids_in(item, shape.items, neighbours)]
    inside = value if isinstance(value, Mapping) else {}
    return [
        found
        for name, field in (shape.fields or {}).items()
        if inside.get(name) is not None
        for found in ids_in(inside[name], field, inside)
    ]


class Lookup(Protocol):
    """Finds ids."""

    async def __call__(self, kind: str, given: Any, *, several: bool) -> Any:
        """The id to put in the place of what was given.

        Args:
            kind: What it is to be the id of.
            given: An id, or what may stand for one.
            several: Whether a list of ids may take its place.
        """


async def fill(
    value: Any,
    shape: Shape,
    neighbours: Mapping[str, Any],
    look_up: Lookup,
    *,
    several: bool = False,
) -> Any:
    """A value with what a look-up gives in the place of each id; itself where nothing changes.

    Args:
        value: The value of a parameter.
        shape: Where ids are in it.
        neighbours: What may say the kind of an id: the parameters beside it.
        look_up: Gives what is to stand there; a list only where several may, which are then
            put in one after the other.
        several: Whether the value is an item of a list.
    """
    if shape.mark is not None:
        kind = shape.mark.kind_beside(neighbours)
        if kind is None or value in shape.mark.words:
            return value
        return await look_up(kind, value, several=several)
    if shape.items is not None and isinstance(value, list | tuple):
        filled: list[Any] = []
        for item in value:
            known = await fill(item, shape.items, neighbours, look_up, several=True)
            filled += known if isinstance(known, list) else [known]
        if len(filled) > len(value):  # several in the place of one: nobody twice
            filled = list(dict.fromkeys(filled))
        return value if filled == list(value) else filled
    if shape.fields and isinstance(value, Mapping):
        changed = {
            name: await fill(value[name], field, value, look_up)
            for name, field in shape.fields.items()
            if value.get(name) is not None
        }
        return {**value, **changed}
    return value
