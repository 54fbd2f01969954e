"""Filtering tasks by custom field values."""

import json
from typing import Any

import pytest

from agent_connectors.clickup.sandbox.state.plans import CustomField
from tests.sandbox.client import Api

EVERYTHING = {"include_closed": True, "subtasks": True}


def field_of(api: Api, name: str) -> CustomField:
    return next(f for f in api.workspace.fields.values() if f.name == name)


async def found(api: Api, field: CustomField, operator: str, value: Any = None) -> list[Any]:
    """The values of a field on the tasks a filter finds, subtasks and closed ones included."""
    condition = {"field_id": field.id, "operator": operator, "value": value}
    tasks = await api.pages(
        f"/team/{api.team}/task", custom_fields=json.dumps([condition]), **EVERYTHING
    )
    rows: list[dict[str, Any]] = [
        next((f for f in t["custom_fields"] if f["id"] == field.id), {}) for t in tasks
    ]
    return [row.get("value") for row in rows]


def stored(api: Api, field: CustomField) -> list[Any]:
    tasks = [t for t in api.workspace.tasks.values() if not t.archived]
    return [t.values[field.id] for t in tasks if field.id in t.values]


@pytest.mark.parametrize(
    ("operator", "bound", "keeps"),
    [
        ("<", 100, lambda v: v < 100),
        ("<=", 100, lambda v: v <= 100),
        (">", 100, lambda v: v > 100),
        (">=", "100", lambda v: v >= 100),
        ("RANGE", [50, 300], lambda v: 50 <= v <= 300),
        ("RANGE", {"low_value": 50, "high_value": 300}, lambda v: 50 <= v <= 300),
    ],
)
async def test_numbers(operator: str, bound: Any, keeps: Any, api: Api) -> None:
    field = field_of(api, "Customers affected")
    values = await found(api, field, operator, bound)
    assert sorted(map(int, values)) == sorted(v for v in stored(api, field) if keeps(v))
    assert values


async def test_bounds_are_included_on_request_only(api: Api) -> None:
    field = field_of(api, "Customers affected")
    bound = sorted(stored(api, field))[5]
    for operator, expected in (("<=", True), (">=", True), ("<", False), (">", False)):
        assert (str(bound) in await found(api, field, operator, bound)) is expected


async def test_equal_numbers(api: Api) -> None:
    field = field_of(api, "Customers affected")
    number = stored(api, field)[0]
    for operator in ("=", "=="):
        assert set(await found(api, field, operator, number)) == {str(number)}
    others = await found(api, field, "!=", number)
    assert str(number) not in others
    assert None in others


async def test_text_contains_or_equals(api: Api) -> None:
    field = field_of(api, "Reported by")
    whole = stored(api, field)[0]
    part = whole.partition("@")[2].upper()
    assert set(await found(api, field, "=", part)) == {
        value for value in stored(api, field) if part.lower() in value
    }
    assert await found(api, field, "==", part) == []
    assert set(await found(api, field, "==", whole)) == {whole}
    assert whole not in await found(api, field, "!==", whole)


async def test_presence(api: Api) -> None:
    field = field_of(api, "Budget")
    present = await found(api, field, "IS NOT NULL")
    absent = await found(api, field, "IS NULL")
    assert len(present) == len(stored(api, field)) > 0
    assert set(absent) == {None}


async def test_an_option_by_id_or_position(api: Api) -> None:
    field = field_of(api, "Channel")
    option = field.config["options"][1]
    by_id = await found(api, field, "=", option["id"])
    assert set(by_id) == {1}
    assert await found(api, field, "=", 1) == by_id
    either = await found(api, field, "ANY", [o["id"] for o in field.config["options"][:2]])
    assert set(either) == {0, 1}


@pytest.mark.parametrize("operator", ["ANY", "ALL", "NOT ANY", "NOT ALL"])
async def test_labels_as_sets(operator: str, api: Api) -> None:
    field = field_of(api, "Platforms")
    wanted = {option["id"] for option in field.config["options"][:2]}
    values = await found(api, field, operator, sorted(wanted))
    tests = {
        "ANY": lambda v: bool(wanted & set(v or ())),
        "ALL": lambda v: wanted <= set(v or ()),
        "NOT ANY": lambda v: not wanted & set(v or ()),
        "NOT ALL": lambda v: not wanted <= set(v or ()),
    }
    assert all(tests[operator](value) for value in values)
    assert len([v for v in values if v]) == len(
        [v for v in stored(api, field) if tests[operator](v)]
    )
    assert values


async def test_labels_cannot_be_equal(api: Api) -> None:
    field = field_of(api, "Platforms")
    condition = {"field_id": field.id, "operator": "=", "value": "x"}
    answer = await api.get(
        f"/team/{api.team}/task", status=400, custom_fields=json.dumps([condition])
    )
    assert answer["ECODE"] == "FIELD_342"


async def test_people(api: Api) -> None:
    field = field_of(api, "Stakeholder")
    user = stored(api, field)[0][0]
    values = await found(api, field, "ANY", [user])
    assert values
    assert all(user in {person["id"] for person in value} for value in values)


async def test_conditions_add_up_and_custom_field_takes_one(api: Api) -> None:
    number, qa = field_of(api, "Customers affected"), field_of(api, "QA passed")
    many = {"field_id": number.id, "operator": ">", "value": 100}
    passed = {"field_id": qa.id, "operator": "=", "value": "true"}
    path = f"/team/{api.team}/task"
    both = await api.pages(path, custom_fields=json.dumps([many, passed]), **EVERYTHING)
    one = await api.pages(path, custom_fields=json.dumps([many]), **EVERYTHING)
    assert 0 < len(both) < len(one)
    single = await api.pages(path, custom_field=json.dumps(many), **EVERYTHING)
    assert single == one


@pytest.mark.parametrize(
    "text",
    ["not json", '[{"operator":"="}]', '["x"]', '[{"field_id":"%s","operator":"LIKE","value":1}]'],
)
async def test_malformed_conditions(text: str, api: Api) -> None:
    field = field_of(api, "Customers affected")
    query = text.replace("%s", field.id)
    answer = await api.get(f"/team/{api.team}/task", status=400, custom_fields=query)
    assert answer["ECODE"] == "FIELD_342"


async def test_an_unknown_field_matches_nothing(api: Api) -> None:
    condition = {"field_id": "nope", "operator": "=", "value": 1}
    assert await api.pages(f"/team/{api.team}/task", custom_fields=json.dumps([condition])) == []
