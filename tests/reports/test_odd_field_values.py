"""Nothing odd gets through as a value of a custom field, and nothing but our errors comes back."""

import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_connectors.clickup import ConnectorError, InvalidParams
from tests.reports.every_field import CONFIGS, Ground, uuid
from tests.reports.field_forms import NOT_SET

KINDS = sorted(CONFIGS.keys() - {kind for kind, _ in NOT_SET})


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground()


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**420),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["Web", "me", "1", "true", "[", "{", '{"add": ["me"]}', "2026-12-01", "\ud83d"]
    ),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=4),
    st.builds(object),
    st.builds(set),
    st.decimals(),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["add", "rem", "value", "id", "current", "location", "lat", "x"]),
            inner,
            max_size=3,
        ),
        st.tuples(inner, inner),
    ),
    max_leaves=6,
)

quiet = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def number(sent: Any) -> bool:
    return isinstance(sent, int | float) and not isinstance(sent, bool) and math.isfinite(sent)


def members(one: type) -> Callable[[Any], bool]:
    return lambda sent: (
        sent.keys() <= {"add", "rem"}
        and all(isinstance(item, one) for listed in sent.values() for item in listed)
    )


def options(kind: str) -> set[str]:
    return {option["id"] for option in CONFIGS[kind]["options"]}


FITS: dict[str, Callable[[Any], bool]] = {
    "attachment": members(str),
    "button": lambda sent: sent is True,
    "checkbox": lambda sent: isinstance(sent, bool),
    "currency": number,
    "date": lambda sent: isinstance(sent, int) and number(sent),
    "drop_down": lambda sent: sent in options("drop_down"),
    "emoji": lambda sent: isinstance(sent, int) and 0 <= sent <= 5,
    "labels": lambda sent: set(sent) <= options("labels"),
    "list_relationship": members(str),
    "location": lambda sent: sent["location"].keys() == {"lat", "lng"},
    "manual_progress": lambda sent: 0 <= sent["current"] <= 100,
    "number": number,
    "tasks": members(str),
    "users": members(int),
}
"""Whether a value is of the form that ClickUp takes for a type, by its description; or a text."""


def fits(kind: str, sent: Any) -> bool:
    return FITS.get(kind, lambda text: isinstance(text, str))(sent)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_sent_is_of_the_form_of_its_field(ground: Ground, kind: str) -> None:
    field = uuid(list(CONFIGS).index(kind))

    @quiet
    @given(value=values)
    def attempt(value: Any) -> None:
        ground.between.sent.clear()
        entry = {"id": field, "value": value}
        task = {"list_id": ground.list_id, "name": "n", "custom_fields": [entry]}
        calls = [
            ("tasks", "create", task),
            ("custom_fields", "set", {"task_id": ground.task, "field_id": field, "value": value}),
        ]
        for entity, action, params in calls:
            with suppress(InvalidParams):  # also where ClickUp has refused it
                ground.execute(entity, action, params)
        for sent in ground.between.writes():
            body = sent.body.get("custom_fields", [sent.body])[0]
            assert body["value"] is None or fits(kind, body["value"]), (value, body)

    attempt()


@pytest.mark.parametrize("operator", ["=", "<", "RANGE", "ANY", "IS NULL"])
@pytest.mark.parametrize("kind", sorted(CONFIGS))
def test_conditions_never_raise_anything_else(ground: Ground, kind: str, operator: str) -> None:
    @settings(quiet, max_examples=15)
    @given(value=values)
    def attempt(value: Any) -> None:
        condition = {"field_id": kind, "operator": operator, "value": value}
        params = {"list_id": ground.list_id, "custom_fields": [condition], "limit": 1}
        with suppress(ConnectorError):
            ground.execute("tasks", "list", params)

    attempt()


def test_objects_that_hold_themselves_are_refused(ground: Ground) -> None:
    endless: dict[str, Any] = {}
    endless["value"] = endless
    ring: list[Any] = []
    ring.append(ring)
    for kind in KINDS:
        for value in (endless, ring):
            with pytest.raises(InvalidParams, match="cannot hold itself"):
                ground.set(kind, value)
