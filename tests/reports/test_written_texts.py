"""A text that came out otherwise is told: plain text to the letter, Markdown by its words."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.written import dropped
from tests.reports.every_field import Ground

NEAR = [
    ("2*3", "23"),
    ("a_b and `c`", "ab and c"),
    ("1. first\n2. second", "first\nsecond"),
    ("1. first", "7. first"),
    ("- [ ] pay\n- [x] ship", "- [x] pay\n- [x] ship"),
    ("an ice cream", "a nice cream"),
    ("now here", "nowhere"),
    ("2026. was good", "2025. was good"),
    ("2026. was good", "was good"),
    ("# Not a heading", "Not a heading"),
    ("Sum: 1,200.50", "Sum: 1,200,50"),
    ("Ada", "ada"),
    ("see https://a.example.com/x", "see https://b.example.com/x"),
]

PLAIN = [
    ("tasks.update", "description", "description"),
    ("tasks.update", "name", "name"),
    ("lists.update", "content", "content"),
    ("goals.update", "description", "description"),
    ("time_tracking.update", "description", "description"),
    ("chat_channels.create", "topic", "topic"),
]


@pytest.mark.parametrize(("operation", "name", "shown"), PLAIN)
@pytest.mark.parametrize(("asked", "there"), NEAR)
def test_plain_text_is_compared_to_the_letter(
    operation: str, name: str, shown: str, asked: str, there: str
) -> None:
    write = ClickupApiConnector.operations.get(*operation.split("."))
    (said,) = dropped({name: asked}, {"id": "1", shown: there}, write)
    assert f"`{name}`" in said
    spread = f"  {asked}\r\n".replace(" ", " \t ")
    assert dropped({name: spread}, {"id": "1", shown: asked}, write) == []


@pytest.mark.parametrize(("asked", "there"), NEAR)
def test_messages_that_are_plain_text_are_compared_to_the_letter(asked: str, there: str) -> None:
    write = ClickupApiConnector.operations.get("chat_messages", "create")
    params = {"content": asked, "content_format": "text/plain"}
    assert len(dropped(params, {"id": "1", "content": there}, write)) == 1


MARKDOWN = [
    ("2*3 and 2 * 3", "23 and 2 * 3"),
    ("1. first", "7. first"),
    ("- [ ] pay", "- [x] pay"),
    ("an *ice* cream", "a nice cream"),
    ("**now** here", "nowhere"),
    ("In 2026. Good", "In 2025. Good"),
    ("`a_b`", "ab"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 3 |"),
    ("See [it](https://a.example.com)", "See [it](https://b.example.com)"),
    ("See [it](https://a.example.com)", "See that"),
    ("```\nx = 1\n```", "```\nx = 2\n```"),
]

SAME = [
    ("* one\n* two", "- one\n- two\n"),
    ("1. all\n1. same", "1. all\n2. same"),
    ("1. all\n1. same", "all\nsame"),
    ("- [X] done", "[x] done"),
    ("__bold__ and _not_", "**bold** and *not*"),
    ("**bold** and `code`", "bold and code"),
    ("# Head\n\ntext", "Head\ntext"),
    ("Head\n====\n\ntext", "# Head\n\ntext"),
    ("> said\n> so", "said so"),
    ("| a | b |\n|---|:-:|\n| 1 | 2 |", "|a|b|\n|:--|--:|\n|1|2|"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
    ("a &amp; b \\* c", "a & b * c"),
    ("<https://a.example.com>", "[https://a.example.com](https://a.example.com)"),
    ("~~~sh\nmake\n~~~", "```\nmake\n```"),
    ("one\n\n---\n\ntwo", "one\ntwo"),
]


@pytest.mark.parametrize(("asked", "there"), MARKDOWN)
def test_markdown_with_other_words_is_told(asked: str, there: str) -> None:
    for operation, name, shown in (
        ("tasks.update", "markdown_content", "description"),
        ("doc_pages.create", "content", "content"),
    ):
        write = ClickupApiConnector.operations.get(*operation.split("."))
        assert len(dropped({name: asked}, {"id": "1", shown: there}, write)) == 1


@pytest.mark.parametrize(("asked", "there"), SAME)
def test_markdown_with_other_marks_is_the_same(asked: str, there: str) -> None:
    write = ClickupApiConnector.operations.get("doc_pages", "create")
    assert dropped({"content": asked}, {"id": "1", "content": there}, write) == []


LINKED = "See [the page](https://a.example.com/x) and ![it](https://b.example.com/p.png), **now**."


@pytest.fixture
def altered(ground: Ground) -> Iterator[Ground]:
    """ClickUp keeps another target for the first link."""

    def alter(_: str, __: str, body: Any) -> Any:
        text = body["markdown_content"].replace("a.example.com", "a.example.org")
        return {**body, "markdown_content": text}

    ground.between.alter = alter
    yield ground
    ground.between.alter = None


def test_targets_of_links_are_read_back(altered: Ground) -> None:
    said: list[tuple[str, ...]] = []
    for action, place in (("create", "list_id"), ("update", "task_id")):
        target = altered.list_id if action == "create" else altered.task
        params = {place: target, "name": "n", "markdown_content": LINKED}
        said.append(altered.execute("tasks", action, params).meta.warnings)
    for (told,) in said:
        assert "links in `markdown_content` are others" in told
        assert "https://a.example.org/x" in told


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        (LINKED, 1),
        ("No links, https://a.example.com alone, [x] and (y)", 0),
        ("f[0](x) `[a](b)`", 1),
    ],
)
def test_only_links_cost_a_request(ground: Ground, text: str, reads: int) -> None:
    ground.between.sent.clear()
    params = {"list_id": ground.list_id, "name": "n", "markdown_content": text}
    assert ground.execute("tasks", "create", params).meta.warnings == ()
    queries = [sent.query for sent in ground.between.sent]
    assert sum("include_markdown_description" in query for query in queries) == reads


def test_a_read_that_fails_is_told_and_nothing_else(ground: Ground) -> None:
    def lost(method: str, _: str, body: Any) -> Any:
        return {"err": "Task not found", "ECODE": "ITEM_013"} if method == "GET" else body

    ground.between.answer = lost
    try:
        params = {"list_id": ground.list_id, "name": "n", "markdown_content": LINKED}
        made = ground.execute("tasks", "create", params)
    finally:
        ground.between.answer = None
    assert made.data["id"]
    (said,) = made.meta.warnings
    assert "could not be read back" in said


def test_columns_and_sorting_of_a_view_are_compared_in_their_order() -> None:
    write = ClickupApiConnector.operations.get("views", "create")
    for name in ("columns", "sorting"):
        asked = {name: {"fields": [{"field": "status"}, {"field": "dueDate"}]}}
        there = {name: {"fields": [{"field": "dueDate"}, {"field": "status"}]}}
        assert len(dropped(asked, {"id": "1", **there}, write)) == 1
        assert dropped(asked, {"id": "1", **asked}, write) == []


@pytest.mark.parametrize("text", ["- \n" * 4000, "- - " * 4000, "> " * 90 + "x", "![a](b)" * 4000])
def test_a_text_of_marks_alone_is_compared_in_no_time(text: str) -> None:
    write = ClickupApiConnector.operations.get("tasks", "update")
    for there in (text, text[:-20], "x" + text):
        began = time.process_time()
        dropped({"markdown_content": text}, {"id": "1", "description": there}, write)
        assert time.process_time() - began < 20
