"""The forms in which values of custom fields are given, by type, and what goes over the wire."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.reports.every_field import uuid

__all__ = ["BAD", "FOUR", "GOOD", "NOT_SET", "SAME_IN_FILTERS"]

WEB, API, GATEWAY = uuid(1000), uuid(1001), uuid(1002)
NOON = 1796122800000  # 2026-12-01T12:00+01:00
FOUR = NOON - 8 * 3_600_000
PLACE = {"location": {"lat": 51.92, "lng": 4.48}, "formatted_address": "Rotterdam"}

# `$me`, `$other` stand for ids of people, `$task` and `$two` for ids of tasks.
GOOD: list[tuple[str, Any, Any]] = [
    ("drop_down", "API", API),
    ("drop_down", "api", API),
    ("drop_down", " Api ", API),
    ("drop_down", API, API),
    ("drop_down", 1, API),
    ("drop_down", 1.0, API),
    ("drop_down", ["API"], API),
    ("drop_down", '["API"]', API),
    ("drop_down", {"id": API, "name": "API", "orderindex": 1}, API),
    ("drop_down", {"value": "API"}, API),
    ("labels", ["iOS", "Edge"], [WEB, GATEWAY]),
    ("labels", '["iOS", "Edge"]', [WEB, GATEWAY]),
    ("labels", ("iOS", GATEWAY), [WEB, GATEWAY]),
    ("labels", "edge", [GATEWAY]),
    ("labels", [{"id": WEB, "label": "iOS"}], [WEB]),
    ("labels", ["iOS", "ios"], [WEB]),
    ("users", ["$me"], {"add": ["$me"], "rem": []}),
    ("users", "me", {"add": ["$me"], "rem": []}),
    ("users", "$me", {"add": ["$me"], "rem": []}),
    ("users", ["me", "$other"], {"add": ["$me", "$other"], "rem": []}),
    ("users", {"add": ["me"], "rem": ["$other"]}, {"add": ["$me"], "rem": ["$other"]}),
    ("users", '{"add": ["me"]}', {"add": ["$me"]}),
    ("users", {"add": "me"}, {"add": ["$me"]}),
    ("users", '["me"]', {"add": ["$me"], "rem": []}),
    ("tasks", ["$task"], {"add": ["$task"], "rem": []}),
    ("tasks", "$task", {"add": ["$task"], "rem": []}),
    ("tasks", "https://app.clickup.com/t/$task", {"add": ["$task"], "rem": []}),
    ("tasks", "#$task", {"add": ["$task"], "rem": []}),
    ("tasks", "CU-$task", {"add": ["$task"], "rem": []}),
    ("tasks", {"value": {"add": ["$task"]}}, {"add": ["$task"]}),
    ("tasks", '{"add": ["$task"], "rem": ["$two"]}', {"add": ["$task"], "rem": ["$two"]}),
    ("tasks", [{"id": "$task", "name": "n"}], {"add": ["$task"], "rem": []}),
    ("list_relationship", ["$task", "$two"], {"add": ["$task", "$two"], "rem": []}),
    ("list_relationship", {"add": ["$task"]}, {"add": ["$task"]}),
    ("date", NOON, NOON),
    ("date", str(NOON), NOON),
    ("date", date(2026, 12, 1), FOUR),
    ("date", "2026-12-01", FOUR),
    ("date", "1 December 2026", FOUR),
    ("date", datetime(2026, 12, 1, 11, tzinfo=UTC), (NOON, {"time": True})),
    ("date", datetime(2026, 12, 1, 12), (NOON, {"time": True})),  # noqa: DTZ001 - on purpose
    ("date", "2026-12-01T12:00+01:00", (NOON, {"time": True})),
    ("date", "2026-12-01 12:00", (NOON, {"time": True})),
    ("date", "1 December 2026 noon", (NOON, {"time": True})),
    ("checkbox", True, True),
    ("checkbox", "true", True),
    ("checkbox", "Yes", True),
    ("checkbox", 1, True),
    ("checkbox", "no", False),
    ("checkbox", 0, False),
    ("number", 8000, 8000),
    ("number", "-28.5", -28.5),
    ("number", " 42 ", 42),
    ("number", Decimal("1.5"), 1.5),
    ("number", {"value": 3}, 3),
    ("currency", 12.5, 12.5),
    ("currency", "12.50", 12.5),
    ("emoji", 4, 4),
    ("emoji", "4", 4),
    ("emoji", 4.0, 4),
    ("emoji", 0, 0),
    ("manual_progress", 50, {"current": 50}),
    ("manual_progress", "50", {"current": 50}),
    ("manual_progress", "50%", {"current": 50}),
    ("manual_progress", {"current": 50}, {"current": 50}),
    ("manual_progress", '{"current": 50}', {"current": 50}),
    ("manual_progress", {"current": 50, "percent_complete": 50}, {"current": 50}),
    ("text", "two\nlines", "two\nlines"),
    ("text", '["stays text"]', '["stays text"]'),
    ("text", 4.5, "4.5"),
    ("short_text", "short", "short"),
    ("short_text", date(2026, 12, 1), "2026-12-01"),
    ("email", " jane@example.com ", "jane@example.com"),
    ("phone", "+1 201 555 0123", "+1 201 555 0123"),
    ("phone", "+49 (30) 123-456", "+49 (30) 123-456"),
    ("url", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    ("url", "example.com/page", "example.com/page"),
    ("location", PLACE, PLACE),
    ("location", {"lat": "51.92", "lng": 4.48, "formatted_address": "Rotterdam"}, PLACE),
    ("button", True, True),
    ("button", "yes", True),
    ("attachment", ["0a1b.png"], {"add": ["0a1b.png"], "rem": []}),
    ("attachment", {"rem": ["0a1b.png"]}, {"rem": ["0a1b.png"]}),
]
"""Type, value, and what is sent; with `value_options`, where some are sent."""

_BAD: list[tuple[str, str, list[Any]]] = [
    (
        "drop_down",
        "Valid: `Web`, `API`, `Gateway`",
        ["Nope", 7, 1.5, True, ["Web", "API"], {}, [], "1"],
    ),
    ("labels", "Valid: `iOS`, `Web`, `Edge`", [["iOS", "Nope"], 1, True, [None], {"add": ["iOS"]}]),
    ("users", "people by id, name", [True, 1.5, [None], [[]], {"remove": ["me"]}, {}]),
    (
        "tasks",
        "ids or links of tasks",
        ["the login bug", True, [None], 1.5, {"set": ["86b"]}, "https://example.com/x"],
    ),
    ("list_relationship", "ids or links of tasks", ["Some Task", {}, [{}]]),
    (
        "date",
        "a day or a time: milliseconds",
        ["04/03/2026", "soon", True, [], {}, 1.5e300, float("nan"), b"12", "12.5", 1796122800],
    ),
    ("checkbox", "true or false", ["maybe", 2, 0.5, [], [True], {}, float("nan")]),
    (
        "number",
        "a number such as",
        [
            "many",
            "1,234",
            "1.000",
            " -12.345",
            "1_000",
            "\uff15",
            "12 EUR",
            True,
            [1],
            {},
            float("inf"),
            "9" * 400,
            float("nan"),
        ],
    ),
    ("currency", "a number such as", ["€ 12", "1.234,50", "1.234", False, "0x10", "nan"]),
    ("emoji", "a whole number from 0 to 5", [6, -1, 2.5, "four", True, [4], "1e400", "4.000"]),
    (
        "manual_progress",
        "a number from 0 to 100",
        [
            101,
            -1,
            "half",
            True,
            {"current": None},
            {"value": 5, "x": 1},
            "x%",
            "101%",
            "1.000%",
            "1.000",
        ],
    ),
    ("text", "a text", [True, ["a"], {"a": 1}, float("nan"), b"x"]),
    ("short_text", "a text", [False, [1], {}]),
    (
        "email",
        "one e-mail address",
        ["jane", "jane@", "a@b.c, d@e.f", "Jane <jane@example.com>", 5, True, ["jane@example.com"]],
    ),
    ("phone", "with its country code", ["201 555 0123", 12015550123, "call me", "+", True, []]),
    (
        "url",
        "a link such as",
        ["not a link", "nolink", 5, True, ["https://example.com"], {"url": "https://example.com"}],
    ),
    (
        "location",
        '"formatted_address"',
        [
            "Rotterdam",
            [51.92, 4.48],
            {"lat": 91, "lng": 0},
            {"lat": 1},
            {"location": PLACE["location"], "city": "x"},
            True,
            {"location": {"lat": float("nan"), "lng": 1}},
        ],
    ),
    ("button", "clicks the button", [False, "no", 5, [], {}]),
    ("attachment", "attachments.upload_to_field", ["../x", 5, True, {"file": "x"}, [None]]),
    ("users", "removing is called `rem`", [{"remove": ["me"]}]),
    ("users", "is in both", [{"add": ["me"], "rem": ["me"]}]),
    ("users", "nobody is called", ["Nobody Atall"]),
]

BAD: list[tuple[str, Any, str]] = [(kind, v, words) for kind, words, bad in _BAD for v in bad]
"""Type, value, and words that name the form."""

NOT_SET: list[tuple[str, str]] = [
    ("formula", "ClickUp computes it"),
    ("automatic_progress", "ClickUp works it out"),
    ("votes", "Only a person can vote"),
    ("signature", "Only a person can sign"),
    ("app_object", "belongs to an app"),
    ("app_object_property", "belongs to an app"),
    ("multi_key", "fills it by itself"),
]

SAME_IN_FILTERS = {
    "drop_down", "date", "checkbox", "number", "currency", "emoji", "text", "short_text",
    "email", "phone", "url",
}  # fmt: skip
"""Types of which a condition compares with just what is sent when a value is set."""
