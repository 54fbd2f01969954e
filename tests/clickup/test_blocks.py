"""Comments from their blocks: every kind that was seen, and whatever may come."""

import random
from typing import Any

import pytest

from agent_connectors.clickup.compact import Names, compact
from agent_connectors.clickup.compact.blocks import to_markdown
from agent_connectors.clickup.text.markup import to_blocks

END = {"text": "\n", "attributes": {}}


def line(text: str, **attributes: Any) -> list[dict[str, Any]]:
    return [{"text": text}, {"text": "\n", "attributes": attributes}]


def markdown(blocks: list[Any], plain: str = "plain") -> Any:
    return to_markdown({"comment": blocks, "comment_text": plain})


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([{"text": "ready"}, END], "ready"),
        (
            [
                {"text": "bold", "attributes": {"bold": True}},
                {"text": " and "},
                {"text": "both", "attributes": {"bold": True, "italic": True}},
            ],
            "**bold** and ***both***",
        ),
        ([{"text": " x ", "attributes": {"bold": True}}], " **x**"),
        ([{"text": "f()", "attributes": {"code": True}}], "`f()`"),
        ([{"text": "page", "attributes": {"link": "https://e.com"}}], "[page](https://e.com)"),
        (
            [{"text": "page", "attributes": {"link": {"url": "https://e.com"}}}],
            "[page](https://e.com)",
        ),
        (line("one", list="bullet") + line("two", list={"list": "ordered"}), "- one\n1. two"),
        (line("in", list={"list": "bullet"}, indent=1), "  - in"),
        (
            line("done", list={"list": "checked"}) + line("open", list={"list": "unchecked"}),
            "- [x] done\n- [ ] open",
        ),
        (line("Head", header=2) + line("said", blockquote={}), "## Head\nsaid"),
        (line("said", blockquote=True), "> said"),
        (line("x = 1", **{"code-block": {"code-block": "plain"}}), "```\nx = 1\n```"),
        ([{"type": "tag", "text": "@Gone"}], "@Gone"),
        ([{"type": "tag", "user": {"id": 7, "username": "Jane Doe"}}], "@[Jane Doe]"),
        ([{"type": "tag", "user": {"id": 7}, "text": "@Jane Doe"}], "@[Jane Doe]"),
        ([{"type": "assignees_tag", "text": "@assignees"}], "@assignees"),
        (
            [{"type": "image", "text": "a.png", "image": {"name": "a.png", "url": "https://e/a"}}],
            "![a.png](https://e/a)",
        ),
        (
            [
                {
                    "type": "attachment",
                    "text": "a",
                    "attachment": {"title": "a", "url": "https://e/a"},
                }
            ]
            * 2,
            "[a](https://e/a) [a](https://e/a)",
        ),
        ([{"type": "frame", "frame": {"url": "https://e/f"}}], "[frame](https://e/f)"),
        ([{"type": "frame", "frame": {"src": "https://e/f"}}], "[frame](https://e/f)"),
        ([{"type": "bookmark", "bookmark": {"url": "https://e/b"}}], "[bookmark](https://e/b)"),
        (
            [{"type": "link_mention", "text": "Spec", "link_mention": {"url": "https://e/l"}}],
            "[Spec](https://e/l)",
        ),
        (
            [{"type": "task_mention", "text": "86c", "task_mention": {"task_id": "86c"}}],
            "[86c](https://app.clickup.com/t/86c)",
        ),
        ([{"type": "emoticon", "text": "👍"}], "👍"),
        ([{"type": "emoticon", "emoticon": {"code": "1F44D"}}], "👍"),
        ([{"type": "divider"}], "---"),
        (
            [
                {
                    "type": "table-embed",
                    "table-embed": {
                        "cells": {
                            "1:1": {"content": [{"insert": "a|b\n"}]},
                            "1:2": {"content": [{"insert": {"image": "x"}}]},
                            "2:2": {"content": [{"insert": "d"}]},
                        }
                    },
                }
            ],
            "| a\\|b | [image] |\n| --- | --- |\n|  | d |",
        ),
        ([{"type": "hologram", "hologram": {"url": "https://e/h"}}], "[hologram](https://e/h)"),
        ([{"type": "hologram", "text": "undefined"}], "[hologram]"),
    ],
)
def test_every_kind_of_block_is_shown(blocks: list[Any], said: str) -> None:
    assert markdown(blocks) == said
    comment = {"id": "1", "comment": blocks, "comment_text": "plain"}
    assert compact("comments", comment, in_list=True)["comment_text"] == said
    task = {"id": "t", "name": "T", "comments": [{**comment, "replies": [comment]}]}
    told = compact("tasks.get_with_comments", task, in_list=False)["comments"][0]
    assert told["comment_text"] == told["replies"][0]["comment_text"] == said


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "table-embed"}],
        [{"type": "table-embed", "table-embed": {"cells": {"a:b": {}}}}],
        [{"type": "table-embed", "table-embed": {"cells": [1]}}],
        [*line("x", header="big")],
        [*line("x", indent="far", list="bullet")],
        [],
        None,
        "text",
    ],
)
def test_what_cannot_be_read_is_shown_as_plain_text(blocks: Any) -> None:
    assert markdown(blocks) == "plain"


def test_nothing_crashes_and_nothing_known_is_lost() -> None:
    # Any mixture of keys and values, right and wrong; the seed makes it the same each time.
    chance = random.Random(5)
    kinds = [
        "tag",
        "image",
        "attachment",
        "table-embed",
        "emoticon",
        "task_mention",
        "new",
        5,
        None,
    ]
    values: list[Any] = [None, "", "x", 0, -1, 1.5, True, [], [None], {}, {"url": 5}, {"cells": []}]
    for _ in range(3000):
        block: dict[str, Any] = {"type": chance.choice(kinds), "text": chance.choice(values)}
        block[str(block["type"])] = chance.choice(values)
        block["user"] = chance.choice(values)
        block["attributes"] = chance.choice([*values, {"list": chance.choice(values)}])
        blocks = [chance.choice([block, {"text": "\n", **block}, None, "x", 3])]
        comment = {"id": "1", "comment": blocks, "comment_text": "plain", "user": block["user"]}
        told = compact("comments", comment, in_list=True)
        assert told["id"] == "1"
    assert markdown([{"text": "a"}, {"type": "new", "text": "b"}, {"text": "c"}]) == "abc"


async def test_what_was_written_is_read_again() -> None:
    async def person(name: str) -> int:
        return 7

    written = (
        "Hello **bold** *it* `c` [l](https://e.com)\n- a\n- [ ] b\n- [x] d\n1. c\n"
        "```\ncode\n  more\n```\nthanks @[Jane Doe]"
    )
    blocks = await to_blocks(written, person)
    comment = {"id": "1", "comment": blocks, "comment_text": "?"}
    told = compact("comments", comment, in_list=True, names=Names(people={"7": "Jane Doe"}))
    assert told["comment_text"] == written


def test_who_reacted_is_shown() -> None:
    user = {"id": 2, "username": "Ann"}
    comment = {
        "id": "1", "comment_text": "x", "comment": [],
        "reactions": [{"reaction": "1F44D", "date": "1", "user": user}],
    }  # fmt: skip
    assert compact("comments", comment, in_list=True)["reactions"] == {"👍": ["Ann (2)"]}
