"""Conditions on a custom date field: every operator with a day, a moment and a span of days.

What has to be found is worked out here from the calendar; the sandbox applies what was sent.
"""

from datetime import date, datetime, timedelta
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import InvalidParams
from agent_connectors.clickup.parameters import CustomFieldFilter
from tests.reports.every_field import Ground

BERLIN = ZoneInfo("Europe/Berlin")
OPERATORS = get_args(get_type_hints(CustomFieldFilter)["operator"])

HELD: dict[str, datetime | None] = {
    name: None if text is None else datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    for name, text in {
        "nothing": None,
        "the month before": "2026-11-04T12:00",
        "the last minute before": "2026-11-30T23:59:59.999",
        "at midnight": "2026-12-01T00:00",
        "a whole day": "2026-12-01T04:00",
        "in the morning": "2026-12-01T09:30",
        "in the last millisecond": "2026-12-01T23:59:59.999",
        "at the next midnight": "2026-12-02T00:00",
        "on Sunday": "2026-12-06T22:00",
        "a week later": "2026-12-08T09:30",
    }.items()
}

DAY = (date(2026, 12, 1), date(2026, 12, 1))
WEEK = (date(2026, 11, 30), date(2026, 12, 6))
MOMENT = datetime(2026, 12, 1, 9, 30, tzinfo=BERLIN)

SAID: list[tuple[Any, Any]] = [
    ("2026-12-01", DAY),
    ("1 Dec 2026", DAY),
    ("Tue 2026-12-01", DAY),
    (date(2026, 12, 1), DAY),
    ("2026-12-01 09:30", MOMENT),
    ("2026-12-01T08:30:00Z", MOMENT),
    (int(MOMENT.timestamp() * 1000), MOMENT),
    ("2026-W49", WEEK),
    ("November 2026", (date(2026, 11, 1), date(2026, 11, 30))),
    ("Q4 2026", (date(2026, 10, 1), date(2026, 12, 31))),
]


@pytest.fixture(scope="module")
def filled() -> tuple[Ground, dict[str, str]]:
    ground = Ground()
    ids = {}
    for name, held in HELD.items():
        ground.task = ground.new()
        ids[ground.task] = name
        if held is not None:
            ground.set("date", held)
    return ground, ids


def found(filled: tuple[Ground, dict[str, str]], operator: str, *value: Any) -> set[str]:
    ground, ids = filled
    condition = {"field_id": "date", "operator": operator, **({"value": value[0]} if value else {})}
    asked = {"list_id": ground.list_id, "custom_fields": [condition], "limit": 100}
    tasks = ground.execute("tasks", "list", asked).data
    return {ids[task["id"]] for task in tasks if task["id"] in ids}


def wanted(operator: str, meant: Any) -> set[str]:
    """What has a date of which the operator holds, by the calendar of Berlin."""

    def holds(held: datetime) -> bool:
        at: Any = held
        low = high = meant
        if isinstance(meant, tuple):
            (low, high), at = meant, held.astimezone(BERLIN).date()
        holding: dict[str, bool] = {
            "<": at < low, "<=": at <= high, ">": at > high, ">=": at >= low,
            "=": low <= at <= high,
        }  # fmt: skip
        return holding[operator]

    return {name for name, held in HELD.items() if held is not None and holds(held)}


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize(("value", "meant"), SAID, ids=[repr(value) for value, _ in SAID])
def test_a_day_is_all_of_it_with_every_operator(
    filled: tuple[Ground, dict[str, str]], operator: str, value: Any, meant: Any
) -> None:
    equal = wanted("=", meant)
    if operator in {"<", ">"} and isinstance(meant, tuple) and meant[0] != meant[1]:
        first, last = meant
        near, far = (last, first) if operator == ">" else meant
        both = f"`{operator} {near}` for what is .*`{operator}= {far}` for them"
        with pytest.raises(InvalidParams, match=f"several days.*{both}"):
            found(filled, operator, value)
        assert found(filled, operator, near) == wanted(operator, meant)
        assert found(filled, f"{operator}=", far) == wanted(f"{operator}=", meant)
    elif operator in {"<", "<=", ">", ">="}:
        assert found(filled, operator, value) == wanted(operator, meant)
    elif operator in {"=", "==", "RANGE", "ANY", "ALL"}:
        assert found(filled, operator, value) == equal
        assert operator in {"RANGE", "ALL"} or found(filled, operator, [value]) == equal
    elif operator.startswith("IS"):
        assert found(filled, operator) == (
            {"nothing"} if operator == "IS NULL" else set(HELD) - {"nothing"}
        )
    elif meant == MOMENT:
        assert found(filled, operator, value) == set(HELD) - equal
    else:  # `!=` and NOT
        with pytest.raises(InvalidParams, match="cannot leave out a whole day: ask for `<`"):
            found(filled, operator, value)


@pytest.mark.parametrize(("low", "first"), SAID, ids=[repr(value) for value, _ in SAID])
@pytest.mark.parametrize(("high", "last"), SAID, ids=[repr(value) for value, _ in SAID])
def test_a_range_has_all_of_both_in_it(
    filled: tuple[Ground, dict[str, str]], low: Any, first: Any, high: Any, last: Any
) -> None:
    begins = wanted(">=", first)
    ends = wanted("<=", last)
    if begins & ends:
        assert found(filled, "RANGE", [low, high]) == begins & ends
    else:
        with pytest.raises(InvalidParams, match="is before its beginning"):
            found(filled, "RANGE", [low, high])


def test_days_that_follow_one_another_are_one_stretch(
    filled: tuple[Ground, dict[str, str]],
) -> None:
    days = [str(date(2026, 12, 6) - timedelta(days=n)) for n in range(7)]
    assert found(filled, "ANY", days) == wanted("=", WEEK)
    assert found(filled, "ANY", ["2026-12-01", "2026-12-01 09:30"]) == wanted("=", DAY)
    for operator, values in (("ANY", days[::2]), ("ALL", days[:2])):
        with pytest.raises(InvalidParams, match="one stretch of time"):
            found(filled, operator, values)


def test_the_start_and_the_end_of_something_are_in_it(
    filled: tuple[Ground, dict[str, str]],
) -> None:
    december = wanted(">=", DAY)
    assert found(filled, ">", "start of December 2026") == december
    assert found(filled, ">=", "start of December 2026") == december
    assert found(filled, "<", "end of November 2026") == wanted("<", DAY)
    assert found(filled, "<=", "end of November 2026") == wanted("<", DAY)


@pytest.mark.parametrize("operator", [each for each in OPERATORS if not each.startswith("IS")])
def test_a_weekday_alone_may_be_two_days_and_is_refused_with_both(
    filled: tuple[Ground, dict[str, str]], operator: str
) -> None:
    value: Any = ["Monday", "Monday"] if operator == "RANGE" else "Monday"
    two = r"may be Mon \d{4}-\d\d-\d\d or Mon \d{4}-\d\d-\d\d; write the date.*It is \w{3} "
    with pytest.raises(InvalidParams, match=two):
        found(filled, operator, value)
    with pytest.raises(InvalidParams, match="Use `>=`"):
        found(filled, operator, "since 2026-12-01")
