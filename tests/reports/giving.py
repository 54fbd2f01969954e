"""Gives values to custom fields in every way there is."""

from typing import Any

from tests.reports.every_field import CONFIGS, Ground, uuid

__all__ = ["WAYS", "filled", "give"]

WAYS = ("set", "set by id", "create", "create_many", "filter")


def filled(ground: Ground, value: Any) -> Any:
    """A form with the ids that its words stand for."""
    user = ground.execute("user", "get").data["id"]
    other = next(p for p in ground.people if p != user)
    words = {"$me": user, "$other": other, "$task": ground.task, "$two": ground.other}
    if isinstance(value, str):
        if value in words:
            return words[value]
        for word, meant in words.items():
            value = value.replace(word, str(meant))
        return value
    if isinstance(value, dict):
        return {key: filled(ground, part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(filled(ground, part) for part in value)
    return value


def give(ground: Ground, way: str, field: str, value: Any) -> Any:
    """Gives a value to a field in one of the ways; returns what was sent of it."""
    identifier = uuid(list(CONFIGS).index(field)) if field in CONFIGS else field
    ground.between.sent.clear()
    task = {"name": "n", "custom_fields": [{"id": identifier, "value": value}]}
    if way == "set":
        ground.set(field, value)
    elif way == "set by id":
        ground.set(identifier, value)
    elif way == "create":
        ground.execute("tasks", "create", {"list_id": ground.list_id, **task})
    elif way == "create_many":
        params = {"list_id": ground.list_id, "tasks": [{"name": "m"}, task]}
        made = ground.execute("tasks", "create_many", params).data
        assert [one["outcome"] for one in made] == ["created", "created"]
    else:
        condition = {"field_id": field, "operator": "==", "value": value}
        ground.execute("tasks", "list", {"list_id": ground.list_id, "custom_fields": [condition]})
        (found,) = ground.between.sent[-1].in_query("custom_fields")
        return {"value": found["value"]}
    body = next(
        s.body
        for s in ground.between.writes()
        if way.startswith("set") or "custom_fields" in s.body
    )
    sent = body if way.startswith("set") else body["custom_fields"][0]
    return {name: part for name, part in sent.items() if name != "id"}
