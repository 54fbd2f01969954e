"""Changes of a workspace between two moments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from types import MappingProxyType
from typing import Any, Final, Literal, overload

from agent_connectors.clickup.sandbox.comparing.facts import Fact, Facts, Named
from agent_connectors.clickup.sandbox.comparing.kinds import KINDS
from agent_connectors.clickup.sandbox.options import nearest

__all__ = ["Change", "Changes", "compare"]

What = Literal["created", "changed", "deleted"]

_LONGEST_VALUE = 120
"""Characters of a value in the text of a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one object.

    Attributes:
        what: `created`, `changed` or `deleted`.
        kind: Of what kind it is: `task`, `comment`, `list`, `person` and so on.
        id: Its id.
        name: What people call it, or the beginning of its text; after a change the new one.
        place: What it is in or on, such as the name of a List.
        before: The fields that changed, as they were; of what was deleted, all of them.
        after: The same fields as they are; of what was created, all of them. Times are in
            milliseconds since the epoch, durations in milliseconds.
    """

    what: What
    kind: str
    id: str
    name: str
    place: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f" in {self.place!r}" if self.place else ""
        head = f"{self.what} {self.kind} {self.id} {self.name!r}{where}"
        if self.what != "changed":
            return head
        lines = (
            f"  {name}: {_short(value)} -> {_short(self.after[name])}"
            for name, value in self.before.items()
        )
        return "\n".join((head, *lines))


class Changes(Sequence[Change]):
    """What was made, changed and deleted; false where nothing was.

    `print` shows them line by line, with what each field was and is.
    """

    def __init__(self, changes: Sequence[Change]) -> None:
        self._all = tuple(changes)

    @overload
    def __getitem__(self, index: int) -> Change: ...

    @overload
    def __getitem__(self, index: slice) -> "Changes": ...

    def __getitem__(self, index: int | slice) -> "Change | Changes":
        return Changes(self._all[index]) if isinstance(index, slice) else self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Changes) and self._all == other._all

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "\n".join(map(str, self._all)) or "nothing changed"

    def __repr__(self) -> str:
        if not hasattr(self, "_all"):
            return "<Changes, not made>"
        return f"<Changes: {self!s}>" if self else "<Changes: none>"

    @property
    def created(self) -> "Changes":
        """What was made."""
        return self._which("created")

    @property
    def changed(self) -> "Changes":
        """What became different."""
        return self._which("changed")

    @property
    def deleted(self) -> "Changes":
        """What is gone."""
        return self._which("deleted")

    def of(self, *kinds: str) -> "Changes":
        """Those of some kinds of objects.

        Args:
            kinds: Such as `task` and `comment`.

        Raises:
            ValueError: There is no such kind.
        """
        _check(kinds)
        return Changes([one for one in self._all if one.kind in kinds])

    def without(self, *kinds: str) -> "Changes":
        """Those of all other kinds of objects.

        Args:
            kinds: Such as `task` and `comment`.

        Raises:
            ValueError: There is no such kind.
        """
        _check(kinds)
        return Changes([one for one in self._all if one.kind not in kinds])

    def besides(self, *ids: str) -> "Changes":
        """Those of all other objects: what was changed that nobody had asked for.

        Args:
            ids: The ids of the objects that were to change.
        """
        return Changes([one for one in self._all if one.id not in ids])

    def one(self, kind: str, what: What | None = None) -> Change:
        """The only change of a kind of objects.

        Args:
            kind: Such as `task`.
            what: Only `created`, `changed` or `deleted` ones.

        Raises:
            AssertionError: There is none, or there are several.
            ValueError: There is no such kind.
        """
        _check((kind,))
        found = [x for x in self._all if x.kind == kind and (what is None or x.what == what)]
        if len(found) != 1:
            wanted = f"one {what or 'touched'} {kind}"
            raise AssertionError(f"There should be {wanted}, and there are {len(found)}:\n{self}")
        return found[0]

    def _which(self, what: What) -> "Changes":
        return Changes([one for one in self._all if one.what == what])


def _check(kinds: tuple[str, ...]) -> None:
    """Refuses what is no kind: nothing is of it, so that nothing would ever be found."""
    for kind in kinds:
        if kind not in _KINDS:
            raise ValueError(f"There is no kind of objects `{kind}`.{nearest(kind, _KINDS)}")


_KINDS: Final = sorted({kind.called for kind in KINDS.values()})


def compare(before: Facts, after: Facts) -> Changes:
    """What became of the objects of a workspace.

    Args:
        before: What there was.
        after: What there is.
    """
    return Changes([*_compare(before, after)])


def _compare(before: Facts, after: Facts) -> Iterator[Change]:
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        if was is None and now is not None:
            yield _whole("created", key, now, after=now.fields)
        elif was is not None and now is None:
            yield _whole("deleted", key, was, before=was.fields)
        elif was is not None and now is not None:
            names = {**was.fields, **now.fields}
            other = [n for n in names if not _same(was.fields.get(n), now.fields.get(n))]
            if other:
                yield _whole(
                    "changed",
                    key,
                    now,
                    before={name: was.fields.get(name) for name in other},
                    after={name: now.fields.get(name) for name in other},
                )


def _whole(
    what: What,
    key: tuple[str, str],
    fact: Fact,
    before: Mapping[str, Any] = MappingProxyType({}),
    after: Mapping[str, Any] = MappingProxyType({}),
) -> Change:
    return Change(what, *key, fact.name, fact.place, dict(before), dict(after))


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same; of objects that they refer to, whatever these are called."""
    if isinstance(one, Named) and isinstance(other, Named):
        return one.id == other.id
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _short(value: Any) -> str:
    told = dumps(value, ensure_ascii=False, default=str)
    return told if len(told) <= _LONGEST_VALUE else f"{told[:_LONGEST_VALUE]}..."
