"""What is compared is seen."""

from typing import Any

import pytest

from tests.conformance.comparing import differences, reordered


@pytest.mark.parametrize(
    ("recorded", "answered", "places"),
    [
        ({"id": "1"}, {"id": 1}, {"id"}),
        ({"id": "1"}, {"id": None}, set()),
        ({"id": "1", "name": ""}, {"id": "1"}, {"name"}),
        ({"tags": [{"id": 1}]}, {"tags": []}, set()),
        ({"tags": [{"id": 1}]}, {"tags": [{}]}, {"tags[].id"}),
        ({"user": None}, {"user": {"id": 1}}, set()),
        ([{"id": 1}], [{"id": True}], {"[].id"}),
    ],
)
def test_differences_are_seen(recorded: Any, answered: Any, places: set[str]) -> None:
    assert differences(recorded, answered) == places


@pytest.mark.parametrize(
    ("recorded", "answered", "places"),
    [
        ({"a": 1, "b": 2}, {"b": 1, "a": 2}, {""}),
        ({"a": 1, "b": 2, "c": 3}, {"a": 1, "d": 4, "c": 3}, set()),
        ({"x": [{"a": 1, "b": 2}]}, {"x": [{"a": 1, "b": 2}, {"b": 1, "a": 2}]}, {"x[]"}),
        ({"x": [{"a": 1, "b": 2}, {"b": 1, "a": 2}]}, {"x": [{"b": 1, "a": 2}]}, set()),
        ({"x": {"a": 1, "b": 2}}, {"x": {"b": 1, "a": 2}}, {"x"}),
    ],
)
def test_another_order_is_seen(recorded: Any, answered: Any, places: set[str]) -> None:
    assert reordered(recorded, answered) == places
