"""Reads the answer of an agent: numbers, words, and whether it asks back."""

import re

__all__ = ["asks", "has_number", "has_word"]

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)

# A question, or a negation; "Done. Anything else?" is neither.
_ASKING = re.compile(
    r"\bwhich (?:one|of)\b|\bwh(?:ich|o|at)\b[^.!?]*\?|\b(?:you|we) mean\b|\bor\b[^.!?]*\?"
    r"|\b(?:should|shall|may|can|could|would|do|did|are|is) (?:i|you|it|we|that)\b[^.!?]*\?"
    r"|\bplease (?:tell|say|let|specify|clarify|confirm|choose)\b|\bclarif|\bambiguous\b"
    r"|n't\b|\bcannot\b|\bnot\b|\bunable\b|\brefus|\bdeclin|\black\b|\bneed to know\b"
    r"|\b(?:no|without|missing) (?:rights?|permissions?|access)\b|\bnothing (?:was|has|is)\b"
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
    if whole != number or not 0 <= whole < len(_SMALL):
        return False
    return re.search(rf"(?<![\w-]){_SMALL[whole]}(?![\w-])", plain) is not None


def asks(text: str) -> bool:
    """Whether a text asks, or says that something was not done."""
    return _ASKING.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").casefold()  # noqa: RUF001
