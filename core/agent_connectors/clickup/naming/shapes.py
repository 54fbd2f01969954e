"""What the directory needs of the answers that it keeps: one of another shape is not kept."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from agent_connectors.engine.errors import InvalidResponse

__all__ = [
    "CHANNEL_MEMBER",
    "FIELD",
    "FOLDER",
    "ONE_LIST",
    "PAGE",
    "PERSON",
    "PLACE",
    "TAG",
    "THING",
    "WORKSPACE",
    "Shape",
    "all_shaped",
    "is_shaped",
    "shaped",
]


class Shape(NamedTuple):
    """What records of a kind have to be like.

    Attributes:
        texts: What is text or null, where it is there at all.
        needs: What has to be there.
        by_id: Whether it has an id: a text or a whole number.
        numbered: Whether that is a number, though perhaps as text.
        inside: Objects in it.
        lists: Lists of objects in it.
    """

    texts: tuple[str, ...] = ("name",)
    needs: tuple[str, ...] = ()
    by_id: bool = True
    numbered: bool = False
    inside: Mapping[str, "Shape"] = {}
    lists: Mapping[str, "Shape"] = {}


THING = Shape(("name", "handle"))
PAGE = Shape(lists={"pages": Shape()})
PLACE = Shape(needs=("name",))
FOLDER = Shape(needs=("name",), lists={"lists": PLACE})
STATUS = Shape(("status",), needs=("status",), by_id=False)
ONE_LIST = Shape(needs=("statuses",), lists={"statuses": STATUS})
PERSON = Shape(("username", "email", "timezone"), numbered=True)
CHANNEL_MEMBER = Shape(("username", "name", "email"))
MEMBER = Shape((), needs=("user",), by_id=False, inside={"user": PERSON})
WORKSPACE = Shape(needs=("name",), lists={"members": MEMBER})
TAG = Shape(by_id=False)
OPTION = Shape(("name", "label"), by_id=False)
CONFIG = Shape((), by_id=False, lists={"options": OPTION})
FIELD = Shape(("name", "type"), inside={"type_config": CONFIG})


def shaped(found: Any, shape: Shape, what: str) -> Mapping[str, Any]:
    """A record, if it is of the shape that it has to be.

    Args:
        found: What ClickUp answered.
        shape: What it has to be like.
        what: What it is, for the text.

    Raises:
        InvalidResponse: It is not.
    """
    wrong = _wrong(found, shape)
    if wrong:
        raise InvalidResponse(
            f"ClickUp's answer has something in the place of {what} that cannot be one: {wrong}.",
            hint="It was not kept, and nothing was changed by looking it up. Call again.",
        )
    record: Mapping[str, Any] = found
    return record


def all_shaped(found: Any, shape: Shape, what: str) -> list[Mapping[str, Any]]:
    """Records, if each is of the shape that it has to be.

    Raises:
        InvalidResponse: One is not.
    """
    return [shaped(each, shape, what) for each in found]


def is_shaped(found: Any, shape: Shape) -> bool:
    """Whether a record is of the shape that it has to be."""
    return not _wrong(found, shape)


def _wrong(found: Any, shape: Shape) -> str:
    """What is wrong with a record, the first thing; empty if nothing is."""
    if not isinstance(found, Mapping):
        return f"a {type(found).__name__}"
    return next(_all_wrong(found, shape), "")


def _all_wrong(found: Mapping[str, Any], shape: Shape) -> Iterator[str]:
    known = found.get("id")
    if shape.by_id:
        if isinstance(known, bool) or not isinstance(known, int | str) or known == "":
            yield "it has no id"
        elif shape.numbered and not str(known).removeprefix("-").isdecimal():
            yield "its id is no number"
    yield from (f"it has no `{name}`" for name in shape.needs if name not in found)
    for name in shape.texts:
        if not isinstance(found.get(name), str | None):
            yield f"its `{name}` is no text"
    for name, inner in shape.inside.items():
        if found.get(name) is not None or name in shape.needs:
            said = _wrong(found.get(name), inner)
            yield from (f"in its `{name}`, {each}" for each in (said,) if each)
    for name, inner in shape.lists.items():
        held = found.get(name)
        if not isinstance(held, list | None):
            yield f"its `{name}` is no list"
            continue
        wrong = (_wrong(each, inner) for each in held or ())
        yield from (f"in its `{name}`, {each}" for each in wrong if each)
