"""Numbers as people write them, and hours and minutes."""

import re

__all__ = ["NUMBER", "ORDINAL", "count_of", "hours_and_minutes", "place_of"]

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip

NUMBER = rf"(\d{{1,8}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
"""A whole number, in digits or in a word."""

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip

ORDINAL = rf"(\d{{1,2}}(?:st|nd|rd|th)?|{'|'.join(_ORDINALS)})"
"""A place in a row, such as the day of a month, in digits or in a word."""

_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1000}
"""Milliseconds of a unit, by its first letter."""

_AMOUNT = rf"(?P<amount>\d{{1,9}}(?:[.,]\d{{1,9}})?|{NUMBER[1:-1].partition('|')[2]})"
_PART = re.compile(
    rf"{_AMOUNT}(?:(?<=\d) ?| )"
    r"(?P<unit>hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])\.?",
    re.ASCII,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""May be one and a half or fifteen hundred: 1,500 and 1.500 are written for both."""

_BETWEEN = re.compile(r"(?:, and |,? ?and |, ?| |)")
_HALVES = (
    (re.compile(r"(?:a )?half (?:an |a )?hour"), "30 min"),
    (re.compile(r"(?:a )?quarter (?:of an |of a |an )?hour"), "15 min"),
    (re.compile(r"(?:three quarters|three-quarters) of an hour"), "45 min"),
    (re.compile(rf"{NUMBER} and a half hours?"), "{}.5 h"),
    (re.compile(rf"{NUMBER} hours? and a half"), "{}.5 h"),
)


def count_of(word: str) -> int:
    """The number that `NUMBER` has matched."""
    return int(word) if word.isdecimal() else _WORDS[word]


def place_of(word: str) -> int:
    """The number that `ORDINAL` has matched."""
    return int(word.rstrip("stndrh")) if word[0].isdecimal() else _ORDINALS.index(word) + 1


def hours_and_minutes(said: str) -> int | None:
    """A length of time in milliseconds; None if the text is none.

    Args:
        said: The text, such as `1h30m`, `2h30`, `1,5 h` or `an hour and a half`.
    """
    said = " ".join(said.lower().split())
    for pattern, short in _HALVES:
        found = pattern.fullmatch(said)
        if found:
            said = short.format(*(count_of(word) for word in found.groups()))
    iso = re.fullmatch(r"pt((?:\d{1,9}(?:[.,]\d{1,9})?[hms])+)", said, re.ASCII)
    said = iso[1] if iso else said
    if re.fullmatch(r"\d{1,3}:[0-5]\d:[0-5]\d", said, re.ASCII):
        said = "{}h{}m{}s".format(*said.split(":"))
    elif re.search(r"(?<![\d.,])\d{1,9} ?h ?[0-5]\d", said[-14:], re.ASCII):
        said = re.sub(r"(?<=h)( ?[0-5]\d)$", r"\1m", said, flags=re.ASCII)  # 2h30
    return _sum(said)


def _sum(said: str) -> int | None:
    place, total, seen = 0, 0.0, set()
    while place < len(said):
        found = _PART.match(said, place)
        if found is None or found["unit"][0] in seen or _THOUSANDS.fullmatch(found["amount"]):
            return None
        amount = found["amount"]
        number = float(amount.replace(",", ".")) if amount[0].isdecimal() else count_of(amount)
        total += number * _UNITS[found["unit"][0]]
        seen.add(found["unit"][0])
        place = found.end()
        if place < len(said):
            between = _BETWEEN.match(said, place)
            place = between.end() if between else place
            if place == len(said):
                return None
    return round(total) if seen else None
