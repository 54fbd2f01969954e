"""Ranks operations by how well they answer a question in plain words."""

from collections import Counter
from collections.abc import Collection, Mapping
from math import log

from agent_connectors.engine.declare.catalogue import Catalogue, Thesaurus
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.tools.search.verbs import ASKING, CUES, KIN, NOUNS, SAID
from agent_connectors.engine.tools.search.words import EMPTY, Spelling, plain_words, stem

__all__ = ["SearchIndex"]

_WEIGHTS = {
    "entity": 5.0,
    "action": 3.0,
    "thesaurus": 3.0,
    "summary": 2.0,
    "parameters": 0.9,
    "description": 0.7,
}
"""What a word counts by where it stands."""

_PHRASE = 9.0
"""What a phrase counts that says the same as the question."""

_MISFIT = 0.35
"""What is left of an operation that does another kind of thing than was asked for."""

_INSIDE = 0.8
"""What a word counts that says where something is rather than what is wanted."""

_WHERE = frozenset(
    [
        "in",
        "inside",
        "into",
        "of",
        "on",
        "under",
        "from",
        "within",
        "to",
        "onto",
        "off",
        "at",
        "for",
    ]
)

_SAID_BY = {
    action: frozenset(stem(word) for word in words.split()) for action, words in SAID.items()
}
_CUED_BY = {action: frozenset(words.split()) for action, words in CUES.items()}
_VERBS = frozenset().union(*_SAID_BY.values())
_NOUNS = frozenset(NOUNS.split())
_VERBS_AS_SAID = frozenset(word for words in SAID.values() for word in words.split())
_KIND = {action: kind for kind, actions in KIN.items() for action in actions}


class SearchIndex:
    """Ranks operations by how well their words match a question.

    A word counts for more the fewer operations have it and the nearer to an operation's name it
    stands; a phrase of the thesaurus, by how much of it and of the question is the same; and an
    operation that does another kind of thing than the question's verb says counts for less.

    Args:
        catalogue: The operations.
        thesaurus: What people say for what the product calls otherwise.
    """

    def __init__(self, catalogue: Catalogue, thesaurus: Thesaurus | None = None) -> None:
        self._thesaurus = thesaurus or Thesaurus()
        self._synonyms = {
            stem(word): stem(meant)
            for meant, words in self._thesaurus.synonyms.items()
            for word in words.split()
        }
        self._operations = {operation.name: operation for operation in catalogue}
        self._words: dict[str, dict[str, float]] = {}
        self._phrases: dict[str, list[frozenset[str]]] = {}
        seen: Counter[str] = Counter(word for words in SAID.values() for word in words.split())
        seen.update([*self._thesaurus.idioms, *EMPTY, *ASKING])
        for words in self._thesaurus.synonyms.values():
            seen.update(words.split())
        seen.update(list(self._thesaurus.synonyms))
        for operation in catalogue:
            self._words[operation.name] = self._weigh(operation, seen)
            texts = self._thesaurus.phrases.get(operation.name, "").split(";")
            self._phrases[operation.name] = [
                frozenset(stems) for text in texts if (stems := self._stems(plain_words(text)))
            ]
            for text in texts:
                seen.update(plain_words(text))
        self._spelling = Spelling(seen)
        spread: Counter[str] = Counter()
        for name, weights in self._words.items():
            spread.update(weights.keys() | frozenset().union(*self._phrases[name]))
        self._rarity = {word: log(1 + len(self._words) / n) for word, n in spread.items()}

    def find(self, query: str, *, most: int = 5) -> list[Operation]:
        """The operations that match best, best first.

        Args:
            query: What somebody wants to do.
            most: How many to give.
        """
        scores = {name: score for name, score in self._scores(query).items() if score > 0}
        ranked = sorted(scores, key=lambda name: -scores[name])
        return [self._operations[name] for name in ranked[:most]]

    def _scores(self, query: str) -> dict[str, float]:
        words = [self._spelling.right(word) for word in plain_words(self._plain(query))]
        fits, rest = _intent(words)
        wanted = frozenset(self._stems(rest)) or frozenset(self._stems(words))
        everything = frozenset(self._stems(words)) | wanted
        at = _where(rest)
        inside = frozenset(self._stems(rest[at:])) - frozenset(self._stems(rest[:at]))
        weight = {
            word: self._rarity.get(word, 0.0) * (_INSIDE if word in inside else 1.0)
            for word in everything
        }
        whole = sum(self._rarity.get(word, 3.0) for word in wanted) or 1.0
        scores: dict[str, float] = {}
        for name, known in self._words.items():
            bag = sum(known.get(word, 0.0) * weight[word] for word in wanted) / whole
            phrase = max(
                (self._same(everything, p, weight) for p in self._phrases[name]), default=0
            )
            fit = fits.get(self._operations[name].action.partition("_")[0], _MISFIT)
            score = bag * fit + _PHRASE * phrase**1.5 * fit**0.6
            scores[name] = score * (0.3 if name in self._thesaurus.rare else 1.0)
        return scores

    def _same(
        self, wanted: frozenset[str], phrase: frozenset[str], weight: Mapping[str, float]
    ) -> float:
        """How much of a phrase and of a question is the same, from 0 to 1."""
        both = sum(weight[word] for word in wanted & phrase)
        if not both:
            return 0.0
        of_phrase = sum(self._rarity[word] for word in phrase)
        return 2 * both / (of_phrase + sum(weight.values()))

    def _weigh(self, operation: Operation, seen: Counter[str]) -> dict[str, float]:
        parts = {
            "description": operation.description,
            "parameters": " ".join(operation.parameters),
            "summary": operation.summary,
            "thesaurus": self._thesaurus.phrases.get(operation.entity, ""),
            "action": " ".join((operation.action, *operation.aliases)),
            "entity": operation.entity,
        }
        weights: dict[str, float] = {}
        for part, text in parts.items():
            words = plain_words(text)
            seen.update(words)
            for word in self._stems(words):
                weights[word] = max(weights.get(word, 0.0), _WEIGHTS[part])
        return weights

    def _plain(self, query: str) -> str:
        padded = f" {' '.join(query.lower().split())} "
        for idiom, words in self._thesaurus.idioms.items():
            padded = padded.replace(f" {idiom} ", f" {words} ")
        return padded

    def _stems(self, words: Collection[str]) -> list[str]:
        telling = [word for word in words if word not in EMPTY] or words
        return [self._synonyms.get(s, s) for s in map(stem, telling)]


def _intent(words: list[str]) -> tuple[dict[str, float], list[str]]:
    """How well each action fits what is asked, and the words beside the verb.

    The first word that is a verb says it; a question, or no verb at all, wants to know.
    """
    asks = bool(words) and words[0] in ASKING
    fits = dict.fromkeys(_KIND, _MISFIT)
    verb = (
        None if asks else next((w for i, w in enumerate(words) if _is_verb(w, first=not i)), None)
    )
    if verb is None:
        cues = {action for action, said in _CUED_BY.items() if not said.isdisjoint(words)}
        told = bool(cues) and not asks
        fits |= dict.fromkeys(KIN["read"], 0.6 if told else 1.0)
        if not asks:  # nothing was said of what to do
            fits |= dict.fromkeys((*KIN["change"], *KIN["loss"]), 0.75)
            fits |= dict.fromkeys(cues, 1.0)
        return fits, words
    spoken = stem(verb)
    meant = [action for action, said in _SAID_BY.items() if spoken in said]
    kinds = {_KIND[action] for action in meant}
    for action in fits:
        if action in meant:
            fits[action] = 1.15 if spoken == stem(action) else 1.0
        elif _KIND[action] in kinds:
            fits[action] = 0.75
    if {"from", "off"} & set(words) and "remove" in meant:
        fits["delete"] *= 0.85
    at = words.index(verb)
    rest = words[:at] + words[at + 1 :]
    return fits, rest


def _is_verb(word: str, *, first: bool) -> bool:
    """Whether a word says what to do; what may be a noun does so only at the beginning."""
    if word.endswith("ing"):
        return stem(word) in _VERBS
    return word in _VERBS_AS_SAID and (first or word not in _NOUNS)


def _where(words: list[str]) -> int:
    """Where the words begin that say where something is, if something is said before them."""
    for at, word in enumerate(words):
        if word in _WHERE and any(w not in EMPTY for w in words[:at]):
            return at
    return len(words)
