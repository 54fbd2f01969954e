import math
from collections.abc import Mapping
from typing import Any

import pytest

from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.marks import Body, Control, Query
from tests.engine.bookshop import Bookshop


def operation(name: str) -> Operation:
    return Bookshop.operations.get(*name.split("."))


def test_everything_is_derived_from_the_signature() -> None:
    listing = operation("books.list")
    assert listing.name == "books.list"
    assert listing.effect == "read"
    assert listing.summary == "Books of a shop."
    assert listing.description == "Books of a shop.\n\nTen a page."
    assert str(listing.endpoints[0]) == "GET /shops/{shop_id}/books"
    assert listing.signature == (
        "books.list(shop_id, page?, genres?, authors?, where?, since?, in_print?, red?, "
        "limit?, skip?)"
    )
    parameters = listing.parameters
    assert parameters["shop_id"].place is None
    assert parameters["genres"].description == "Only these genres."
    assert parameters["red"].wire_name == "colour_red"
    assert isinstance(parameters["limit"].place, Control)
    assert "Unset: one page" in parameters["limit"].description


def test_parameters_go_where_the_method_sends_them() -> None:
    create = operation("books.create").parameters
    assert create["shop_id"].place is None
    assert isinstance(create["title"].place, Body)
    assert isinstance(create["dry"].place, Query)


def test_the_schema_says_no_more_than_it_must() -> None:
    assert operation("books.create").schema == {
        "type": "object",
        "additionalProperties": False,
        "required": ["shop_id", "title"],
        "properties": {
            "shop_id": {"type": "string"},
            "title": {"type": "string"},
            "genre": {"type": "string", "enum": ["novel", "poetry"]},
            "pages": {"type": "integer"},
            "dry": {"type": "boolean"},
        },
    }


@pytest.mark.parametrize(
    ("given", "checked"),
    [
        ({"shop_id": 7}, {"shop_id": "7"}),
        ({"shop_id": "7", "page": None}, {"shop_id": "7"}),
        ({"shop_id": "7", "genres": "novel"}, {"shop_id": "7", "genres": ["novel"]}),
        ({"shop_id": "7", "genres[]": ["a"]}, {"shop_id": "7", "genres": ["a"]}),
        ({"shop_id": "7", "authors": 5}, {"shop_id": "7", "authors": [5]}),
        ({"shop_id": "7", "page": "2"}, {"shop_id": "7", "page": 2}),
        ({"shop_id": "7", "since": 1767225600000}, {"shop_id": "7", "since": 1767225600000}),
        (
            {"shop_id": "7", "since": "2026-01-01T01:00:00+01:00"},
            {"shop_id": "7", "since": 1767225600000},
        ),
    ],
)
def test_what_callers_really_send_is_understood(
    given: Mapping[str, Any], checked: Mapping[str, Any]
) -> None:
    assert validate(operation("books.list"), given) == checked


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("books.list", {}, "`shop_id` is missing: The shop."),
        (
            "books.list",
            {"shop_id": "1", "genre": "x"},
            "no parameter `genre`. Did you mean `genres`",
        ),
        ("books.list", {"shop_id": "1", "zzz": "x"}, "Valid here: `shop_id`, `page`, "),
        ("books.list", {"shop_id": "1", "page": "two"}, "`page`: input should be a valid integer"),
        (
            "books.list",
            {"shop_id": "1", "limit": 0},
            "`limit`: input should be greater than or equal",
        ),
        (
            "books.list",
            {"shop_id": "1", "since": "soon"},
            "should be a time: milliseconds since 1970, ISO 8601",
        ),
        ("books.create", {"shop_id": "1", "title": "T", "genre": "prose"}, "'novel' or 'poetry'"),
        ("books.get", {"book_id": "1", "by_isbn": True}, "`by_isbn` needs `shop_id` as well."),
        ("books.update", {"title": "T"}, "Give exactly one of `book_id`, `isbn`."),
        ("books.update", {"book_id": "1", "isbn": "2"}, "Give exactly one of `book_id`, `isbn`."),
        (
            "books.update",
            {"book_id": "1", "title": "T", "clear": ["title"]},
            "`title` is both given and cleared",
        ),
        (
            "books.update",
            {"book_id": "1", "clear": ["author"]},
            "`clear.0`: input should be 'title'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(
    name: str, given: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(InvalidParams) as caught:
        validate(operation(name), given)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf], ids=str)
@pytest.mark.parametrize("name", [one.name for one in Bookshop.operations])
def test_what_is_no_number_is_no_text_either(name: str, number: float) -> None:
    for parameter in operation(name).parameters:
        endless: list[object] = []
        endless.append(endless)
        for value in (number, [number], {"a": [1, {"b": number}]}, [endless, number]):
            with pytest.raises(InvalidParams, match=f"`{parameter}\\b"):
                validate(operation(name), {parameter: value})


def test_several_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidParams) as caught:
        validate(operation("books.create"), {"pages": "x", "colour": "red"})
    for part in ("`shop_id` is missing", "`title` is missing", "`pages`: ", "`colour`"):
        assert part in str(caught.value)


def test_nothing_is_built_before_it_is_needed() -> None:
    fresh = Operation(
        operation("books.get").function,
        effect="read",
        endpoints=("GET /books/{book_id}",),
        answer=operation("books.get").answer,
    )
    assert not {"parameters", "model", "schema"} & vars(fresh).keys()
    validate(fresh, {"book_id": "1"})
    assert {"parameters", "model"} <= vars(fresh).keys()
    assert "schema" not in vars(fresh)


def test_a_parameter_that_is_not_there_is_refused_though_it_is_null() -> None:
    assert validate(operation("books.list"), {"shop_id": "1", "page": None}) == {"shop_id": "1"}
    for name in ("pgae", "genre[]", "colour_red"):
        with pytest.raises(InvalidParams, match="There is no parameter"):
            validate(operation("books.list"), {"shop_id": "1", name: None})
