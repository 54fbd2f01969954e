"""Compares what ClickUp answered to a write with what was asked for.

ClickUp takes a field that it will not set, says nothing, and answers with the object as it is.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["confirms", "dropped"]

Asked = Mapping[str, Any]
Kept = Callable[[Any, Mapping[str, Any]], bool]


def dropped(asked: Asked, answer: Any) -> list[str]:
    """What was asked for and is not in the answer, in sentences for people.

    Only what the answer shows is judged: a field that it leaves out may have been set.

    Args:
        asked: The parameters of the write.
        answer: The object as it is now.
    """
    if not isinstance(answer, Mapping):
        return []
    found = []
    for name, value in asked.items():
        rule = _RULES.get(name)
        if rule is None or name not in answer:
            continue
        try:
            kept = rule(value, answer)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # an answer of another shape than expected proves nothing
        if not kept:
            found.append(
                f"ClickUp answered without an error, but did not set `{name}`: asked for "
                f"{_brief(value)}, it is {_brief(_plain(answer[name]))}."
            )
    return found


def confirms(asked: Asked, answer: Any) -> bool:
    """Whether an object shows everything that a write asked for.

    Args:
        asked: The parameters of the write, without those that only name the object.
        answer: The object as it is now.
    """
    if not isinstance(answer, Mapping) or not asked:
        return False
    for name, value in asked.items():
        rule = _RULES.get(name)
        if rule is None or name not in answer:
            return False
        try:
            if not rule(value, answer):
                return False
        except (AttributeError, KeyError, TypeError, ValueError):
            return False
    return True


def _same_text(name: str) -> Kept:
    return lambda value, answer: _words(value) == _words(answer[name])


def _same_number(name: str) -> Kept:
    return lambda value, answer: float(value) == float(answer[name] or 0)


def _words(text: Any) -> str:
    return " ".join(str(text or "").split())


def _status(value: Any, answer: Mapping[str, Any]) -> bool:
    status = answer["status"]
    name = status["status"] if isinstance(status, Mapping) else status
    return str(name).casefold() == str(value).casefold()


def _priority(value: Any, answer: Mapping[str, Any]) -> bool:
    priority = answer["priority"]
    if isinstance(priority, Mapping) and "id" not in priority:
        return True  # lists name their priority in another way
    return bool(priority) and str(priority["id"]) == str(value)


def _assignees(value: Any, answer: Mapping[str, Any]) -> bool:
    return _people(value, answer["assignees"])


def _watchers(value: Any, answer: Mapping[str, Any]) -> bool:
    return _people(value, answer["watchers"])


def _people(value: Any, people: Iterable[Mapping[str, Any]]) -> bool:
    there = {int(person["id"]) for person in people}
    if isinstance(value, Mapping):
        gone = {int(person) for person in value.get("rem") or ()}
        return {int(person) for person in value.get("add") or ()} <= there and not gone & there
    return {int(person) for person in value} <= there


def _tags(value: Any, answer: Mapping[str, Any]) -> bool:
    there = {str(tag["name"]).casefold() for tag in answer["tags"]}
    names = (tag["name"] if isinstance(tag, Mapping) else tag for tag in value)
    return {str(name).casefold() for name in names} <= there


def _custom_fields(value: Any, answer: Mapping[str, Any]) -> bool:
    there = {field["id"]: field.get("value") for field in answer["custom_fields"]}
    return all(
        entry["value"] in (None, "", []) or there.get(entry["id"], entry) is not None
        for entry in value
    )


_RULES: Mapping[str, Kept] = {
    "archived": lambda value, answer: bool(answer["archived"]) == value,
    "assignees": _assignees,
    "custom_fields": _custom_fields,
    "custom_item_id": _same_number("custom_item_id"),
    "description": _same_text("description"),
    "due_date": _same_number("due_date"),
    "name": _same_text("name"),
    "parent": _same_text("parent"),
    "points": _same_number("points"),
    "priority": _priority,
    "start_date": _same_number("start_date"),
    "status": _status,
    "tags": _tags,
    "time_estimate": _same_number("time_estimate"),
    "watchers": _watchers,
}


def _plain(value: Any) -> Any:
    """The telling part of what an answer shows."""
    if isinstance(value, Mapping):
        return value.get("status") or value.get("priority") or value.get("name") or value
    if isinstance(value, list):
        return [
            item.get("name") or item.get("username") or item.get("id")
            if isinstance(item, Mapping)
            else item
            for item in value
        ]
    return value


def _brief(value: Any) -> str:
    text = "not set" if value in (None, "", []) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
