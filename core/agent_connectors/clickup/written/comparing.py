"""Whether what is there now is what was asked for.

It is if both are equal once what ClickUp is known to change by itself is taken away; whatever else
differs is told. What it changes, and where that was seen:

- ids are shown in objects, numbers and moments as text (recorded)
- tags and statuses are written in small letters (recorded)
- blanks around and between words, and an empty text as a line break (recorded: goals)
- an unset number is null, and so is 0 (recorded: points, time estimates)
- objects have more keys than were sent (recorded: features of spaces)
- Markdown is shown as plain text, or with other marks for the same (`prose`)
- a date without a time of day is four in the morning of its day (`days`)
- a watcher more: whoever makes a task watches it (recorded), so watchers are only added and removed
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Kept", "among", "brief", "folded", "is_nothing", "kept", "kept_as", "letters"]

Kept = Callable[[Any, Any], bool]
"""Takes what was asked for and what is there."""

_CHANGES = {"add", "rem"}

_WITHIN = ("user", "task_id")
"""Under what an object of a list may hold the one that was named, if it has no id of its own."""


def is_nothing(value: Any) -> bool:
    """Whether something is empty, as ClickUp shows it."""
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


def kept(asked: Any, there: Any, key: str = "id") -> bool:
    """Whether something is there as it was asked for, and nothing beside it.

    Args:
        asked: What was asked for.
        there: What is there.
        key: What tells objects that are asked for by one word: their id, or their name.
    """
    if is_nothing(asked) or asked == " ":
        return is_nothing(there) or not str(there).strip()
    if isinstance(asked, Mapping):
        return _object_kept(asked, there, key)
    if isinstance(asked, list | tuple):
        return len(asked) == len(_listed(there)) and among(asked, there, key)
    if isinstance(there, Mapping):
        inner = next((there[name] for name in (key, *_WITHIN) if name in there), None)
        return inner is not None and kept(asked, inner, key)
    return not isinstance(there, list) and _one_kept(asked, there)


def kept_as(key: str) -> Kept:
    """As `kept`, where objects are told by something else than their id, in any letters."""
    return lambda asked, there: kept(folded(asked), folded(there), key)


def among(asked: Any, there: Any, key: str = "id") -> bool:
    """Whether all that was asked for is there; others may be as well."""
    left = list(_listed(there))
    for one in asked if isinstance(asked, list | tuple) else [asked]:
        found = next((n for n, other in enumerate(left) if kept(one, other, key)), None)
        if found is None:
            return False
        del left[found]
    return True


def _listed(there: Any) -> list[Any]:
    return there if isinstance(there, list) else [] if is_nothing(there) else [there]


def folded(value: Any) -> Any:
    """A value with all its words in small letters."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, Mapping):
        return {name: folded(part) for name, part in value.items()}
    return [folded(part) for part in value] if isinstance(value, list | tuple) else value


def _one_kept(asked: Any, there: Any) -> bool:
    if isinstance(asked, bool):
        return (str(there).lower() in {"true", "1"}) is asked
    if asked == 0 and is_nothing(there):
        return True
    if isinstance(asked, int | float):
        return bool(asked == _number(there))
    # Letters count; `007` is not `7`.
    return _text(str(asked)) == _text(str(there))


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        number = int(text) if text.isdecimal() and len(text) < 1000 else float(text)
    except ValueError:
        return text
    return text if math.isnan(number) else number


def _text(value: str) -> str:
    return " ".join(value.split())


def letters(text: str) -> str:
    """The letters and digits of a text, all small."""
    return "".join(filter(str.isalnum, text)).casefold()


def _object_kept(asked: Mapping[str, Any], there: Any, key: str) -> bool:
    if asked and asked.keys() <= _CHANGES:
        gone = asked.get("rem") or ()
        return among(list(asked.get("add") or ()), there, key) and not any(
            among([one], there, key) for one in gone
        )
    if isinstance(there, Mapping):
        return all(kept(part, there.get(name), key) for name, part in asked.items())
    return isinstance(asked.get("name"), str) and kept(asked["name"], there, key)


def brief(value: Any, *, plain: bool = False) -> str:
    """A value for a sentence.

    Args:
        value: The value.
        plain: Whether to show only the telling part of objects.
    """
    if is_nothing(value):
        return "not set"
    try:
        text = repr(_plain(value) if plain else value)
    except ValueError:
        text = "a number of thousands of digits"
    return text if len(text) <= 80 else f"{text[:77]}..."


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        telling = ("status", "priority", "name", "username")
        return next((value[key] for key in telling if value.get(key)), value)
    if isinstance(value, list):
        return [
            item.get("name") or item.get("username") or item.get("id")
            if isinstance(item, Mapping)
            else item
            for item in value
        ]
    return value
