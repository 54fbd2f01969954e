from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.executor.encoding import encode
from agent_connectors.engine.network.messages import Request
from tests.engine.bookshop import Bookshop


def request(name: str, params: Mapping[str, Any]) -> Request:
    operation = Bookshop.operations.get(*name.split("."))
    return encode(operation, validate(operation, params), lists="brackets")


@pytest.mark.parametrize(
    ("params", "query"),
    [
        ({}, ""),
        ({"page": 0}, "?page=0"),
        ({"genres": ["to do", "a&b"]}, "?genres[]=to%20do&genres[]=a%26b"),
        ({"genres": []}, ""),
        ({"authors": [1, 2]}, "?authors=1,2"),
        ({"where": {"a": [1, "x"]}}, "?where=%7B%22a%22%3A%5B1%2C%22x%22%5D%7D"),
        ({"in_print": True, "red": False}, "?in_print=true&colour_red=false"),
        ({"limit": 5, "skip": 3}, ""),
    ],
)
def test_queries(params: Mapping[str, Any], query: str) -> None:
    sent = request("books.list", {"shop_id": "7", **params})
    assert sent == Request("GET", f"/shops/7/books{query}", None)


def test_bodies_hold_only_what_was_given() -> None:
    sent = request("books.create", {"shop_id": "7", "title": "Æ", "dry": True, "pages": None})
    assert sent == Request("POST", "/shops/7/books?dry_run=true", '{"title":"Æ"}'.encode())


def test_clearing_sends_null_or_what_the_product_wants_for_it() -> None:
    sent = request("books.update", {"book_id": "1", "clear": ["title", "genre"]})
    assert sent.body == b'{"title":" ","genre":null}'


def test_the_parameters_given_decide_on_the_endpoint() -> None:
    assert request("books.update", {"book_id": "1", "title": "T"}).target == "/books/1"
    assert request("books.update", {"isbn": "1", "title": "T"}).target == "/isbn/1"


def test_a_parameter_that_belongs_to_another_is_sent_with_it() -> None:
    sent = request("books.get", {"book_id": "1", "by_isbn": True, "shop_id": "7"})
    assert sent.target == "/books/1?by_isbn=true&shop_id=7"
    assert (
        request("books.get", {"book_id": "1", "by_isbn": False}).target == "/books/1?by_isbn=false"
    )


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a/b?x=1", "a%2Fb%3Fx%3D1"),
        ("%2e%2e", "%252e%252e"),
        ("1\r\nHost: evil", "1%0D%0AHost%3A%20evil"),
        ("../../team", "..%2F..%2Fteam"),
        ("a b", "a%20b"),
        ("#", "%23"),
        (";x", "%3Bx"),
        ("{shop_id}", "%7Bshop_id%7D"),
        ("ünï", "%C3%BCn%C3%AF"),
    ],
)
def test_no_value_can_leave_its_segment(value: str, segment: str) -> None:
    assert request("books.get", {"book_id": value}).target == f"/books/{segment}"


@pytest.mark.parametrize("value", ["", ".", "..", " ", " .. "])
def test_values_that_could_change_the_path_are_refused(value: str) -> None:
    with pytest.raises(InvalidParams, match="`book_id` cannot be"):
        request("books.get", {"book_id": value})


@given(st.text(min_size=1))
def test_whatever_the_value_the_route_stays(value: str) -> None:
    if value.strip() in {"", ".", ".."}:
        return
    try:
        target = request("books.get", {"book_id": value}).target
    except InvalidParams:
        return  # lone surrogates are no text
    url = httpx.URL(f"http://books.example{target}")
    assert url.host == "books.example"
    assert url.raw_path.decode().count("/") == 2
    assert url.query == b""
    assert url.path == f"/books/{value}"
