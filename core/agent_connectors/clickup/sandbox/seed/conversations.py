"""Comments on the seeded tasks, Lists and views."""

from typing import Any

from agent_connectors.clickup.sandbox.seed.ground import DAY, LIVELY_TASKS, MINUTE, Ground
from agent_connectors.clickup.sandbox.seed.texts import COMMENTS, LIST_COMMENTS, MENTIONS, REPLIES
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.plans import View
from agent_connectors.clickup.sandbox.state.work import Comment, Task

# A page of comments holds 25: these are two pages and three.
_LONG_THREADS = (58, 31)


def _blocks(ground: Ground) -> list[dict[str, Any]]:
    if ground.random.random() > 0.15:
        return [{"text": ground.pick(COMMENTS)}]
    user = ground.pick(ground.team)
    mention = {"text": f"@{user.username}", "type": "tag", "user": {"id": user.id}}
    return [mention, {"text": f" {ground.pick(MENTIONS)}"}]


def _times(ground: Ground, first: int, number: int) -> list[int]:
    """When the comments of a thread were written, oldest first; none of them in the future."""
    span = max(MINUTE, ground.midnight - first)
    return sorted(first + int(ground.random.random() * span) for _ in range(number))


def _write(
    ground: Ground, parent: tuple[str, str], blocks: list[dict[str, Any]], user: User, date: int
) -> Comment:
    comment = Comment(ground.workspace.ids.comment(), parent, blocks, user, date)
    ground.workspace.add_comment(comment)
    return comment


def _reply(ground: Ground, comment: Comment) -> None:
    for number in range(1 + int(3 * ground.random.random())):
        date = min(comment.date + (number + 1) * 7 * MINUTE, ground.midnight)
        text = [{"text": ground.pick(REPLIES)}]
        _write(ground, ("comment", str(comment.id)), text, ground.pick(ground.team), date)


def _discuss(ground: Ground, task: Task, number: int) -> None:
    for date in _times(ground, task.created, number):
        comment = _write(ground, ("task", task.id), _blocks(ground), ground.pick(ground.team), date)
        roll = ground.random.random()
        if roll < 0.12:
            _reply(ground, comment)
        elif roll < 0.20:
            comment.assignee = ground.pick(ground.team)
            comment.assigned_by = comment.user
            comment.resolved = roll < 0.16


def add_conversations(ground: Ground) -> None:
    """Comment on a third of the tasks, and on some Lists."""
    workspace = ground.workspace
    tasks = list(workspace.tasks.values())[-LIVELY_TASKS:]
    worst_first = sorted(tasks, key=lambda task: task.due or ground.midnight + DAY)
    urgent = [task for task in worst_first if task.priority == 1 and task.closed is None]
    # The most discussed tasks are the ones an agent is most likely to be asked about.
    long = dict(zip((task.id for task in urgent), _LONG_THREADS, strict=False))
    for task in tasks:
        if task.id in long:
            _discuss(ground, task, long[task.id])
        elif ground.random.random() < 0.33:
            _discuss(ground, task, 1 + int(5 * ground.random.random() ** 2))
    for home in list(workspace.lists.values())[:6]:
        for date in _times(ground, ground.midnight - 90 * DAY, 3):
            text = [{"text": ground.pick(LIST_COMMENTS)}]
            _write(ground, ("list", home.id), text, ground.pick(ground.team), date)


def add_chat(ground: Ground, view: View) -> None:
    """Talk in a conversation view."""
    for date in _times(ground, ground.midnight - 20 * DAY, 12):
        _write(ground, ("view", view.id), _blocks(ground), ground.pick(ground.team), date)
