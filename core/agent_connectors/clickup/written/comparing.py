"""Whether what is there now is what was asked for, whatever it is."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Kept", "around", "brief", "is_nothing", "kept", "letters", "prose", "some"]

Kept = Callable[[Any, Any], bool]
"""Takes what was asked for and what is there."""

_KEYS = (
    *("id", "name", "status", "priority", "username", "email", "task_id", "link_id", "user"),
    *("tag", "type"),
)
"""Under what an object may hold the one thing by which it was named."""

_CHANGES = {"add", "rem"}

_MINUTE, _DAY = 60_000, 86_400_000

_MARKED = re.compile(r"[@<\]|`\\]|https?:")
"""Marks of which ClickUp may make something else than they were."""


def is_nothing(value: Any) -> bool:
    """Whether something is empty, as ClickUp shows it."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def kept(asked: Any, there: Any) -> bool:
    """Whether something is there as it was asked for.

    Letters and blanks are ClickUp's own, numbers may be texts, and a thing may be shown as an
    object where it was named by its id or its name.
    """
    if asked is None or asked in ("", " "):
        return is_nothing(there) or not str(there).strip()
    if isinstance(asked, Mapping):
        return _object_kept(asked, there)
    if isinstance(asked, list | tuple):
        listed = [] if is_nothing(there) else _list(there)
        return all(any(kept(one, other) for other in listed) for one in asked)
    if isinstance(there, Mapping):
        named = [there[key] for key in _KEYS if key in there]
        return not named or any(kept(asked, one) for one in named if not isinstance(one, list))
    if isinstance(there, list):
        return any(kept(asked, one) for one in there)
    return _one_kept(asked, there)


def _one_kept(asked: Any, there: Any) -> bool:
    if isinstance(asked, bool):
        return _truth(there) is asked
    if asked == 0 and is_nothing(there):
        return True
    if isinstance(asked, str) and isinstance(there, str):
        return _text(asked) == _text(there)  # `007` is not `7`
    return bool(_scalar(asked) == _scalar(there))


def _list(there: Any) -> list[Any]:
    """What is there, if it is a list.

    Raises:
        TypeError: It has another shape than expected, which proves nothing.
    """
    if not isinstance(there, list):
        raise TypeError
    return there


def _object_kept(asked: Mapping[str, Any], there: Any) -> bool:
    if asked and asked.keys() <= _CHANGES:
        gone = asked.get("rem") or ()
        return kept(list(asked.get("add") or ()), there) and not any(kept(g, there) for g in gone)
    if isinstance(there, Mapping):
        return all(kept(part, there[key]) for key, part in asked.items() if key in there)
    if isinstance(asked.get("name"), str):
        return kept(asked["name"], there)
    return not asked or not is_nothing(there)


def _truth(value: Any) -> bool:
    return str(value).lower() in {"true", "1"}


def _scalar(value: Any) -> Any:
    """A number, or a text without what ClickUp changes by itself."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value
    text = _text(str(value))
    try:
        number = int(text) if text.isdecimal() and len(text) < 1000 else float(text)
    except ValueError:
        return text
    return text if math.isnan(number) else number  # NaN may be a name


def _text(value: str) -> str:
    return " ".join(value.split()).casefold()


def around(span: int) -> Kept:
    """A time that may have been rounded by ClickUp.

    Args:
        span: By how many milliseconds.
    """
    return lambda asked, there: abs(int(asked) - int(there or 0)) < span


def prose(asked: Any, there: Any) -> bool:
    """Whether a long text is there; ClickUp writes Markdown, links and mentions in its own way."""
    if not isinstance(asked, str) or not isinstance(there, str) or _MARKED.search(asked):
        return is_nothing(there) == is_nothing(asked)
    return letters(asked) == letters(there)


def letters(text: str) -> str:
    """The letters and digits of a text, all small."""
    return "".join(filter(str.isalnum, text)).casefold()


def some(asked: Any, there: Any) -> bool:
    """Whether anything is there at all, where ClickUp puts it in a way of its own."""
    return is_nothing(asked) or not is_nothing(there)


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
        return value.get("status") or value.get("priority") or value.get("name") or value
    if isinstance(value, list):
        return [
            item.get("name") or item.get("username") or item.get("id")
            if isinstance(item, Mapping)
            else item
            for item in value
        ]
    return value
