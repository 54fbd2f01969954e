"""Comments of every kind of block that was seen in real workspaces, and a long thread."""

from typing import Any

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, MINUTE, Ground
from agent_connectors.clickup.sandbox.state.chat import Reaction
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.work import Comment, Task

Blocks = list[dict[str, Any]]

_FILES = "https://t9015482310.p.clickup-attachments.com/t9015482310"
_REPLIES = (
    "Lift is free from six.",
    "Then I start with the basement.",
    "Fire door is locked, who has the key?",
    "With the porter.",
    "Found it, thanks.",
)
_THREAD = 32


def _line(text: str, **attributes: Any) -> Blocks:
    """A line whose break says what it is: an item of a list, a heading."""
    return [{"text": text}, {"text": "\n", "attributes": attributes}]


def _marked(text: str, **attributes: Any) -> dict[str, Any]:
    return {"text": text, "attributes": attributes}


def _picture(name: str) -> dict[str, Any]:
    kind = name.rpartition(".")[2]
    file = f"4f1c.{kind}"
    facts = {
        "id": file,
        "name": name,
        "title": name,
        "type": kind,
        "extension": f"image/{kind}",
        "url": f"{_FILES}/{file}/{name}",
        "uploaded": True,
        "width": 2016,
        "height": 1512,
    }
    attributes = {"width": "300", "data-id": file}
    return {"type": "image", "text": name, "image": facts, "attributes": attributes}


def _file(title: str) -> dict[str, Any]:
    facts = {"title": title, "mimetype": "application/pdf", "url": f"{_FILES}/7ab2.pdf/{title}"}
    return {"type": "attachment", "text": title, "attachment": facts}


def _table(*rows: tuple[str, ...]) -> dict[str, Any]:
    cells = {
        f"{r}:{c}": {"content": [{"insert": text}]}
        for r, row in enumerate(rows, 1)
        for c, text in enumerate(row, 1)
    }
    names = {
        "rows": [{"insert": {"id": f"row-{r}"}} for r, _ in enumerate(rows, 1)],
        "columns": [{"insert": {"id": f"column-{c}"}} for c, _ in enumerate(rows[0], 1)],
    }
    return {"type": "table-embed", "table-embed": {**names, "cells": cells}}


def _mention(user: User) -> dict[str, Any]:
    return {"type": "tag", "text": f"@{user.username or user.email}", "user": {"id": user.id}}


def _said(ground: Ground, task: Task, people: tuple[User, ...]) -> list[Blocks]:
    """What is said, oldest first."""
    formatted: Blocks = [
        *_line("Before we start", header=2),
        _marked("Nights only", bold=True),
        {"text": " on the wards, "},
        _marked("quietly", italic=True),
        {"text": ", no "},
        _marked("radio", strike=True),
        {"text": " noise, and "},
        _marked("selftest --quiet", code=True),
        {"text": " at the end.\n"},
        *_line("Dust wall", list="bullet"),
        *_line("with a zip", list={"list": "bullet"}, indent=1),
        *_line("Risers first", list={"list": "ordered"}),
        *_line("Permit", list={"list": "checked"}),
        *_line("Keys", list={"list": "unchecked"}),
        *_line("Patients come first.", blockquote=True),
        *_line("gateway restart --all", **{"code-block": {"code-block": "plain"}}),
        {"type": "divider"},
    ]
    mentioned: Blocks = [
        *(_mention(user) for user in (ground.team[2], *people)),
        {"text": " and "},
        # Who has left is mentioned by a word alone.
        {"type": "tag", "text": "@Petter"},
        {"text": ", "},
        {"type": "assignees_tag", "text": "@assignees"},
        {"text": ": please read "},
        {
            "type": "task_mention",
            "text": task.id,
            "task_mention": {"task_id": task.id, "team_id": int(ground.workspace.id)},
        },
        {"text": " "},
        {"type": "emoticon", "text": "🙏", "emoticon": {"code": "1F64F"}},
    ]
    linked: Blocks = [
        {"type": "bookmark", "bookmark": {"url": "https://plans.example.com/halden/east"}},
        {"type": "frame", "frame": {"url": "https://video.example.com/walk-through"}},
        {
            "type": "link_mention",
            "text": "Permit to work",
            "link_mention": {"url": "https://permits.example.com/7731"},
        },
        _marked("house rules", link="https://halden.example.com/rules"),
    ]
    table = _table(("Floor", "Sensors"), ("Basement", "6"), ("Ground floor", "18 | 2 spare"))
    return [
        formatted,
        [_picture("riser.png"), _marked("\n", **{"block-id": "block-riser"})],
        [table],
        mentioned,
        [_file("risers.pdf"), _file("fire-doors.pdf")],
        linked,
        [{"text": "Who is on site this week?"}],
    ]


def add_comments(ground: Ground, task: Task, people: tuple[User, ...]) -> None:
    """Talk about a task.

    Args:
        ground: The workspace under construction.
        task: The task.
        people: Those without a name, and agents.
    """
    workspace, team = ground.workspace, ground.team
    # Those who have not come yet cannot write.
    writers = (*team[1:4], *(user for user in people if user.joined is not None))
    for number, blocks in enumerate(_said(ground, task, people)):
        date = task.created + (2 + number) * DAY + 2 * HOUR
        user = writers[number % len(writers)]
        comment = Comment(workspace.ids.comment(), ("task", task.id), blocks, user, date)
        comment.reactions = [Reaction("1F44D", writers[-1 - number % 2], date + HOUR)]
        workspace.add_comment(comment)
    _answer(ground, workspace.threads["task", task.id][-1], writers)


def _answer(ground: Ground, comment: Comment, writers: tuple[User, ...]) -> None:
    """A long thread; one of the replies has a picture."""
    parent = ("comment", str(comment.id))
    for number in range(_THREAD):
        blocks: Blocks = [{"text": _REPLIES[number % len(_REPLIES)]}]
        if number == 2:
            blocks.append(_picture("fire-door.jpeg"))
        identifier, user = ground.workspace.ids.comment(), writers[number % len(writers)]
        date = comment.date + (number + 1) * 9 * MINUTE
        ground.workspace.add_comment(Comment(identifier, parent, blocks, user, date))
