"""Reads the answer of an agent: numbers, words, and whether it asks back."""

import re

__all__ = ["asks", "has_number", "has_word"]

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)

_ASKING = re.compile(
    r"\?|\bwhich\b|\bclarif|\bconfirm\b|\bplease (?:tell|say|let)|\bcannot\b|\bcan't\b|\bcan not\b"
    r"|\bcouldn't\b|\bcould not\b|\bunable\b|\bnot able\b|\bwon't\b|\bwill not\b|\bnot allowed\b"
    r"|\bpermission|\brights\b|\baccess\b|\bambiguous\b|\bdid not\b|\bdidn't\b|\bhaven't\b"
    r"|\bhave not\b|\bneed to know\b|\brefus|\bnot permitted\b",
    re.IGNORECASE,
)


def has_word(text: str, word: str) -> bool:
    """Whether a text holds a word or several, whatever their capitals and spaces."""
    phrase = r"\s+".join(re.escape(piece) for piece in _plain(word).split())
    return re.search(rf"(?<!\w){phrase}(?!\w)", _plain(text)) is not None


def has_number(text: str, number: float) -> bool:
    """Whether a text holds a number: `1,250`, `1250.0`, or, up to twenty, `twelve`."""
    plain = _plain(text)
    found = re.findall(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?!\d)", plain)
    if any(float(one.replace(",", "")) == number for one in found):
        return True
    whole = int(number)
    return whole == number and 0 <= whole < len(_SMALL) and has_word(plain, _SMALL[whole])


def asks(text: str) -> bool:
    """Whether a text asks, or says that something was not done."""
    return _ASKING.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").casefold()  # noqa: RUF001
