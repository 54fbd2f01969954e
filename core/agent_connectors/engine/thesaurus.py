"""What people say for what a product calls otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Thesaurus"]


@dataclass(frozen=True)
class Thesaurus:
    """Words and phrases by which a model finds operations.

    Attributes:
        phrases: Questions and requests in plain words, `;` between them, by the operation, or
            words by the entity, that they are about.
        synonyms: Other words for a word, with blanks between them.
        idioms: Words for several words, or for short ones.
        rare: Operations to name last, such as those that others have replaced.
    """

    phrases: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    idioms: Mapping[str, str] = field(default_factory=dict)
    rare: frozenset[str] = frozenset()
