"""Values of custom fields are read by the type of their field, wherever they are given."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from tests.reports.every_field import CONFIGS, Ground, options, uuid
from tests.reports.field_forms import GOOD
from tests.reports.giving import WAYS, filled, give

# What was reported, as it was tried.


@pytest.fixture
def clickup() -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(timezone="Europe/Berlin")


@pytest.fixture
def task(clickup: ClickupApiConnector) -> str:
    made = clickup.execute_sync("tasks", "create", {"list_id": "Website", "name": "n"})
    return str(made.data["id"])


def test_public_reports_1_a_text_that_is_no_date_is_invalid_params(
    clickup: ClickupApiConnector, task: str
) -> None:
    params = {"task_id": task, "field_id": "Publish date", "value": "04/03/2026"}
    with pytest.raises(InvalidParams, match="takes a day or a time: milliseconds since 1970"):
        clickup.execute_sync("custom_fields", "set", params)


def test_public_reports_1_create_many_by_id_writes_none_if_one_is_no_date(ground: Ground) -> None:
    field = uuid(list(CONFIGS).index("date"))
    tasks = [
        {"name": f"n{n}", "custom_fields": [{"id": field, "value": value}]}
        for n, value in enumerate(["2026-12-01", "04/03/2026", "2026-12-02"])
    ]
    with pytest.raises(InvalidParams, match="Item 1"):
        ground.execute("tasks", "create_many", {"list_id": ground.list_id, "tasks": tasks})
    assert not ground.between.writes()


def test_public_reports_7_relationships_take_ids_and_lists(ground: Ground) -> None:
    for value in ([ground.other], ground.other, {"value": {"add": [ground.other]}}):
        ground.task = ground.new()
        ground.set("tasks", value)
        assert [one["id"] for one in ground.value("tasks")] == [ground.other]


def test_public_reports_8_dates_of_python_are_taken(
    clickup: ClickupApiConnector, task: str
) -> None:
    params = {"task_id": task, "field_id": "Publish date", "value": date(2026, 12, 1)}
    assert clickup.execute_sync("custom_fields", "set", params).meta.warnings == ()


@pytest.mark.parametrize("single", [False, True])
def test_public_reports_10_a_list_of_people_is_all_that_the_field_holds(
    ground: Ground, single: bool
) -> None:
    field = uuid(list(CONFIGS).index("users"))
    ground.add(field, "users", "users", {"single_user": single})
    first, second = ground.people[:2]
    ground.set("users", [first])
    ground.set("users", [second])
    assert [one["id"] for one in ground.value("users")] == [second]
    ground.set("users", {"add": [first]})
    held = {one["id"] for one in ground.value("users")}
    assert held == ({first} if single else {first, second})
    if single:
        with pytest.raises(InvalidParams, match="one person at most"):
            ground.set("users", [first, second])
    ground.set("users", [])
    assert not ground.value("users")


def test_public_reports_10_a_write_that_needs_to_know_says_so_where_it_cannot(
    ground: Ground,
) -> None:
    ground.set("users", {"add": ground.people[:1]})  # the field is known from here on
    ground.between.sent.clear()
    ground.sandbox.fail(503, method="GET", path=f"/api/v2/task/{ground.task}", times=99)
    try:
        with pytest.raises(InvalidParams, match="Say what to `add` and what to `rem`"):
            ground.execute(
                "custom_fields",
                "set",
                {
                    "task_id": ground.task,
                    "field_id": uuid(list(CONFIGS).index("users")),
                    "value": ground.people[:1],
                },
            )
    finally:
        ground.sandbox.faults.clear()
    assert not ground.between.writes()


def test_public_reports_11_a_date_with_a_time_says_that_it_has_one(ground: Ground) -> None:
    ground.set("date", "next friday 5pm")
    assert ground.between.writes()[-1].body["value_options"] == {"time": True}
    ground.set("date", "next friday 5pm", value_options={"time": False})
    assert ground.between.writes()[-1].body["value_options"] == {"time": False}


def test_public_reports_15_a_refusal_by_clickup_says_the_form(ground: Ground) -> None:
    def odd(method: str, path: str, body: Any) -> Any:
        return {"value": "odd"} if "/field/" in path else body

    ground.between.alter = odd
    try:
        with pytest.raises(InvalidParams, match="takes a whole number from 0 to 5") as refused:
            ground.set("emoji", 4)
        assert "Invalid Value" in str(refused.value)
        with pytest.raises(InvalidParams, match="Valid: `Web`, `API`, `Gateway`"):
            ground.set("drop_down", "API")
    finally:
        ground.between.alter = None


NUMBERED = [
    ("1. Low", "2. Medium", "3. High"),
    ("\uff11", "\uff12", "\uff10"),
    ("1st", "2nd", "3rd"),
    ("1k", "2k", "3k"),
    ("$1", "$2", "$3"),
    ("\u00bd", "1\u00bd", "2\u00bd"),
    ("v1.0", "v2.0", "v3.0"),
    ("P1", "P2", "P3"),
    ("Level 1", "Level 2", "Level 3"),
    ("1-5", "6-10", "11-20"),
    ("5%", "10%", "15%"),
    ("1/2", "2/3", "Other"),
    ("\u2460", "\u2461", "\u2462"),
    ("\u0661", "\u0662", "\u0663"),
    ("\u4e00", "\u4e8c", "\u4e09"),
    ("\u2160", "\u2161", "\u2162"),
    ("1\ufe0f\u20e3", "2\ufe0f\u20e3", "3\ufe0f\u20e3"),
    ("Low", "Medium", "High (3)"),
]
"""Names of options with numbers in them, of which a number is neither the name nor the place."""


@pytest.mark.parametrize(
    ("names", "number", "meant"),
    [
        (("1", "2", "3"), 1, None),
        (("1", "2", "3"), 2, None),
        (("1", "2", "3"), 3, "3"),
        (("1", "2", "3"), 0, None),
        (("1", "2", "3", "5", "8"), 4, None),
        (("0", "1", "2"), 1, "1"),
        (("2", "1", "0"), 2, None),
        (("10", "20", "30"), 1, None),
        (("10", "20", "30"), 10, "10"),
        (("2024", "2025", "2026"), 2026, "2026"),
        (("1.0", "2.0"), 2, "2.0"),
        (("0 points", "1 point"), 1, None),
        (("1 point", "2 points"), 1, None),
        (("1.000", "2.000"), 1, None),
        *((names, 1, None) for names in NUMBERED),
        *((NUMBERED[0], number, None) for number in (0, 2, 3, 1.0)),
        (("Days", "Weeks", "Months"), 1, "Weeks"),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_agents_view_2_a_number_is_never_another_option(
    ground: Ground, way: str, names: tuple[str, ...], number: int, meant: str | None
) -> None:
    field = uuid(list(CONFIGS).index("drop_down"))
    config = options(*names)
    ground.add(field, "drop_down", "drop_down", config)
    ground.connector.directory.forget()
    if meant is None:
        with pytest.raises(InvalidParams, match=r"by name or id"):
            give(ground, way, "drop_down", number)
        assert not ground.between.writes()
    else:
        wanted = next(o["id"] for o in config["options"] if o["name"] == meant)
        assert give(ground, way, "drop_down", number)["value"] == wanted
    wanted = config["options"][0]["id"]
    assert give(ground, way, "drop_down", names[0])["value"] == wanted


def test_an_option_that_was_made_a_moment_ago_is_looked_up(ground: Ground) -> None:
    ground.set("drop_down", "Web")
    ground.connector.directory._max_age = 1e9
    clock = ground.connector.directory._clock
    ground.connector.directory._clock = lambda: clock() + 60
    field = uuid(list(CONFIGS).index("drop_down"))
    ground.add(field, "drop_down", "drop_down", options("Web", "Fresh"))
    try:
        ground.set(field, "Fresh")
        assert ground.value("drop_down") == 1
        condition = {"field_id": field, "operator": "=", "value": "Fresh"}
        asked = {"list_id": ground.list_id, "custom_fields": [condition]}
        assert ground.execute("tasks", "list", asked).data
    finally:
        ground.connector.directory._clock = clock


def test_a_field_is_given_once_and_of_one_name(ground: Ground) -> None:
    field = uuid(list(CONFIGS).index("number"))
    given = [{"id": field, "value": 1}, {"id": "number", "value": 2}]
    params = {"list_id": ground.list_id, "name": "n", "custom_fields": given}
    with pytest.raises(InvalidParams, match="given twice"):
        ground.execute("tasks", "create", params)
    ground.add(uuid(0), "number", "short_text", {})
    with pytest.raises(InvalidParams, match=f"(?i)several .*{uuid(0)}") as refused:
        ground.set("number", 1)
    assert field in str(refused.value)
    assert not ground.between.writes()


# How values are told.


def field(identifier: str, value: Any, kind: str = "short_text") -> dict[str, Any]:
    one = {"id": identifier, "name": "Owner", "type": kind, "type_config": {}}
    return one if value is None else {**one, "value": value}


def told(*fields: Any, zone: str = "UTC") -> Any:
    from agent_connectors.clickup.compact import compact

    task = {"id": "1", "custom_fields": list(fields)}
    return compact("tasks", task, in_list=False, zone=ZoneInfo(zone)).get("custom_fields")


def test_real_answers_r1_two_fields_of_one_name_are_both_told() -> None:
    assert told(field("a", "Ada"), field("b", None)) == {"Owner": "Ada", "Owner (b)": None}
    assert told(field("a", None), field("b", "Ada")) == {"Owner (a)": None, "Owner": "Ada"}
    assert told(field("a", "Ada"), field("b", "Bo")) == {"Owner": "Ada", "Owner (b)": "Bo"}
    odd = {**field("c", "Odd"), "name": "Owner (b)"}
    assert set(told(odd, field("a", "Ada"), field("b", "Bo")).values()) == {"Odd", "Ada", "Bo"}


def test_real_answers_r1_two_statuses_of_one_name_are_both_told() -> None:
    from agent_connectors.clickup.compact import compact

    def status(minutes: int) -> dict[str, Any]:
        return {"status": "open", "total_time": {"by_minute": minutes, "since": "1"}}

    shown = compact(
        "time_in_status",
        {"current_status": status(1), "status_history": [status(2), status(3)]},
        in_list=False,
    )
    assert shown["minutes"] == {"open": 2, "open (2)": 3}


def test_real_answers_r10_a_whole_day_is_told_as_a_day() -> None:
    day = field("a", "1428562800000", "date")  # four in the morning there
    assert told(day, zone="America/Sao_Paulo") == {"Owner": "2015-04-09"}
    assert told(day) == {"Owner": "2015-04-09T07:00Z"}


def test_faults_n21_custom_fields_of_another_shape_do_not_raise() -> None:
    assert told(1, None, field("a", "Ada")) == {"Owner": "Ada"}


@pytest.mark.parametrize("kind", ["tasks", "list_relationship", "users"])
def test_one_thing_where_several_are_held_is_refused(ground: Ground, kind: str) -> None:
    things: list[Any] = ground.people[:2] if kind == "users" else [ground.task, ground.other]
    ground.set(kind, things[:1])
    before = len(ground.between.writes())
    with pytest.raises(InvalidParams, match="It holds 1 others, which a list of one would replace"):
        ground.set(kind, things[1])
    assert len(ground.between.writes()) == before
    ground.set(kind, things[0])  # it is there already
    ground.set(kind, [things[1]])
    held = ground.value(kind)
    assert [one["id"] for one in held] == [things[1]]


def test_a_word_is_no_task(ground: Ground) -> None:
    ground.set("tasks", [ground.other])
    for value in (["urgent"], {"add": ["urgent"]}, "urgent"):
        with pytest.raises(InvalidParams, match=r"workspaces\.find"):
            ground.set("tasks", value)
    assert [one["id"] for one in ground.value("tasks")] == [ground.other]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("users", {"id": "$me", "username": "Nobody Else"}, "not 'Nobody Else'"),
        ("users", [{"id": "$me", "email": "else@example.com"}], "not 'else@example.com'"),
        ("users", {"add": [{"id": "$me", "username": "Nobody Else"}]}, "not 'Nobody Else'"),
        ("manual_progress", {"current": 50, "percent_complete": 70}, "`percent_complete`"),
        ("manual_progress", {"current": 50, "to": 70}, "`to` cannot be set"),
        ("location", {"location": {"lat": 1, "lng": 2}, "lat": 3, "lng": 4}, "It has no `lat`"),
        ("location", {"location": {"lat": 1, "lng": 2, "zoom": 3}}, "It has no `zoom`"),
    ],
)
def test_an_object_that_says_two_things_is_refused(
    ground: Ground, kind: str, value: Any, said: str
) -> None:
    with pytest.raises(InvalidParams, match=said):
        ground.set(kind, filled(ground, value))


def test_a_person_as_clickup_shows_one_is_taken(ground: Ground) -> None:
    ground.set("users", ["me"])
    (shown,) = ground.value("users")
    ground.set("users", [])
    assert ground.set("users", [shown]).meta.warnings == ()


@pytest.mark.parametrize("options_given", [{"tmie": True}, {"Time": True}, {"times": 1}], ids=str)
def test_options_that_there_are_not_are_refused(ground: Ground, options_given: Any) -> None:
    with pytest.raises(InvalidParams, match="Did you mean `time`"):
        ground.set("date", 1796122800000, value_options=options_given)
    entry = {"id": "date", "value": 1796122800000, "value_options": options_given}
    params = {"list_id": ground.list_id, "name": "n", "custom_fields": [entry]}
    with pytest.raises(InvalidParams, match="Did you mean `time`"):
        ground.execute("tasks", "create", params)


@pytest.mark.parametrize(
    ("kind", "value"), {kind: value for kind, value, _ in GOOD if kind != "date"}.items(), ids=str
)
def test_options_of_what_is_no_date_are_refused(ground: Ground, kind: str, value: Any) -> None:
    with pytest.raises(InvalidParams, match="are for dates alone"):
        ground.set(kind, filled(ground, value), value_options={"time": True})


@pytest.mark.parametrize("kind", ["checkbox", "emoji", "number", "currency", "manual_progress"])
def test_zero_may_be_shown_as_nothing(ground: Ground, kind: str) -> None:
    def emptied(method: str, _: str, body: Any) -> Any:
        fields = [{**f, "value": None} for f in body.get("custom_fields", ())]
        return {**body, "custom_fields": fields} if fields else body

    ground.between.answer = emptied
    params = {"list_id": ground.list_id, "name": "n", "custom_fields": {kind: 0}}
    try:
        assert ground.set(kind, 0).meta.warnings == ()
        assert ground.execute("tasks", "create", params).meta.warnings == ()
        assert ground.set(kind, 1).meta.warnings
    finally:
        ground.between.answer = None


@pytest.mark.parametrize("kind", ["tasks", "list_relationship"])
@pytest.mark.parametrize(
    "form",
    [
        "{}",
        " {} ",
        "#{}",
        "CU-{}",
        "CU-{}_a-branch",
        "https://app.clickup.com/t/{}",
        "https://app.clickup.com/t/9015482310/{}/",
        "HTTPS://APP.CLICKUP.COM/t/{}?comment=9",
        "app.clickup.com/t/{}",
        "<https://app.clickup.com/t/{}>",
        "[The task](https://app.clickup.com/t/{})",
        "https://app.clickup.com/9015482310/v/li/901520400000?p={}",
    ],
)
def test_a_task_in_a_field_is_said_as_everywhere(ground: Ground, kind: str, form: str) -> None:
    for said in (form.format(ground.other), {"id": form.format(ground.other)}):
        ground.set(kind, [said])
        assert [one["id"] for one in ground.value(kind)] == [ground.other]
        ground.set(kind, {"rem": [said]})
    assert ground.execute("tasks", "get", {"task_id": form.format(ground.other)}).data["id"] == (
        ground.other
    )


def test_the_custom_id_of_a_task_in_a_field(ground: Ground) -> None:
    custom, task = next(iter(ground.sandbox.workspace.custom_ids.items()))
    for said in (custom, custom.lower(), f"https://app.clickup.com/t/9015482310/{custom}"):
        ground.set("tasks", [said])
        assert [one["id"] for one in ground.value("tasks")] == [task.id]
    with pytest.raises(InvalidParams, match="no task with the custom id 'ENG-99999'"):
        ground.set("tasks", ["ENG-99999"])


@pytest.mark.parametrize("kind", ["tasks", "list_relationship"])
def test_a_task_in_a_field_is_the_one_that_it_is_said_to_be(ground: Ground, kind: str) -> None:
    name = ground.execute("tasks", "get", {"task_id": ground.other}).data["name"]
    wrong: list[Any] = [
        {"id": ground.other, "name": f"{name} not"},
        "https://app.clickup.com/t/1234/" + ground.other,
        "https://app.clickup.com/9015482310/v/li/901520400000",
    ]
    for value in wrong:
        for given in ([value], {"add": [value]}, {"rem": [value]}):
            with pytest.raises(
                InvalidParams, match=r"is called|is of the workspace|link of a list"
            ):
                ground.set(kind, given)
    assert not ground.value(kind)
    ground.set(kind, [{"id": ground.other, "name": name.upper()}])
    assert [one["id"] for one in ground.value(kind)] == [ground.other]
