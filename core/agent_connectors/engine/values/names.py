"""Finds by name: exactly what was meant, or else what could have been meant; never a guess."""

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar
from unicodedata import normalize

__all__ = ["Match", "NothingLikeIt", "Several", "did_you_mean", "fold", "match", "nearest"]


T = TypeVar("T")

_CLOSE = 0.75
"""How alike two names must be, from 0 to 1, for one to be offered in the place of the other."""


class NothingLikeIt(LookupError):
    """A name means nothing, and nothing has a similar one."""


class Several(LookupError):
    """A name means several things."""


class Match(NamedTuple, Generic[T]):
    """What a name was found to mean.

    Attributes:
        exact: Everything of that name; one, if the name is unambiguous.
        close: What has a similar name, best first; empty where something is exact.
    """

    exact: tuple[T, ...] = ()
    close: tuple[T, ...] = ()

    @property
    def only(self) -> T | None:
        """The one thing of that name, if there is exactly one."""
        return self.exact[0] if len(self.exact) == 1 else None


def match(wanted: str, items: Iterable[T], names: Callable[[T], Iterable[str]]) -> Match[T]:
    """Everything that a name can mean.

    Upper and lower case are told apart only where something is spelled exactly as wanted.

    Args:
        wanted: The name.
        items: What there is.
        names: The names by which an item is known, the most telling first.
    """
    plain, folded = normalize("NFC", wanted.strip()), fold(wanted)
    spelled: list[T] = []
    same: list[T] = []
    rated: list[tuple[float, int, T]] = []
    for position, item in enumerate(items):
        known = [normalize("NFC", name.strip()) for name in names(item)]
        if plain in known:
            spelled.append(item)
        elif any(folded == fold(name) for name in known):
            same.append(item)
        elif not (spelled or same):
            likeness = max((_likeness(folded, fold(name)) for name in known), default=0.0)
            if likeness >= _CLOSE:
                rated.append((-likeness, position, item))
    if spelled or same:
        return Match(tuple(spelled or same))
    rated.sort(key=lambda entry: entry[:2])
    return Match((), tuple(item for _, _, item in rated))


def fold(name: str) -> str:
    """A name without what does not tell it from others: case, spaces, how accents are composed."""
    # Case folding can take a composed letter apart again, so it is composed after that, too.
    folded = normalize("NFC", normalize("NFC", name).casefold())
    return " ".join(folded.split())


def _likeness(wanted: str, name: str) -> float:
    """How alike two names are; a part of a name is as good as a slip of the pen."""
    if not wanted or not name:
        return 0.0
    words, found = set(wanted.split()), set(name.split())
    if words <= found:
        return 0.95
    if wanted in name:
        return 0.9
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, wanted, name)
    # The cheap bounds first: with thousands of names the exact ratio takes seconds.
    if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
        return 0.0
    return matcher.ratio()


def nearest(name: str, valid: Iterable[str], *, most: int = 3) -> list[str]:
    """The valid names nearest to a wrong one, best first; none where none is near."""
    from difflib import get_close_matches

    wrong, names = name.lower(), list(valid)
    # Where one is almost the same, those that merely resemble it would only distract.
    return get_close_matches(wrong, names, most, 0.8) or get_close_matches(wrong, names, most, 0.6)


def did_you_mean(name: str, valid: Iterable[str], *, most: int = 24) -> str:
    """A sentence that puts a wrong name right: the nearest valid ones, or else all there are."""
    names = list(valid)
    if near := nearest(name, names):
        return f"Did you mean {' or '.join(f'`{n}`' for n in near)}?"
    shown = ", ".join(f"`{n}`" for n in names[:most])
    return f"Valid here: {shown}{', ...' if len(names) > most else ''}." if names else ""
