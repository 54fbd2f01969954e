"""Values that never arrived, or arrived as something else, whatever their shape."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from tests.reports.between import Between

PLACE = {"location": {"lat": 1, "lng": 2}, "formatted_address": "Rome"}


@pytest.fixture
def between() -> Between:
    return Between(Sandbox(rate_limit=None))


@pytest.fixture
def clickup(between: Between) -> ClickupApiConnector:
    return between.connector()


def create(clickup: ClickupApiConnector, name: str = "n", **more: Any) -> Any:
    return clickup.execute_sync(
        "tasks", "create", {"list_id": more.pop("list_id", "Security"), "name": name, **more}
    )


@pytest.mark.parametrize(
    ("place", "field", "value"),
    [("Security", "Rollout", 50), ("Hiring", "Site", PLACE), ("Security", "Customers affected", 5)],
)
def test_values_that_are_objects_are_missed_too(
    between: Between, clickup: ClickupApiConnector, place: str, field: str, value: Any
) -> None:
    between.alter = lambda method, path, body: {k: v for k, v in body.items() if k[:6] != "custom"}
    warnings = create(clickup, list_id=place, custom_fields={field: value}).meta.warnings
    assert any(field in said for said in warnings), warnings


@pytest.mark.parametrize(("asked", "there"), [("007", "7"), ("1e3", "1000"), ("1.10", "1.1")])
def test_a_text_is_no_number(
    between: Between, clickup: ClickupApiConnector, asked: str, there: str
) -> None:
    between.alter = lambda method, path, body: {**body, "name": there}
    assert "`name`" in " ".join(create(clickup, asked).meta.warnings)


@pytest.mark.parametrize("name", ["NaN", "nan", "Infinity", "-inf", "1e999", "0", "false", "null"])
def test_words_that_look_like_numbers_are_no_false_alarm(
    clickup: ClickupApiConnector, name: str
) -> None:
    assert create(clickup, name, description=name).meta.warnings == ()


def test_what_is_read_back_is_the_task_that_was_meant(
    between: Between, clickup: ClickupApiConnector
) -> None:
    task = str(create(clickup).data["id"])

    def swap(method: str, path: str, body: Any) -> Any:
        back = path.endswith(f"/task/{task}") and "/field/" in str(between.sent)
        return {**body, "id": "zzzz9"} if back else body

    between.sent.clear()
    between.answer = swap
    params = {"task_id": task, "field_id": "Customers affected", "value": 5}
    said = clickup.execute_sync("custom_fields", "set", params).meta.warnings
    assert f"another task: asked for {task}, it is zzzz9" in " ".join(said)


def field_named(clickup: ClickupApiConnector, name: str) -> Any:
    fields = clickup.execute_sync("custom_fields", "list", {"list_id": "Security"}).data
    return next(field for field in fields if field["name"] == name)


def of_another_field(clickup: ClickupApiConnector) -> tuple[str, Any]:
    other = field_named(clickup, "Rollout")
    return "Customers affected", {"id": other["id"], "name": "Rollout", "value": 7}


def of_two_options(clickup: ClickupApiConnector) -> tuple[str, Any]:
    first, second = field_named(clickup, "Component")["type_config"]["options"][:2]
    return "Component", {"id": first["id"], "name": second["name"]}


def of_a_wrong_position(clickup: ClickupApiConnector) -> tuple[str, Any]:
    second = field_named(clickup, "Component")["type_config"]["options"][1]
    return "Component", {"name": second["name"], "orderindex": 0}


@pytest.mark.parametrize("made", [of_another_field, of_two_options, of_a_wrong_position])
def test_a_value_that_says_two_things_is_refused(
    between: Between,
    clickup: ClickupApiConnector,
    made: Callable[[ClickupApiConnector], tuple[str, Any]],
) -> None:
    task = create(clickup).data["id"]
    field, value = made(clickup)
    before = len(between.writes())
    params = {"task_id": task, "field_id": field, "value": value}
    with pytest.raises(InvalidParams, match=field):
        clickup.execute_sync("custom_fields", "set", params)
    assert len(between.writes()) == before


def test_an_option_as_clickup_shows_it_is_taken(clickup: ClickupApiConnector) -> None:
    option = field_named(clickup, "Component")["type_config"]["options"][1]
    made = create(clickup, custom_fields={"Component": option})
    assert made.meta.warnings == ()


def test_options_within_a_value_are_not_dropped(
    between: Between, clickup: ClickupApiConnector
) -> None:
    task = create(clickup, list_id="Newsletter").data["id"]
    value = {"value": "tomorrow", "value_options": {"time": True}}
    params = {"task_id": task, "field_id": "Publish date", "value": value}
    with pytest.raises(InvalidParams, match="Publish date"):
        clickup.execute_sync("custom_fields", "set", params)


def test_many_tell_which_items_were_not_set(between: Between, clickup: ClickupApiConnector) -> None:
    between.alter = lambda method, path, body: {k: v for k, v in body.items() if k[:6] != "custom"}
    tasks = [{"name": "a"}, {"name": "b", "custom_fields": {"Customers affected": 5}}]
    params = {"list_id": "Security", "tasks": tasks}
    done = clickup.execute_sync("tasks", "create_many", params)
    assert "items 1" in " ".join(done.meta.warnings)
