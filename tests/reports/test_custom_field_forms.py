"""Every type of custom field, every form of a value, in every way in which one is given."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import BadRequest, ConnectorError, InvalidParams
from tests.reports.every_field import CONFIGS, Ground, uuid
from tests.reports.field_forms import BAD, FOUR, GOOD, NOT_SET, SAME_IN_FILTERS
from tests.reports.giving import WAYS, filled, give

NINE, END = 1796079600000, 1796165999999  # 2026-12-01 in Berlin: its first and last millisecond


@pytest.mark.parametrize("way", WAYS)
def test_every_good_form_is_sent_as_its_field_takes_it(ground: Ground, way: str) -> None:
    for kind, value, wanted in GOOD:
        if way == "filter" and kind not in SAME_IN_FILTERS:
            continue
        if kind == "attachment" and way != "set":
            continue  # a file belongs to a task that is there
        ground.task = ground.new() if way.startswith("set") else ground.task
        sent = give(ground, way, kind, filled(ground, value))
        exact, extra = wanted if isinstance(wanted, tuple) else (wanted, None)
        if way == "filter" and kind == "date" and exact == FOUR:
            exact = [NINE, END]  # a day is all of it
        assert sent["value"] == filled(ground, exact), (kind, value)
        if way != "filter":
            assert sent.get("value_options") == extra, (kind, value)


@pytest.mark.parametrize("way", WAYS)
def test_every_other_form_is_refused_before_the_wire_with_the_form_named(
    ground: Ground, way: str
) -> None:
    for kind, value, words in BAD:
        # A condition takes a part of an address, a list of one, and any number of stars.
        own = SAME_IN_FILTERS - {"email", "phone", "url", "emoji"}
        if way == "filter" and (kind not in own or isinstance(value, list)):
            continue
        with pytest.raises(InvalidParams) as refused:
            give(ground, way, kind, value)
        if way != "filter":
            assert words in str(refused.value), (kind, value)
        assert f"`{kind}`" in str(refused.value) or "nobody" in words, (kind, value)
        assert not ground.between.writes(), (kind, value)
        assert not any(sent.path.endswith("/task") for sent in ground.between.sent), (kind, value)


@pytest.mark.parametrize("way", WAYS[:-1])
def test_what_cannot_be_set_is_refused_with_the_reason(ground: Ground, way: str) -> None:
    for kind, why in NOT_SET:
        with pytest.raises(InvalidParams, match=why):
            give(ground, way, kind, 1)
        assert not ground.between.writes()


def test_every_type_has_a_reader_that_is_tried_here() -> None:
    from agent_connectors.clickup.fields.reading import KNOWN_TYPES

    tried = {kind for kind, *_ in (*GOOD, *BAD, *NOT_SET)}
    assert tried == set(CONFIGS)
    assert KNOWN_TYPES - {"rating"} == tried


def test_an_unknown_type_is_passed_on_and_told(ground: Ground) -> None:
    ground.add(uuid(0), "Odd", "hologram", {})
    ground.connector.directory.forget()
    given = {"list_id": ground.list_id, "name": "n", "custom_fields": {"Odd": {"a": [1]}}}
    with pytest.raises(ConnectorError):  # the sandbox takes none
        ground.execute("tasks", "create", given)
    assert ground.between.writes()[-1].body["custom_fields"][0]["value"] == {"a": [1]}
    with pytest.raises(InvalidParams, match="Odd"):
        ground.set("Odd", date(2026, 12, 1))
    condition = {"field_id": "Odd", "operator": "=", "value": "x"}
    asked = {"list_id": ground.list_id, "custom_fields": [condition]}
    assert "the type `hologram`" in ground.execute("tasks", "list", asked).meta.warnings[-1]


# Conditions.


@pytest.mark.parametrize(
    ("kind", "operator", "value", "sent"),
    [
        ("date", ">", "2026-12-01", END),
        ("date", ">=", date(2026, 12, 1), NINE),
        ("date", "<", "2026-12-01", NINE),
        ("date", "<=", "2026-12-01", END),
        ("date", "RANGE", ["2026-12-01", "2026-12-01"], [NINE, END]),
        ("date", "RANGE", {"low_value": date(2026, 12, 1), "high_value": END}, [NINE, END]),
        ("date", "RANGE", '["2026-12-01", "2026-12-01"]', [NINE, END]),
        ("number", "RANGE", ["1", 2.5], [1, 2.5]),
        ("currency", ">", "12.50", 12.5),
        ("labels", "ANY", ["ios", "Edge"], [uuid(1000), uuid(1002)]),
        ("labels", "ALL", "iOS", [uuid(1000)]),
        ("labels", "NOT ANY", '["iOS"]', [uuid(1000)]),
        ("drop_down", "ANY", ["Web", 1], [uuid(1000), uuid(1001)]),
        ("users", "ANY", ["me", "$other"], ["$me", "$other"]),
        ("users", "=", ["me"], "$me"),
        ("tasks", "ANY", ["https://app.clickup.com/t/$task"], ["$task"]),
        ("tasks", "=", "#$task", "$task"),
        ("text", "=", "part", "part"),
        ("url", "=", "example", "example"),
        ("checkbox", "=", "yes", True),
        ("automatic_progress", ">", "50", 50),
        ("manual_progress", ">=", {"current": 50}, 50),
        ("manual_progress", "=", "50%", 50),
        ("button", "=", "yes", True),
        ("button", "=", "no", False),
        ("labels", "ALL", {"id": uuid(1000), "label": "iOS"}, [uuid(1000)]),
        ("formula", ">", 3, 3),
    ],
)
def test_conditions_are_read_by_type(
    ground: Ground, kind: str, operator: str, value: Any, sent: Any
) -> None:
    condition = {"field_id": kind, "operator": operator, "value": filled(ground, value)}
    for params in (
        {"list_id": ground.list_id, "custom_fields": [condition]},
        {"list_id": ground.list_id, "custom_field": condition},
    ):
        with suppress(BadRequest):  # not every type can be compared in the sandbox
            ground.execute("tasks", "list", params)
        (name,) = params.keys() - {"list_id"}
        asked = [s for s in ground.between.sent if name in s.query][-1].in_query(name)
        (found,) = asked if isinstance(asked, list) else [asked]
        assert found["value"] == filled(ground, sent)
        assert found["field_id"] == uuid(list(CONFIGS).index(kind))


@pytest.mark.parametrize(
    ("kind", "operator", "value", "words"),
    [
        ("labels", "=", "iOS", "ANY"),
        ("labels", "ANY", ["Nope"], "Valid: `iOS`"),
        *(
            ("labels", operator, value, "has no option|takes a list of labels")
            for operator in ("ANY", "ALL", "NOT ANY", "NOT ALL")
            for value in (1, [1], ["1"], ["iOS", 0], True, [[1]])
        ),
        ("manual_progress", "=", "x%", "a number such as"),
        ("emoji", ">", "4.000", "a number such as"),
        ("button", "=", "maybe", "true or false"),
        ("date", ">", "next week", "several days"),
        ("date", "<", "past 7 days", "several days"),
        ("drop_down", "<", "Web", "no order"),
        ("drop_down", "=", ["Web", "API"], "ANY takes several"),
        ("text", "<", "a", "no order"),
        ("users", "RANGE", [1, 2], "no order"),
        ("users", "ANY", ["Nobody Atall"], "nobody is called"),
        ("number", "RANGE", 5, r"\[low, high\]"),
        ("number", "RANGE", [2, 1], "end is before"),
        ("number", "RANGE", {"low": 1, "high": 2}, "low_value"),
        ("date", "<", "04/03/2026", "a day or a time"),
        ("date", "RANGE", ["2026-12-01", "soon"], "a day or a time"),
        ("number", "=", None, "a value with `=`"),
        ("number", "IS NULL", 5, "no value with `IS NULL`"),
    ],
)
def test_conditions_that_cannot_hold_are_refused(
    ground: Ground, kind: str, operator: str, value: Any, words: str
) -> None:
    condition = {"field_id": kind, "operator": operator, "value": value}
    with pytest.raises(InvalidParams, match=words):
        ground.execute("tasks", "list", {"list_id": ground.list_id, "custom_fields": [condition]})
    assert not any(sent.path.endswith("/task") for sent in ground.between.sent)


def test_a_field_that_no_place_shows_is_told(ground: Ground) -> None:
    ground.connector.directory.forget()
    field = uuid(list(CONFIGS).index("number"))
    condition = {"field_id": field, "operator": "==", "value": 777}
    found = ground.execute("tasks", "search", {"custom_fields": [condition]})
    assert any("could not be looked up" in said for said in found.meta.warnings)
    ground.set(field, 777)  # from here on it is known
    found = ground.execute("tasks", "search", {"custom_fields": [condition]})
    assert [task["id"] for task in found.data] == [ground.task]
    assert found.meta.warnings == ()
    bad = {**condition, "value": "many"}
    with pytest.raises(InvalidParams, match="a number"):
        ground.execute("tasks", "search", {"custom_fields": [bad]})
