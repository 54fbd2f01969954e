"""What a server may do to a value on its way: every alteration, by the kind of value."""

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["altered_forms"]

_HOUR = 3_600_000
_A_TIME = 10**11
"""From here on, a number is a moment in milliseconds."""


def altered_forms(
    value: Any, *, fewer: bool = True, letters: bool = True, marks: bool = False
) -> Iterator[Any]:
    """The value as it may be after it was altered; nothing that is the same again.

    Args:
        value: What was sent.
        fewer: Whether a list with one less is another: not, where others may be there as well.
        letters: Whether small letters are others than large ones.
        marks: Whether punctuation counts that is a mark in Markdown.
    """
    found: list[Any] = []
    forms = [*_forms(value, fewer=fewer, letters=letters)]
    if isinstance(value, str):
        forms += [value.replace(mark, "", 1) for mark in ",:;%&@" + "*_`~#|\\()>-" * marks]
    for form in forms:
        if form != value and form not in found:
            found.append(form)
            yield form


def _forms(value: Any, *, fewer: bool, letters: bool) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from _numbers(value)
    elif isinstance(value, str):
        yield from _texts(value, letters=letters)
    elif isinstance(value, list):
        yield from _lists(value, fewer=fewer, letters=letters)
    elif isinstance(value, dict):
        for key, part in value.items():
            for form in _forms(part, fewer=fewer, letters=letters):
                yield {**value, key: form}


def _numbers(value: float) -> Iterator[Any]:
    if value > _A_TIME:
        for hours in (1, 23, 24):
            yield value + hours * _HOUR
            yield value - hours * _HOUR
        return
    yield value + 1
    yield value * 10 or 10
    yield round(value)
    yield round(value, 1)
    yield value + 0.004


def _texts(value: str, *, letters: bool) -> Iterator[Any]:
    if letters:
        yield value.upper()
        yield value.lower()
        yield value.swapcase()
    if value.isdecimal():
        yield from map(str, _numbers(int(value)))
    for found in re.finditer(r"\d+", value):
        yield f"{value[: found.start()]}{int(found[0]) + 1}{value[found.end() :]}"
        yield value[: found.start()] + value[found.end() :]
    words = value.split()
    if len(words) > 1:
        yield " ".join([words[0] + words[1], *words[2:]])
        yield " ".join([words[1], words[0], *words[2:]]) if words[0] != words[1] else value
        yield " ".join(words[:-1])
    yield f"{value} otherwise"
    yield f"{value}9"
    yield value[: len(value) // 2]
    yield value[:-1]
    yield "Something else"
    if "://" in value:
        yield value.replace("example.com", "example.com.evil.org")
        yield value.replace("example.com", "evil.org")
        yield value.replace("https://", "https://evil.org/")
    for mark in ("@", "1", "a"):
        if mark in value.casefold():
            yield value.replace(mark, "z", 1)


def _lists(value: list[Any], *, fewer: bool, letters: bool) -> Iterator[Any]:
    if fewer and value:
        yield value[:-1]
    for form in _forms(value[0], fewer=fewer, letters=letters) if value else ():
        if form != value[0]:
            yield [form, *value[1:]]
            yield [*value, form]
