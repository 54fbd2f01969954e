"""What a language model would do with the request, written down.

It stands in for one in the examples, so that they run offline: it sees the results of the tool
calls so far, as a model would, and decides on the next. Each example hands it to the test model
of its framework.
"""

import json
import re
from typing import Any

REQUEST = "Find the overdue urgent tasks, comment on the worst, and create a follow-up."

TOOL = "clickup_execute"

Call = dict[str, Any]


def decide(results: list[str]) -> list[Call] | str:
    """The next tool calls, or the answer.

    Args:
        results: What the tool calls so far gave, in order.
    """
    match [json.loads(result) for result in results]:
        case []:
            params = {
                "priority": "urgent",
                "due_date_lt": "now",
                "fields": ["id", "name", "due_date", "list", "status.type"],
            }
            return [_call("tasks", "search", params)]
        case [found]:
            worst = _worst(_records(found))
            return [
                _call("comments", "create", _comment(worst)),
                _call("tasks", "create", _follow_up(worst)),
            ]
        case [found, _, follow_up]:
            worst = _worst(_records(found))
            return (
                f"The worst is {worst['name']!r}, overdue since {worst['due_date'][:10]}. "
                f"I commented on it and made a follow-up, {follow_up['data']['id']}."
            )
        case _:
            raise AssertionError("the script has no such step")


def _call(entity: str, action: str, params: dict[str, Any] | None = None) -> Call:
    return {"entity": entity, "action": action, "params": params or {}}


def _records(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of a result; a long list is a table."""
    if "columns" not in shown:
        return list(shown["data"])
    same = shown.get("in_every_row", {})
    return [same | dict(zip(shown["columns"], row, strict=True)) for row in shown["data"]]


def _worst(tasks: list[dict[str, Any]]) -> dict[str, Any]:
    """The open task that has been overdue longest."""
    still_open = [task for task in tasks if task["status.type"] in {"open", "custom"}]
    return min(still_open, key=lambda task: str(task["due_date"]))


def _comment(task: dict[str, Any]) -> dict[str, Any]:
    text = f"Overdue since {task['due_date'][:10]}: who can take this over?"
    return {"task_id": task["id"], "comment_text": text}


def _follow_up(task: dict[str, Any]) -> dict[str, Any]:
    home = re.fullmatch(r".+ \((\d+)\)", task["list"])  # a list reads "name (id)"
    assert home is not None
    return {"list_id": home[1], "name": f"Follow up: {task['name']}", "priority": 1}
