"""`Frozen` gives what a frozen dataclass does."""

import copy
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

import pytest

from agent_connectors.engine.frozen import NOTHING, Frozen


class Sized(Frozen, kw_only=True):
    """Has a part that is given by name alone."""

    most: int = 100


class Pages(Sized):
    """Has one that is needed, and one that is not."""

    full: int
    key: str = "page"


class Bare(Frozen):
    """Has none."""


class Held(Frozen):
    """Has one that cannot be hashed."""

    parts: Mapping[str, Any] = NOTHING


@dataclass(frozen=True, slots=True)
class Dataclass(Bare):
    """What an author may make of one of ours."""

    own: str = ""


def test_parts_are_given_in_order_or_by_name() -> None:
    pages = Pages(20, "p", most=7)
    assert (pages.full, pages.key, pages.most) == (20, "p", 7)
    assert pages == Pages(key="p", full=20, most=7)
    assert (Pages(20).key, Pages(20).most) == ("page", 100)
    match pages:
        case Pages(full, key):
            assert (full, key) == (20, "p")


def test_equal_are_those_of_one_class_with_equal_parts() -> None:
    assert Bare() == Bare()
    assert Pages(20) != Pages(21)
    assert Bare() != Held()
    assert Pages(20) != 20
    assert len({Pages(20), Pages(20), Pages(20, most=1)}) == 2
    assert Held({"a": 1}) == Held({"a": 1})
    with pytest.raises(TypeError, match="unhashable"):
        hash(Held({"a": 1}))


@pytest.mark.parametrize(
    ("given", "named", "text"),
    [
        ((), {}, r"Pages\(\) needs `full`"),
        ((1, "a", 3), {}, r"Pages\(\) takes at most 2 without a name"),
        ((1,), {"full": 1}, r"Pages\(\): `full` is given twice"),
        ((1,), {"ful": 1}, r"Pages\(\) has no part `ful`"),
    ],
)
def test_what_is_amiss_is_told(given: tuple[Any, ...], named: dict[str, Any], text: str) -> None:
    with pytest.raises(TypeError, match=text):
        Pages(*given, **named)


def test_nothing_changes() -> None:
    pages = Pages(20)
    with pytest.raises(AttributeError, match="a Pages does not change"):
        pages.full = 21  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del pages.full
    with pytest.raises(AttributeError):
        pages.other = 1  # type: ignore[attr-defined]
    assert pages.altered(full=21) == Pages(21)
    assert pages == Pages(20)


def test_it_is_shown_copied_and_pickled() -> None:
    pages = Pages(20, most=7)
    assert repr(pages) == "Pages(most=7, full=20, key='page')"
    pickled = pickle.loads(pickle.dumps(pages))  # noqa: S301 - it was made here
    assert copy.copy(pages) == copy.deepcopy(pages) == pickled == pages


def test_it_stands_in_annotations() -> None:
    assert get_args(Annotated[int, Pages(20)] | None)[0] == Annotated[int, Pages(20)]
    assert get_args(Annotated[Any, Held({"a": 1})]) == (Any, Held({"a": 1}))


def test_a_dataclass_may_be_made_of_it() -> None:
    made = Dataclass("x")
    assert isinstance(made, Bare)
    assert (made.own, made) == ("x", Dataclass(own="x"))
