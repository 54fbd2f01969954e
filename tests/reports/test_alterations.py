"""Every alteration of everything that is written is told; what is not altered never is.

One call of each write gives what was asked for and what ClickUp answered. Asking for something else
then has to be noticed, whatever it is: that is how an answer looks in which it was altered.
"""

from typing import Any

import pytest

from agent_connectors.clickup.written import dropped
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Body
from tests.reports.alterations import altered_forms
from tests.reports.every_field import CONFIGS, Ground, uuid
from tests.reports.giving import filled
from tests.reports.test_written import NOT_SHOWN, WRITES, Call

IN_ANY_LETTERS = {"tags", "status", "color", "fg_color", "bg_color"}
"""What ClickUp writes in letters of its own."""

OTHERS_TOO = {
    ("goals.update", "add_owners"),
    ("tasks.create", "links_to"),
    ("time_estimates.update", "estimates"),
}
"""What others may be in as well."""

NOT_HERE = {
    ("custom_fields.set", "value"),  # read back; see below
    ("docs.create", "visibility"),  # the answer only says whether it is public
}


def _is_change(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= {"add", "rem"}


MARKDOWN = [
    "**Bold**, _not_ bold, `code`, ~~gone~~ and 2 * 3 = 6 in snake_case",
    "# Plan\n\n- [ ] one *thing*\n- [x] it is done\n\n1. first\n2. second",
    "> quoted\n\n```python\nprint('x')\n```\n\n---\n\nend",
    "See [the page](https://a.example.com/x), https://b.example.com/y?q=1 and jo@example.com",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nend",
    "-5 °C, 12.5 % & more",
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_is_compared_by_its_words(ground: Ground, text: str) -> None:
    task = ground.execute("tasks", "create", {"list_id": ground.list_id, "name": "n"}).data["id"]
    ground.execute("tasks", "update", {"task_id": task, "markdown_content": "What was there"})
    silent = []
    for form in [*altered_forms(text), None]:

        def alter(method: str, _: str, body: Any, form: Any = form) -> Any:
            rest = {k: v for k, v in body.items() if k != "markdown_content"}
            return rest if form is None else {**rest, "markdown_content": form}

        params = {"task_id": task, "name": "n", "markdown_content": text}
        ground.between.alter = alter
        try:
            told = ground.execute("tasks", "update", params).meta.warnings
        finally:
            ground.between.alter = None
        if not any("`markdown_content`" in said for said in told):
            silent.append(form)
        params["markdown_content"] = "What was there"
        ground.execute("tasks", "update", params)
    assert silent == []
    params = {"task_id": task, "name": "n", "markdown_content": text}
    assert ground.execute("tasks", "update", params).meta.warnings == ()


VALUES: dict[str, Any] = {
    "checkbox": True,
    "currency": 12.345,
    "date": 1796126400000,
    "drop_down": "API",
    "email": "Jane.Doe@example.com",
    "emoji": 3,
    "labels": ["iOS", "Edge"],
    "list_relationship": ["$task", "$two"],
    "location": {
        "location": {"lat": 51.9225, "lng": 4.47917},
        "formatted_address": "Rotterdam, Netherlands",
        "place_id": "ChIJ",
    },
    "manual_progress": {"current": 50},
    "number": -28.5,
    "phone": "+1 201 555 0123",
    "short_text": "A short text: 007, Zürich",
    "tasks": ["$task"],
    "text": "Ask @Jane, see https://a.example.com/x or `make`.",
    "url": "https://a.example.com/page/1?q=2#part",
    "users": ["$me", "$other"],
}


@pytest.mark.parametrize(("kind", "value"), VALUES.items(), ids=VALUES)
def test_every_alteration_of_a_custom_field_is_told(ground: Ground, kind: str, value: Any) -> None:
    value = filled(ground, value)
    assert ground.set(kind, value).meta.warnings == ()
    held = ground.between.writes()[-1].body["value"]
    silent = []
    for form in [*altered_forms(held, fewer=True), None]:
        if isinstance(held, list) and isinstance(form, list) and set(form) == set(held):
            continue

        def alter(method: str, path: str, body: Any, form: Any = form) -> Any:
            fields = [
                {**field, "value": _as_shown(field, form)} if field["name"] == kind else field
                for field in body.get("custom_fields", ())
            ]
            return {**body, "custom_fields": fields} if fields and method == "GET" else body

        ground.between.answer = alter
        try:
            told = ground.set(uuid(list(CONFIGS).index(kind)), value).meta.warnings
        finally:
            ground.between.answer = None
        if not any("without an error" in said for said in told):
            silent.append(form)
    assert silent == []


def _as_shown(field: dict[str, Any], value: Any) -> Any:
    """What a task shows of a value."""
    if not _is_change(value):
        return value
    return [{"id": one} for one in value.get("add", ())]


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: str(operation.name))
async def test_every_alteration_is_told(operation: Operation) -> None:
    call = Call()
    result = await call.carry_out(operation)
    assert result.meta.warnings == ()
    asked = validate(operation, call.given)
    asked = dict(await call.connector.hooks.prepare(operation, asked, call.given))
    zone = await call.connector.hooks.zone()
    assert dropped(asked, result.data, operation, zone) == []
    silent = []
    for name, parameter in operation.parameters.items():
        hidden = NOT_SHOWN.get(operation.name, ())
        if (operation.name, name) in NOT_HERE or name in hidden or name not in asked:
            continue
        if not isinstance(parameter.place, Body):
            continue
        fewer = (operation.name, name) not in OTHERS_TOO and not _is_change(asked[name])
        letters = name not in IN_ANY_LETTERS and operation.name != "tags.update"
        for form in altered_forms(asked[name], fewer=fewer, letters=letters):
            told = dropped({**asked, name: form}, result.data, operation, zone)
            if not any(f"`{name}`" in said for said in told):
                silent.append((name, asked[name], form))
    assert not silent
