"""Reads the answer of an agent: words, and figures among which one has to be the fact.

Whoever names every number has named the right one, too. So an answer states a fact only if no other
figure in it could be the fact: what is left may only be what the fact is made of, as in `5 (2 new,
3 in work)` and in `7, less 2 that are fixed, so 5`.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

__all__ = ["durations", "has_word", "numbers", "states"]

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_MINUTES = {"thirty": "30", "forty-five": "45", "fifteen": "15", "forty": "40", "fifty": "50"}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NO_FIGURE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b(?:,? \d{{4}}\b)?"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?|\b{_MONTH} \d{{4}}\b"
    r"|\b\d{1,2}:\d\d ?(?:-|\u2013|to) ?\d{1,2}:\d\d\b"
)
"""Dates, and from when to when something was."""

_RANGE = re.compile(r"(?<![\w-])(\d+)\s?[-\u2013]\s?(?=\d+\b)")
_NUMBER = re.compile(rf"(?<![\w.,-])(?:\d[\d,]*(?:\.\d+)?(?!\d)|(?:{'|'.join(_WORDS)})(?![\w-]))")
_OF_A_TOTAL = re.compile(r"\W*(?:\w+\W+)?(?:out )?of\W+(?:(?:the|all|her|his|their)\W+)*|\s*/\s*")
_DOUBT = re.compile(r"\b(?:or|to|maybe|perhaps|possibly)\b")
_NEAR, _MOST_PARTS = 30, 8

_HOURS = r"(?:hours?|hrs?|h)(?![a-z])"
_DURATION = re.compile(
    rf"(?<![\w.,:])(?:(?P<hours>\d+(?:[.,]\d+)?)\s*{_HOURS}"
    r"(?:\s*(?:,|and|&)?\s*(?:and\s+)?(?P<rest>\d{1,2})(?![\d.,:])(?:\s*(?:minutes?|mins?|m)\b)?"
    rf"(?!\s*{_HOURS}))?"
    r"|(?P<clock>\d{1,3}:\d\d)(?!\d)|(?P<minutes>\d+)\s*(?:minutes?|mins?|m)\b"
    r"|(?P<decimal>\d+[.,]\d{1,2})(?![\w.,]*\d))"
)


class Figure(NamedTuple):
    """A figure in a text.

    Attributes:
        value: The number; of a duration its minutes.
        start: Where it begins,
        end: and ends.
        is_sure: Whether it is one for certain: `one` may stand for something else.
    """

    value: float
    start: int
    end: int
    is_sure: bool = True


def plain(text: str) -> str:
    """A text in small letters, with plain spaces and apostrophes."""
    return text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").casefold()  # noqa: RUF001


def has_word(text: str, word: str) -> bool:
    """Whether a text holds a word or several, whatever their capitals and spaces."""
    phrase = r"\s+".join(re.escape(piece) for piece in plain(word).split())
    return re.search(rf"(?<!\w){phrase}(?!\w)", plain(text)) is not None


def states(
    text: str, fact: float, read: Callable[[str], tuple[str, Sequence[Figure]]]
) -> str | None:
    """Why a text does not state a fact, or `None` where it does.

    Args:
        text: The answer.
        fact: The number; of a duration its minutes.
        read: `numbers` or `durations`.
    """
    told, figures = read(text)
    figures = _without_totals(told, figures)
    if fact not in {one.value for one in figures}:
        return "does not say"
    for one, other in pairwise(figures):
        between = told[one.end : other.start]
        if one.value != other.value and len(between) <= _NEAR and _DOUBT.search(between):
            return "leaves open whether it is"
    others = [one for one in figures if one.value != fact]
    if not _make_up(fact, others):
        return "says other figures besides"
    return None


def numbers(text: str) -> tuple[str, Sequence[Figure]]:
    """The numbers in a text, as `1,250`, `1250.0` or, up to twenty, `twelve`; and what was read."""
    told = _RANGE.sub(r"\1 to ", _without_marks(_NO_FIGURE.sub(" ", plain(text))))
    found = []
    for match in _NUMBER.finditer(told):
        word = match[0]
        value = _WORDS.index(word) if word in _WORDS else float(word.replace(",", ""))
        found.append(Figure(value, match.start(), match.end(), word != "one"))
    return told, found


def durations(text: str) -> tuple[str, Sequence[Figure]]:
    """The durations in a text, in minutes: `4h30`, `4:30`, `4.5`, `270 minutes`; and what was read.

    A bare number is minutes where nothing else is a duration.
    """
    told = _NO_FIGURE.sub(" ", plain(text))
    for word, digits in (*_MINUTES.items(), *((w, str(n)) for n, w in enumerate(_WORDS))):
        told = re.sub(rf"(?<![\w-]){word}(?![\w-])", digits, told)
    told = re.sub(r"(\d)\s?½", r"\1.5", told)
    told = re.sub(rf"\b(\d+)(\s*{_HOURS})? and (?:a|one) half\b", r"\1.5\2", told)
    told = re.sub(r"\bhalf an hour\b", "30 minutes", told)
    found = [Figure(_minutes(m), m.start(), m.end()) for m in _DURATION.finditer(told)]
    return (told, found) if found else numbers(text)


def _minutes(match: re.Match[str]) -> float:
    if match["minutes"]:
        return float(match["minutes"])
    if match["clock"]:
        hours, minutes = match["clock"].split(":")
        return int(hours) * 60 + int(minutes)
    hours = match["hours"] or match["decimal"]
    return round(float(hours.replace(",", ".")) * 60 + int(match["rest"] or 0), 2)


def _without_marks(text: str) -> str:
    """A text without the numbers before the items of a list, if they are those."""
    marks = re.findall(r"^[ \t]*(\d+)[.)] ", text, re.MULTILINE)
    if [*map(int, marks)] != [*range(1, len(marks) + 1)]:
        return text
    return re.sub(r"^[ \t]*\d+[.)] ", "", text, flags=re.MULTILINE)


def _without_totals(text: str, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Without the 7 of `5 of 7`."""
    return [
        one
        for before, one in pairwise((Figure(0, 0, 0), *figures))
        if before.end == 0 or not _OF_A_TOTAL.fullmatch(text, before.end, one.start)
    ]


def _make_up(fact: float, others: Sequence[Figure]) -> bool:
    """Whether a fact is the sum of others, or what is left of the largest, or both."""
    total = max((one.value for one in others), default=0.0)
    rest = [one for one in others if not (one.value == total > fact)]
    if len(rest) > _MOST_PARTS:
        return False
    # Each is a part of the fact, or was taken away from the total; what is unsure may be neither.
    for roles in product(("part", "taken", "none"), repeat=len(rest)):
        told = [*zip(roles, rest, strict=True)]
        if any(role == "none" and one.is_sure for role, one in told):
            continue
        parts = [one.value for role, one in told if role == "part"]
        taken = [one.value for role, one in told if role == "taken"]
        left = bool(taken) == (total > fact) and (not taken or total - sum(taken) == fact)
        if left and (not parts or sum(parts) == fact):
            return True
    return False
