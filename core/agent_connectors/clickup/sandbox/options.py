"""Checks what a sandbox is made with, where it is given."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from typing import Any

from agent_connectors.clickup.sandbox.plans import PLANS

_LARGEST = 10**18
"""More of anything is no number that somebody means."""


def check_options(options: Mapping[str, Any], unknown: Mapping[str, Any]) -> None:
    """Refuse options that do not exist, and values that they cannot have.

    Raises:
        TypeError: There is no such option.
        ValueError: It cannot have that value.
    """
    for name in unknown:
        raise TypeError(f"There is no option `{name}`.{nearest(name, options)}")
    for name, value in options.items():
        fits, wanted = _RULES[name]
        if not fits(value):
            plain = value is None or isinstance(value, bool | int | float)
            shown = repr(value) if plain else f"a {type(value).__name__}"
            near = nearest(value, PLANS) if name == "plan" else ""
            raise ValueError(f"`{name}` must be {wanted}, not {shown}.{near}")


def nearest(name: object, valid: Collection[str]) -> str:
    """What was meant, behind a sentence that refuses a name."""
    near = get_close_matches(str(name).lower(), valid, 1)
    return f" Did you mean `{near[0]}`?" if near else f" Valid here: {', '.join(valid)}."


def _whole(least: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and least <= value <= _LARGEST
    )


def _or_none(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


def _is_seconds(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value <= _LARGEST and isfinite(value)


def _are_tokens(value: Any) -> bool:
    return (
        isinstance(value, Collection)
        and not isinstance(value, str | bytes | bytearray)
        and all(isinstance(token, str) for token in value)
    )


_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "tasks": (_whole(0), "a whole number from 0"),
    "seed": (_whole(-_LARGEST), "a whole number"),
    "today": (
        _or_none(lambda value: isinstance(value, date) and not isinstance(value, datetime)),
        "a `datetime.date`",
    ),
    "one_list": (lambda value: isinstance(value, bool), "True or False"),
    "lists": (_or_none(_whole(0)), "a whole number from 0"),
    "rate_limit": (
        lambda value: value is None or value == "plan" or _whole(1)(value),
        'a whole number from 1, "plan", or None for any number',
    ),
    "rate_window": (_whole(1), "a whole number of seconds from 1"),
    "latency": (_is_seconds, "a number of seconds from 0"),
    "clock": (lambda value: callable(value) and not isinstance(value, type), "a function"),
    "revoked": (_are_tokens, "a collection of tokens"),
    "plan": (
        _or_none(lambda value: isinstance(value, str) and value in PLANS),
        f"one of {', '.join(PLANS)}",
    ),
}
