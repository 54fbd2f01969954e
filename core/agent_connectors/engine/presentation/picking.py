"""Picks fields out of records, by dotted names."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["pick"]


def pick(sources: Sequence[Sequence[Any]], fields: Sequence[str]) -> list[dict[str, Any]]:
    """Only some fields of each record, under the names that were asked for.

    Args:
        sources: For each record, the forms of it to look in, one after another.
        fields: Dotted names.

    Raises:
        InvalidParams: None of the records has such a field.
    """
    missing = set(fields)
    picked = []
    for forms in sources:
        row = {}
        for field in fields:
            for source in forms:
                there, value = _look_up(source, field.split("."))
                if there:
                    missing.discard(field)
                    row[field] = value
                    break
        picked.append(row)
    if missing and picked:
        valid = sorted({name for forms in sources for form in forms for name in _names(form)})
        problems = (f"There is no field `{f}`. {did_you_mean(f, valid)}" for f in missing)
        raise InvalidParams(" ".join(problems))
    return picked


def _look_up(value: Any, path: list[str]) -> tuple[bool, Any]:
    """Whether a dotted name leads somewhere, and what is there."""
    for index, name in enumerate(path):
        if value is None or (isinstance(value, list) and not value):
            return index > 0, value  # nothing is set of which it would be a part
        if isinstance(value, list):
            found = [_look_up(item, path[index:]) for item in value]
            return any(there for there, _ in found), [item for there, item in found if there]
        if not isinstance(value, Mapping) or name not in value:
            # A custom field's name may have dots of its own.
            rest = ".".join(path[index:])
            if isinstance(value, Mapping) and rest in value:
                return True, value[rest]
            return False, None
        value = value[name]
    return True, value


def _names(record: Any) -> list[str]:
    """The fields of a record, and those of the objects in it."""
    if not isinstance(record, Mapping):
        return []
    names = list(record)
    for name, value in record.items():
        if isinstance(value, Mapping):
            names += [f"{name}.{inner}" for inner in value]
    return names
