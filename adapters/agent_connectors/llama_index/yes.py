"""What counts as a yes."""

import re

__all__ = ["is_yes"]

_DO_IT = ("go ahead", "do it", "go ahead please", "please do", "please do it", "please go ahead")

_YES = frozenset(
    {
        *("y", "yes", "yep", "yeah", "ok", "okay", "sure", "approve", "approved", "true"),
        *("agreed", "confirm", "confirmed", "i agree", "i approve", "i confirm", "of course"),
        *("yes please", "yes thanks", "yes thank you", "yes of course", "yes i agree", "yes sure"),
        *(f"{yes} {more}" for yes in ("yes", "ok", "okay", "sure") for more in _DO_IT),
        *_DO_IT,
    }
)
"""The answers that are a yes, each as a whole: words of agreement may stand in a question too."""

_WORD = re.compile(r"[^\W_]+")

_PLAIN = re.compile(r"[\w\s.,!]+")
"""What a plain answer consists of: no question, no list and no quotation."""


def is_yes(answer: object) -> bool:
    """Whether an answer is a plain yes: a condition, a question, or other words are none."""
    if not isinstance(answer, str | bool) or not _PLAIN.fullmatch(str(answer)):
        return False
    return " ".join(_WORD.findall(str(answer).lower())) in _YES
