"""Conditions on tasks that ClickUp is not known to apply, so that they are applied here."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.engine.values.names import fold

__all__ = ["found_locally"]


def found_locally(given: Mapping[str, Any]) -> Callable[[Any], bool] | None:
    """The test that tasks must pass for `search` and `priority`; None if neither was given."""
    words = fold(given.get("search", "")).split()
    priority = given.get("priority")
    if not words and priority is None:
        return None

    def passes(task: Any) -> bool:
        if priority is not None:
            urgency = task.get("priority")
            if not urgency or str(urgency.get("id")) != str(priority):
                return False
        if words:
            text = fold(_text(task))
            return all(word in text for word in words)
        return True

    return passes


def _text(task: Mapping[str, Any]) -> str:
    """Everything in a task that somebody wrote."""
    parts = [task.get(key) for key in ("name", "custom_id", "text_content", "description")]
    parts += [field.get("value") for field in task.get("custom_fields") or ()]
    return "\n".join(part for part in parts if isinstance(part, str))
