"""Every alteration of everything that is written is told; what is not altered never is.

One call of each write gives what was asked for and what ClickUp answered. Asking for something else
then has to be noticed, whatever it is: that is how an answer looks in which it was altered.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import pytest

from agent_connectors.clickup.written import dropped
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from agent_connectors.engine.result import ExecuteResult, Meta
from tests.reports.alterations import altered_forms
from tests.reports.every_field import CONFIGS, Ground, uuid
from tests.reports.giving import filled
from tests.reports.test_written import WRITES, Call

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
        if kind == "phone" and str(form).replace(" ", "") == held.replace(" ", ""):
            continue  # its digits in other groups

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


KEYS: dict[str, set[str]] = {
    "add_owners": {"owners"},
    "assignee": {"assignee", "user"},
    "parent_page_id": {"parent_page_id", "parent_id"},
    "task_id": {"task"},
}
"""Under what answers show a parameter, if not under its name."""

SHOWN_OTHERWISE = {
    ("docs.create", "visibility"): "the answer only says whether it is public",
    ("key_results.update", "steps_current"): "as what was added to what there was",
    ("lists.create", "priority"): "as a word",
    ("lists.update", "priority"): "as a word",
    ("time_estimates.replace", "estimates"): "as a number by person",
    ("time_estimates.update", "estimates"): "as a number by person",
    ("webhooks.create", "events"): "all of them, for a star",
    ("users.invite", "admin"): "as the number of a role",
    ("users.update", "admin"): "as the number of a role",
}
"""Where an answer has another form; asking for something else covers them, below."""


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything in an answer that holds nothing else, with where it is."""
    inner: Any = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        if isinstance(value, dict | list) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def changed(body: Any, paths: Sequence[tuple[Any, ...]], value: Any, *, drop: bool = False) -> Any:
    """An answer with another value in some places, or without them."""
    made = deepcopy(body)
    for path in paths:
        inner = made
        for key in path[:-1]:
            inner = inner[key]
        if drop:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
    return made


def _top(path: tuple[Any, ...], keys: set[str]) -> int:
    """How much of a path leads to what is called by one of some keys."""
    return next(at for at, key in enumerate(path) if key in keys) + 1


def plain(value: Any) -> str:
    return " ".join(str(value).casefold().split())


def scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from scalars(part)
    elif value not in (None, "", "unassigned"):
        yield value


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: str(operation.name))
async def test_every_alteration_of_an_answer_is_told(operation: Operation) -> None:
    call = Call()
    answers: list[Any] = []

    def keep(method: str, _: str, body: Any) -> Any:
        answers.extend([body] if method != "GET" else ())
        return body

    call.between.answer = keep
    result = await call.carry_out(operation)
    call.between.answer = None
    if not answers or not result.data:
        return
    asked = validate(operation, call.given)
    asked = await call.connector.hooks.prepare(operation, asked, call.given)
    body = answers[-1]

    async def told(form: Any) -> str:
        data, _ = operation.answer.open(form)
        found = await call.connector.hooks.finish(operation, asked, ExecuteResult(data, Meta()))
        return " ".join(found.meta.warnings)

    assert await told(body) == ""
    silent: list[Any] = []
    for name, parameter in operation.parameters.items():
        odd = (operation.name, name) in SHOWN_OTHERWISE
        if name not in asked or parameter.not_shown or not isinstance(parameter.place, Body) or odd:
            continue
        keys = KEYS.get(name, {name, parameter.wire_name.rpartition(".")[2]})
        text = parameter.markdown is not None
        for scalar in dict.fromkeys(scalars(asked[name])):
            there = [
                (path, value)
                for path, value in leaves(body)
                if keys.intersection(path)
                and (plain(value) == plain(scalar) or (text and path[-1] in keys))
            ]
            assert there, (name, scalar)
            paths = [path for path, _ in there]
            letters = name not in IN_ANY_LETTERS and operation.name != "tags.update"
            shown = there[0][1]
            tried = [
                (form, changed(body, paths, form))
                for form in altered_forms(shown, letters=letters, marks=not text)
            ]
            tops = dict.fromkeys(path[: _top(path, keys)] for path in paths)
            tried.append(("dropped", changed(body, [*tops], None, drop=True)))
            silent += [
                (name, shown, form)
                for form, altered in tried
                if f"`{name}`" not in await told(altered)
            ]
    assert silent == []


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
        hidden = parameter.not_shown or not result.data
        if (operation.name, name) in NOT_HERE or hidden or name not in asked:
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
