"""Values of custom fields are read by the type of their field, wherever they are given."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import BadRequest, ClickupApiConnector, ConnectorError, InvalidParams
from tests.reports.every_field import CONFIGS, Ground, options, uuid
from tests.reports.field_forms import BAD, GOOD, NOT_SET, SAME_IN_FILTERS

WAYS = ("set", "set by id", "create", "create_many", "filter")


@pytest.fixture(scope="module")
def shared() -> Ground:
    return Ground()


@pytest.fixture
def ground(shared: Ground) -> Iterator[Ground]:
    """The same for all, but with a task of its own; making one takes most of the time."""
    shared.task, shared.other = shared.new(), shared.new()
    shared.between.sent.clear()
    yield shared
    for number, (kind, config) in enumerate(CONFIGS.items()):
        shared.add(uuid(number), kind, kind, config)


def filled(ground: Ground, value: Any) -> Any:
    """A form with the ids that its words stand for."""
    user = ground.execute("user", "get").data["id"]
    other = next(p for p in ground.people if p != user)
    words = {"$me": user, "$other": other, "$task": ground.task, "$two": ground.other}
    if isinstance(value, str):
        if value in words:
            return words[value]
        for word, meant in words.items():
            value = value.replace(word, str(meant))
        return value
    if isinstance(value, dict):
        return {key: filled(ground, part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(filled(ground, part) for part in value)
    return value


def give(ground: Ground, way: str, field: str, value: Any) -> Any:
    """Gives a value to a field in one of the ways; returns what was sent of it."""
    identifier = uuid(list(CONFIGS).index(field)) if field in CONFIGS else field
    ground.between.sent.clear()
    task = {"name": "n", "custom_fields": [{"id": identifier, "value": value}]}
    if way == "set":
        ground.set(field, value)
    elif way == "set by id":
        ground.set(identifier, value)
    elif way == "create":
        ground.execute("tasks", "create", {"list_id": ground.list_id, **task})
    elif way == "create_many":
        params = {"list_id": ground.list_id, "tasks": [{"name": "m"}, task]}
        made = ground.execute("tasks", "create_many", params).data
        assert [one["outcome"] for one in made] == ["created", "created"]
    else:
        condition = {"field_id": field, "operator": "==", "value": value}
        ground.execute("tasks", "list", {"list_id": ground.list_id, "custom_fields": [condition]})
        (found,) = ground.between.sent[-1].in_query("custom_fields")
        return {"value": found["value"]}
    body = next(
        s.body
        for s in ground.between.writes()
        if way.startswith("set") or "custom_fields" in s.body
    )
    sent = body if way.startswith("set") else body["custom_fields"][0]
    return {name: part for name, part in sent.items() if name != "id"}


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
    params = {"task_id": task, "field_id": "Publish date", "value": "31/12/2026"}
    with pytest.raises(InvalidParams, match="takes a day or a time: milliseconds since 1970"):
        clickup.execute_sync("custom_fields", "set", params)


def test_public_reports_1_create_many_by_id_writes_none_if_one_is_no_date(ground: Ground) -> None:
    field = uuid(list(CONFIGS).index("date"))
    tasks = [
        {"name": f"n{n}", "custom_fields": [{"id": field, "value": value}]}
        for n, value in enumerate(["2026-12-01", "31/12/2026", "2026-12-02"])
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


@pytest.mark.parametrize(
    ("names", "number", "meant"),
    [
        (("1", "2", "3"), 1, None),
        (("1", "2", "3"), 2, None),
        (("1", "2", "3"), 3, "3"),
        (("1", "2", "3"), 0, None),
        (("1", "2", "3", "5", "8"), 4, None),
        (("0", "1", "2"), 1, "1"),
        (("1.0", "2.0"), 2, "2.0"),
        (("0 points", "1 point"), 1, "1 point"),
        (("1 point", "2 points"), 1, None),
        (("Days", "Weeks", "Months"), 1, "Weeks"),
    ],
)
@pytest.mark.parametrize("way", [*WAYS])
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


# Conditions.

NINE, END = 1796079600000, 1796165999999  # 2026-12-01 in Berlin: its first and last millisecond


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
        ("drop_down", "<", "Web", "no order"),
        ("drop_down", "=", ["Web", "API"], "ANY takes several"),
        ("text", "<", "a", "no order"),
        ("users", "RANGE", [1, 2], "no order"),
        ("users", "ANY", ["Nobody Atall"], "nobody is called"),
        ("number", "RANGE", 5, r"\[low, high\]"),
        ("number", "RANGE", [2, 1], "end is before"),
        ("number", "RANGE", {"low": 1, "high": 2}, "low_value"),
        ("date", "<", "31/12/2026", "a day or a time"),
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
