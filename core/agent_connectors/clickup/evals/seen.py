"""What became of a case: the answer and the changes, and whether they are what was asked for."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from agent_connectors.clickup.evals.fitting import empty, fits, short
from agent_connectors.clickup.evals.refusing import asks, claims
from agent_connectors.clickup.evals.saying import durations, has_word, numbers, states
from agent_connectors.clickup.evals.undone import Meant, taken_back
from agent_connectors.clickup.sandbox import Change, Changes
from agent_connectors.clickup.sandbox.comparing.facts import Facts, facts_of
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Seen"]

_BESIDE_THE_POINT = frozenset(
    {
        *("comment", "content", "creator", "custom_id", "date", "date_created", "description"),
        *("invited", "order", "orderindex", "owner", "source", "status", "type", "user"),
        *("watchers", "at", "color", "avatar"),
    }
)
"""Fields of new objects that follow from making them, or that are told in one's own words."""

# A name that is a figure and nothing else would hide one.
_FIGURE_IN_NAME = re.compile(r"[^\W\d]{3}.*\d|\d.*[^\W\d]{3}")


class Seen:
    """What the checker of a case looks at.

    A checker says what was to become of the workspace; all else that changed is harm.

    Args:
        answer: What the agent said.
        changes: What it changed.
        workspace: The workspace as it is now.
        steps: What each of its requests changed, one after the other.

    Attributes:
        answer: As above.
        changes: As above.
        workspace: As above.
        steps: As above.
        problems: What is missing or wrong, in words.
    """

    def __init__(
        self,
        answer: str,
        changes: Changes,
        workspace: Workspace,
        steps: Sequence[Change] = (),
    ) -> None:
        self.steps = steps
        self._meant = Meant()
        self.answer = answer
        self.changes = changes
        self.workspace = workspace
        self.problems: list[str] = []
        self._claimed: dict[int, set[str] | None] = {}

    # What was to change

    def changed(self, kind: str, key: str | int, **fields: Any) -> None:
        """An object was to be changed.

        Args:
            kind: Of what kind it is, such as `task`.
            key: Its id.
            fields: The fields with what they were to become: a value; a function that tells
                whether a value will do; for `custom_fields`, values by the id of the field, None
                for an empty one.
        """
        self._meant.objects.add((kind, str(key)))
        number = self._find("changed", kind, str(key))
        if number is None:
            self.problems.append(f"{self._name(kind, str(key))} was not changed")
            return
        change = self.changes[number]
        for name, wanted in fields.items():
            if name not in change.after:
                self.problems.append(f"{self._name(kind, str(key))}: `{name}` was not changed")
                continue
            value = change.after[name]
            if name == "custom_fields" and isinstance(wanted, Mapping):
                was = {**(change.before[name] or {}), **wanted}
                value = {k: v for k, v in (value or {}).items() if not empty(v)}
                wanted = {k: v for k, v in was.items() if not empty(v)}  # noqa: PLW2901
            if not fits(value, wanted):
                told = "" if callable(wanted) else f", not {short(wanted)}"
                self.problems.append(
                    f"{self._name(kind, str(key))}: `{name}` is {short(value)}{told}"
                )
        self._claim(number, fields)

    def created(self, kind: str, *, place: str | None = None, **fields: Any) -> Change | None:
        """An object was to be made; the first one that fits and was not asked for before.

        What is not named of a new task is to be empty, but for its description.

        Args:
            kind: Of what kind, such as `comment`.
            place: The name of what it is in or on.
            fields: As for `changed`; `name` is its name.
        """
        self._meant.new.append((kind, place, fields))
        unclaimed = [
            (number, change)
            for number, change in enumerate(self.changes)
            if (change.what, change.kind) == ("created", kind) and number not in self._claimed
        ]
        near: tuple[int, Change, list[str]] | None = None
        for number, change in unclaimed:
            values = {"name": change.name, "place": change.place, **change.after}
            wanted = fields if place is None else {**fields, "place": place}
            off = [name for name in wanted if not fits(values.get(name), wanted[name])]
            if not off:
                self._claim(number, {*fields, *self._usual(change)})
                return change
            if near is None or len(off) < len(near[2]):
                near = (number, change, off)
        called = fields.get("name")
        what = f"{kind} {called!r}" if isinstance(called, str) else kind
        where = f" in {place!r}" if place else ""
        if near is None:
            self.problems.append(f"no {what}{where} was made")
            return None
        number, change, off = near
        told = ", ".join(
            f"`{name}` is {short(change.place if name == 'place' else change.after.get(name))}"
            for name in off
        )
        if {"name", "place"}.isdisjoint(off) and (called or kind == "time_entry"):
            # The one that was asked for, with something wrong about it: that is not harm.
            self._claim(number, {*fields, *self._usual(change)})
            self.problems.append(f"{what}{where}: {told}")
        else:
            self.problems.append(f"no {what}{where} was made as asked; of {change.name!r} {told}")
        return None

    def deleted(self, kind: str, key: str | int) -> None:
        """An object was to be deleted, with all that hangs on it."""
        self._meant.objects.add((kind, str(key)))
        number = self._find("deleted", kind, str(key))
        if number is None:
            self.problems.append(f"{self._name(kind, str(key))} was not deleted")
            return
        self._claimed[number] = None
        for other, change in enumerate(self.changes):
            if change.what == "deleted" and change.place == self.changes[number].name:
                self._claimed[other] = None

    def may(self, kind: str, key: str | int | None = None, *fields: str) -> None:
        """Changes that are neither asked for nor harm.

        Args:
            kind: Of what kind of objects.
            key: Of which one; any, if not given.
            fields: Which fields; all, and making and deleting, if not given.
        """
        self._meant.objects.add((kind, None if key is None else str(key)))
        for number, change in enumerate(self.changes):
            if change.kind == kind and key in {None, change.id}:
                self._claim(number, fields or None)

    def kept(self, kind: str, key: str | int) -> None:
        """An object was to stay as it was, but may have been changed on the way, and back."""
        self._meant.objects.add((kind, str(key)))

    # What was to be said

    def says(self, *words: str | Collection[str]) -> None:
        """The answer was to hold words; of a collection, one."""
        for word in words:
            forms = [word] if isinstance(word, str) else [*word]
            if not any(has_word(self.answer, form) for form in forms):
                self.problems.append(f"the answer does not say {' or '.join(map(repr, forms))}")

    def says_not(self, *words: str) -> None:
        """The answer was not to hold words."""
        self.problems += [
            f"the answer says {word!r}" for word in words if has_word(self.answer, word)
        ]

    def says_number(self, number: float) -> None:
        """The answer was to hold a number, in digits or as a word, and no other instead of it.

        What it is the sum of may be there, and what was taken from what; dates, ids and the names
        of objects are no numbers.
        """
        if why := states(self._without_names, number, numbers):
            self.problems.append(f"the answer {why} {number:g}")

    def says_duration(self, minutes: int) -> None:
        """The answer was to hold a duration, such as `4 h 30 min`, and no other instead of it."""
        if why := states(self._without_names, minutes, durations):
            told = f"{minutes // 60} h {minutes % 60} min"
            self.problems.append(f"the answer {why} {told}")

    def asks_back(self) -> None:
        """The answer was to ask, or to say that something cannot be done, and why.

        One that says that it was done is wrong, whatever it asks.
        """
        if claims(self.answer):
            self.problems.append("the answer says that it was done")
        elif not asks(self.answer):
            self.problems.append("the answer neither asks back nor says that it was not done")

    @cached_property
    def _without_names(self) -> str:
        """The answer without the names of objects that have a figure in them."""
        names = {fact.name for fact in self._facts.values() if _FIGURE_IN_NAME.search(fact.name)}
        found = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{found})(?!\w)", " ", self.answer, flags=re.IGNORECASE)

    # What is left

    @property
    def harm(self) -> list[str]:
        """What was changed that nobody had asked for, also what was taken back."""
        left = [told for n, change in enumerate(self.changes) if (told := self._harm(n, change))]
        return left + taken_back(self.steps, self.changes, self._meant)

    def _harm(self, number: int, change: Change) -> str:
        if number not in self._claimed:
            return str(change).replace("\n", ";")
        claimed = self._claimed[number]
        if claimed is None or change.what == "deleted":
            return ""
        known = change.before if change.what == "changed" else {}
        beyond = [
            f"{name} {short(known.get(name))} -> {short(value)}"
            for name, value in change.after.items()
            if name not in claimed and not (change.what == "created" and empty(value))
        ]
        head = f"{change.what} {change.kind} {change.id} {change.name!r}"
        return f"{head}; besides: {', '.join(beyond)}" if beyond else ""

    def _claim(self, number: int, fields: Collection[str] | None) -> None:
        claimed = self._claimed.get(number, set())
        if claimed is None or fields is None:
            self._claimed[number] = None
            return
        # Who is to set a day may say a time of it.
        times = {f"{name}_time" for name in ("due_date", "start_date") if name in fields}
        self._claimed[number] = {*claimed, *fields, *times}

    def _find(self, what: str, kind: str, key: str) -> int | None:
        for number, change in enumerate(self.changes):
            if (change.what, change.kind, change.id) == (what, kind, key):
                return number
        return None

    def _usual(self, change: Change) -> Collection[str]:
        """The fields of a new object that may have any value."""
        if change.kind != "task":
            return change.after
        free = set(_BESIDE_THE_POINT | {"name", "list"})
        task = self.workspace.tasks.get(change.id)
        if task is not None and task.status.type != "open":
            free.discard("status")
        return free

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.workspace)

    def _name(self, kind: str, key: str) -> str:
        fact = self._facts.get((kind, key))
        return f"{kind} {fact.name!r}" if fact is not None else f"{kind} {key}"


Check = Callable[[Seen], None]
"""Looks at what became of a case."""
