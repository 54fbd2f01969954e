"""What a product shows in its own way is still known as what was sent."""

from typing import Any

import pytest

from agent_connectors.engine.journal.likeness import emptied, may_be, shows


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Launch  it ", "launch it"),
        ("**Bold** [link](https://example.com)", "Bold link"),
        ("Ship it :rocket:", "Ship it \U0001f680"),
        ("Ship it \U0001f680", "Ship it :rocket:"),
        ("Ask @Mara", "Ask @Mara Lindqvist"),
        ("\U0001f680", "anything"),
        ("A\u0308", "\u00e4"),
        ("Text", None),
        ("long " * 30, "long"),
    ],
)
def test_what_may_have_been_sent_is_not_ruled_out(sent: str, shown: Any) -> None:
    assert may_be(sent, shown)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("New", "A new one"), ("Launch it", "Launch"), ("7", "07"), ("*New*", "Other")],
)
def test_what_is_another_text_is_ruled_out(sent: str, shown: str) -> None:
    assert not may_be(sent, shown)


FIELD = {"id": "f", "type": "number", "name": "N"}


@pytest.mark.parametrize(
    ("expected", "there", "exactly", "loosely"),
    [
        ([{**FIELD, "value": "42"}], [FIELD], False, False),
        ([{**FIELD, "value": None}], [{**FIELD, "value": "42"}], False, False),
        ([{**FIELD, "value": None}], [FIELD], True, True),
        ([{"id": 7, "username": None}], [{"id": "7", "username": "Mara", "color": "red"}], 1, 1),
        ([{"id": 7, "username": None}, {"id": 8}], [{"id": 8}, {"id": 7}], True, True),
        ([{"id": 7}], [{"id": 7}, {"id": 8}], False, False),
        (0, None, False, True),
        (False, None, False, True),
        (" ", "", False, True),
        ("New", "new ", False, True),
        ("1773828000000", "1773820000000", False, True),
        ("1773828000000", "1774828000000", False, False),
    ],
)
def test_a_value_shows_another(expected: Any, there: Any, exactly: bool, loosely: bool) -> None:
    assert shows(expected, there) is bool(exactly)
    assert shows(expected, there, loosely=True) is bool(loosely)


def test_what_is_expected_to_be_gone_is_expected_to_be_empty() -> None:
    had = {"fields": [{**FIELD, "value": "42"}, {"id": "g", "value": 1}]}
    expected = emptied({"fields": [FIELD, {"id": "g", "value": 1}]}, had)
    assert not shows(expected, had)
    assert shows(expected, {"fields": [FIELD, {"id": "g", "value": 1}]})
