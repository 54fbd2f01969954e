"""What each request changed, without comparing all that a workspace holds.

Of every object the values are kept as they were: itself what cannot change in place, of the rest a
copy. To look for changes is to compare these, some five microseconds an object; the facts that
`changes` compares are put together only of what differs.
"""

from collections import ChainMap, deque
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from agent_connectors.clickup.sandbox.comparing.changes import Changes, compare
from agent_connectors.clickup.sandbox.comparing.facts import Key, facts_among, key_of, tables_of
from agent_connectors.clickup.sandbox.comparing.kinds import KINDS, WITHIN
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Following", "Step"]


class Step(NamedTuple):
    """What became of a workspace since the step before.

    Attributes:
        changes: What was made, changed and deleted.
        objects: What that is about: the objects as they are; what is gone, as it was.
    """

    changes: Changes
    objects: Mapping[Key, Any]


class _Memory(NamedTuple):
    """An object as it was.

    Attributes:
        one: The object.
        values: Of all its fields: what cannot change in place itself, of the rest a copy.
        told: What was copied as it is told, by the place among the fields: a status by its name.
    """

    one: Any
    values: tuple[Any, ...]
    told: tuple[tuple[int, Any], ...]


class _Reader:
    """Reads the objects of a class.

    Args:
        kind: The class.
    """

    def __init__(self, kind: type) -> None:
        self._names = tuple(field.name for field in fields(kind))
        self._values: Callable[[Any], tuple[Any, ...]] = attrgetter(*self._names)
        without = KINDS[kind].without
        self._told = tuple(n for n, name in enumerate(self._names) if name not in without)

    def remember(self, one: Any) -> _Memory:
        """Keep an object as it is."""
        values, told = list(self._values(one)), []
        for place in self._told:
            copy, whole = _copied(values[place])
            if whole:
                values[place] = copy
            else:
                told.append((place, copy))
        return _Memory(one, tuple(values), tuple(told))

    def differs(self, was: _Memory, one: Any) -> bool:
        """Whether an object is another one than it was."""
        values = self._values(one)
        if one is not was.one or values != was.values:
            return True
        return bool(was.told) and any(_told(values[place]) != copy for place, copy in was.told)

    def as_it_was(self, was: _Memory) -> Any:
        """An object like the one that was kept."""
        made = object.__new__(type(was.one))
        for name, value in zip(self._names, was.values, strict=True):
            setattr(made, name, value)
        for place, copy in was.told:
            setattr(made, self._names[place], copy)
        return made


_READERS: Final = {kind: _Reader(kind) for kind in KINDS}


class _Before(NamedTuple):
    """Where objects are looked up that were there before."""

    tasks: Mapping[str, Any]
    lists: Mapping[str, Any]
    views: Mapping[str, Any]
    comments: Mapping[int, Any]


class Following:
    """Tells again and again what became of a workspace.

    Args:
        workspace: What is followed, from what it holds now.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._tables: list[dict[Any, _Memory]] = [
            {key: _READERS[type(one)].remember(one) for key, one in table.items()}
            for table in tables_of(workspace)
        ]

    def step(self) -> Step:
        """What became of it since it was last asked, or since this was made."""
        before: list[tuple[Any, Any]] = []
        after: list[tuple[Any, Any]] = []
        state, lost = self.workspace, dict[int, Mapping[Any, Any]]()
        for table, known in zip(tables_of(state), self._tables, strict=True):
            lost[id(table)] = _look(table, known, before, after)
        named = (state.tasks, state.lists, state.views, state.comments)
        where = _Before(*(ChainMap({**lost[id(table)]}, table) for table in named))
        changes = compare(facts_among(before, where), facts_among(after, state))
        return Step(changes, {key_of(key, one): one for key, one in (*before, *after)})


def _look(
    table: Mapping[Any, Any],
    known: dict[Any, _Memory],
    before: list[tuple[Any, Any]],
    after: list[tuple[Any, Any]],
) -> dict[Any, Any]:
    """Find what differs in a table, and remember it as it is now.

    Returns:
        What is gone, as it was.
    """
    gone = {}
    readers = _READERS
    different = [
        key
        for key, was in known.items()
        if (one := table.get(key)) is None or readers[type(one)].differs(was, one)
    ]
    for key in different:
        was, one = known[key], table.get(key)
        past = readers[type(was.one)].as_it_was(was)
        before.append((key, past))
        if one is None:
            gone[key] = past
            del known[key]
        else:
            after.append((key, one))
            known[key] = readers[type(one)].remember(one)
    # What is known is a part of the table by now, so it has as many only where nothing is new.
    if len(table) > len(known):
        for key, one in table.items():
            if key not in known:
                after.append((key, one))
                known[key] = readers[type(one)].remember(one)
    return gone


def _told(value: Any) -> Any:
    """How a value is told, in a form that stays as it is."""
    tell = WITHIN.get(type(value))
    told = value if tell is None else tell(value)
    # A status by its name, above all: each task has one.
    return told if type(told) is str else _copied(told)[0]


def _copied(value: Any) -> tuple[Any, bool]:
    """A value that stays as it is, whatever happens to what it was taken from.

    Returns:
        The copy, and whether it equals the value until that changes. It does not where something
        in it is told under another form, as it has no value of its own.
    """
    kind = type(value)
    if kind is dict:
        pairs = [(key, _copied(one)) for key, one in value.items()]
        return {key: copy for key, (copy, _) in pairs}, all(whole for _, (_, whole) in pairs)
    if kind in {list, tuple, set, deque}:
        copies = [_copied(one) for one in value]
        return kind([copy for copy, _ in copies]), all(whole for _, whole in copies)
    told = WITHIN.get(kind)
    return (value, True) if told is None else (_copied(told(value))[0], False)
