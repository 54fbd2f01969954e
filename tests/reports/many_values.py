"""Values of all sorts for the parameters of writes, none of which there is a reason to change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

__all__ = ["MANY", "MORE", "ONCE", "SETS"]

SETS = 6

_LINES = [
    "In plain words",
    "Zürich, 東京, naïve, Ελλάδα, עברית",
    "🚀 on it 👩‍👩‍👧 ✅",
    "  blanks around \t and \r\n between,\r\nlines  ",
    "2*3 is 6, a_b is not ab, `x` > y | z, 100 % & <b>more</b> # no heading",
    "007 · 1e3 · 1.10 · 2026. 3) [ ] not ticked [x](y) \\n \\* C:\\dir",
]

_MARKDOWN = [
    "Just words.\n",
    "# Zürich 東京 🚀\n\nSome **bold**, *slanted*, ***both***, ~~gone~~, `code`\n\n---\n\nEnd.",
    "- one\n  - two\n    1. three\n    2. four\n- [ ] open\n- [x] done\n\n3. third\n4. fourth",
    "| Name | Sum |\n|:---|---:|\n| Jo | 1,200.50 |\n| `a` | **2** |\n\nafter\r\nit\r\n",
    "```python\n# a comment\nx = a * b * c  # no emphasis_here_\n```\n\n> quoted\n> it\n>\n> - i",
    (
        "See [the page](https://a.example.com/x_(y)?q=1&r=2#z), ![it](https://b.example.com/p.png),"
        " <https://c.example.com>, https://d.example.com/x_y*z and jo@example.com; 2*3*4, 5 * 6, "
        "snake_case_word, \\*literal\\*, &amp; AT&T, 2026 was\n2027. is not a list\n\n1. a\n1. b"
        + "\n\nMore."
        * 200
    ),
]

_MOMENTS = [
    int(datetime.fromisoformat(f"{moment}Z").timestamp() * 1000)
    for moment in (
        "2026-03-08T09:59",  # clocks go forward in Los Angeles a minute later
        "2026-03-08T10:00",
        "2026-03-29T00:59:59",
        "2026-10-25T01:30",
        "2026-11-01T09:30",
        "2028-02-29T23:59:59",
    )
]
_EARLIER = [moment - 10 * 86_400_000 for moment in _MOMENTS]
_PAST = [_EARLIER[n] - 400 * 86_400_000 for n in range(6)]
_COLOURS = ["#123456", "#ABCDEF", "#abcdef", "#7B68EE", "#000000", "#FFFFFF"]
_SWITCH = [True, False] * 3
_FIELDS = ["status", "priority", "assignee", "dueDate", "tag", "none"]

MANY: Mapping[str, list[Any]] = {
    **dict.fromkeys(("name", "new_name", "description", "comment_text", "note", "topic"), _LINES),
    **dict.fromkeys(("username", "sub_title", "post_title", "unit"), _LINES),
    **dict.fromkeys(("markdown_content", "content"), _MARKDOWN),
    **dict.fromkeys(("color", "fg_color", "bg_color", "tag_fg", "tag_bg"), _COLOURS),
    **dict.fromkeys(
        (
            "multiple_assignees",
            "private",
            "archived",
            "billable",
            "resolved",
            "multiple_owners",
            "due_date_time",
            "start_date_time",
            "can_edit_tags",
            "can_see_time_spent",
            "can_see_time_estimated",
            "can_see_points_estimated",
            "can_create_views",
            "admin",
            "notify_all",
            "admin_can_manage",
        ),
        _SWITCH,
    ),
    "due_date": _MOMENTS,
    "start_date": _EARLIER,
    "duration": ["1m", 60_000, 3_600_000, "1h30m", 86_399_000, "7h"],
    "time_estimate": [0, "1m", 60_000, "1h30m", 360_000_000, 90_061_000],
    "points": [0, 0.5, 3, 13.25, 1_000_000, 0.1],
    "priority": [1, 2, 3, 4, "urgent", "low"],
    "grouping": [{"field": field, "dir": 1, "collapsed": [], "ignore": False} for field in _FIELDS],
    "divide": [{"field": None, "dir": 1, "collapsed": []}] * 6,
    "sorting": [
        {"fields": [{"field": one, "dir": -1}, {"field": other, "dir": 1}]}
        for one, other in zip(_FIELDS, reversed(_FIELDS), strict=True)
    ],
    "columns": [{"fields": [{"field": field}, {"field": "cf_1"}]} for field in _FIELDS],
    "filters": [
        {"op": op, "fields": [{"field": "priority", "op": "EQ", "values": [n]}], "search": said}
        for n, (op, said) in enumerate([("AND", ""), ("OR", "ü 🚀"), ("AND", "a b")] * 2)
    ],
    "settings": [
        {"show_subtasks": n % 3 + 1, "show_images": bool(n % 2), "me_comments": not n % 2}
        for n in range(6)
    ],
    "team_sidebar": [
        {"assignees": [], "assigned_comments": bool(n % 2), "unassigned_tasks": True}
        for n in range(6)
    ],
    "features": [
        {"due_dates": {"enabled": on, "start_date": not on}, "tags": {"enabled": on}}
        for on in _SWITCH
    ],
    "visibility": ["PUBLIC", "PRIVATE"] * 3,
    "handle": ["fresh", "q-3", "team_x", "zuerich", "a1", "b2"],
    "endpoint": [f"https://example.com/hook?n={n}&x=%20y#z" for n in range(6)],
    "events": ["*", ["taskCreated"], ["taskUpdated", "taskDeleted"], "*", ["goalCreated"], "*"],
    "steps_current": [0, 1, 5, 7, 9, 10],
    "value": [0, 42, -1.5, 0.1, 12_345_678_901.25, 1e-3],
    "content_format": ["text/md"] * 6,
    "position": [0] * 6,
    "options": [{"return_immediately": False}] * 6,
    "content_edit_mode": ["replace", "append", "prepend"] * 2,
    "tag_action": ["replace", "add", "remove"] * 2,
}
"""Six values for each parameter, by its name."""

_TAGS = [["a"], ["On Site", "b"], ["ÜBER"], ["c"], ["🚀"], ["red", "blue"]]
_TIMES = {"start": _PAST, "end": [start + 3_600_000 for start in _PAST]}
_TIMED = _TIMES | {"tags": [[{"name": name} for name in names] for names in _TAGS]}

MORE: Mapping[str, dict[str, list[Any]]] = {
    "tasks.create": {"tags": _TAGS},
    "time_tracking.create": {"start": _PAST, "tags": _TIMED["tags"]},
    "time_tracking.update": {"tags": _TIMED["tags"]},
    "time_tracking.start": {"tags": _TIMED["tags"]},
    "time_entry_tags.add": {"tags": _TIMED["tags"]},
    "legacy_time_tracking.create": _TIMES,
    "time_entry_tags.update": {"name": ["on site"] * 6},
    "lists.create": {"content": _LINES},
    "lists.update": {"content": _LINES},
}
"""The same for single operations."""

ONCE = {
    "authorization.get_token", "chat_channels.create_for_place", "guests.add", "guests.invite",
    "guests.update", "time_entry_tags.add", "time_entry_tags.remove", "time_entry_tags.update",
    "users.invite", "users.update",
}  # fmt: skip
"""What can be done once only in a workspace."""
