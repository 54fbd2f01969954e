"""The words of a question: idioms in one word, endings off, typing errors put right."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from agent_connectors.engine.tools.search.verbs import IDIOMS, PREAMBLES

__all__ = ["EMPTY", "Spelling", "plain_words", "stem"]

_WORD = re.compile(r"[a-z0-9]+")
_QUOTED = re.compile(r"[\"\u201c\u201e][^\"\u201c\u201d]*[\"\u201d\u201c]|(?<!\w)'[^']*'(?!\w)")
_APOSTROPHE = re.compile(r"['\u2019`]")

EMPTY = frozenset(
    {
        *("a", "all", "an", "and", "any", "are", "at", "by", "can", "do", "does", "did", "for"),
        *("from", "has", "have", "had", "how", "i", "in", "into", "is", "it", "its", "me", "my"),
        *("of", "on", "our", "out", "that", "the", "their", "them", "then", "there", "this", "to"),
        *("us", "was", "we", "were", "what", "with", "you", "your", "please", "would", "could"),
        *("should", "want", "wants", "need", "needs", "like", "just", "got", "be", "been", "will"),
        *("s", "t", "d", "m", "re", "ve", "ll", "so", "some", "these", "those", "his", "her"),
        *("he", "she", "they", "im", "ill", "whats", "thing", "things", "stuff", "which", "am"),
        *("as", "or", "if", "also", "really", "actually", "now", "here", "up", "about", "called"),
        *("named", "hey", "ok", "okay", "pls", "plz", "thanks", "thx", "let", "lets", "gonna"),
        *("kinda", "one", "not", "dont", "no", "off", "new", "existing", "current", "certain"),
        *("given", "particular", "something", "everything", "onto", "over", "through", "id"),
        *(
            "only",
            "own",
            "more",
            "other",
            "another",
            "than",
            "too",
            "very",
        ),
        *("while", "yet", "via", "using", "use", "make", "get", "give"),
    }
)
"""Words that say nothing about what is wanted, once its verb is known."""

_SHORT = 4
"""Letters below which a word is taken as it is typed."""

_LONG = 8
"""Letters from which two typing errors are put right."""

_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"),
    ("ings", ""), ("ing", ""), ("ied", "y"), ("ed", ""), ("s", ""),
)  # fmt: skip


def plain_words(text: str) -> list[str]:
    """The words of a text, without accents, apostrophes and names in quotes, idioms in one word.

    Args:
        text: What somebody asks for.
    """
    return list(_split(text))


# The phrases of a product are split anew for each toolset otherwise, which takes 0.1 s.
@lru_cache(4096)
def _split(text: str) -> tuple[str, ...]:
    bare = unicodedata.normalize("NFKD", _QUOTED.sub(" ", text).replace("_", " ").lower())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    said = " ".join(_WORD.findall(_APOSTROPHE.sub("", letters)))
    while opening := next((p for p in PREAMBLES if said.startswith(f"{p} ")), None):
        said = said[len(opening) + 1 :]
    padded = f" {said} "
    for idiom, word in IDIOMS.items():
        padded = padded.replace(f" {idiom} ", f" {word} ")
    return tuple(padded.split())


@lru_cache(4096)
def stem(word: str) -> str:
    """A word without its ending, so that `tagging`, `tagged` and `tags` are one."""
    if len(word) < _SHORT:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")):
            cut = word[: -len(ending)] + instead
            if len(cut) < 3:
                continue
            if not instead and ending != "s" and cut[-1] == cut[-2] and cut[-1] not in "ls":
                cut = cut[:-1]
            word = cut
            break
    return word[:-1] if len(word) > _SHORT and word.endswith("e") else word


class Spelling:
    """Puts typing errors right: a word that is not known is the one known word near it.

    Args:
        known: The words that are right, by how common they are: the higher, the more.
    """

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = known
        self._by_length: dict[int, list[str]] = {}
        for word in known:
            if len(word) >= _SHORT:
                self._by_length.setdefault(len(word), []).append(word)

    def right(self, word: str) -> str:
        """The word that was meant.

        Args:
            word: A word as it was typed.
        """
        if len(word) < _SHORT or word in self._known or stem(word) in self._known:
            return word
        most = 2 if len(word) >= _LONG else 1
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - most, len(word) + most + 1):
            for other in self._by_length.get(length, ()):
                distance = _distance(word, other, most)
                if distance <= most:
                    near.append((distance, other[0] != word[0], -self._known[other], other))
        return min(near)[3] if near else word


def _distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped; more than `most` if far more."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
