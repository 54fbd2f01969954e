"""Whether the pages that were read are a whole list, though it may change or never end."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import product
from math import inf
from typing import Any

from agent_connectors.engine.errors import InvalidResponse

__all__ = ["Look", "Looks", "Progress", "mark"]


class Look:
    """One reading of a page.

    Args:
        number: Which page, counted from the first of the walk.
        marks: What tells each of its records from others, in order.
        shared: Those of the marks by which a record can be known again on another page.
        span: When it was asked for, and when it came, as counted by the walk.
        last: Whether nothing follows.
    """

    __slots__ = ("began", "ended", "last", "marks", "number", "shared")

    def __init__(
        self,
        number: int,
        marks: Sequence[Any],
        shared: frozenset[Any],
        span: tuple[int, int],
        *,
        last: bool,
    ) -> None:
        self.number = number
        self.marks = tuple(marks)
        self.shared = shared
        self.began, self.ended = span
        self.last = last

    def same(self, other: "Look") -> bool:
        """Whether another look at the page has shown the same records."""
        return bool(self.marks) and self.marks == other.marks


class Looks:
    """All looks of a walk, and which of them are joined."""

    def __init__(self) -> None:
        self._start, self._end = object(), object()
        self._above: dict[Any, Any] = {}
        self._by_page: dict[int, list[Look]] = defaultdict(list)
        self._by_record: dict[Any, list[Look]] = defaultdict(list)
        self._pairs: list[tuple[Look, Look]] = []
        self._for_good: list[tuple[Any, Any]] = []
        self._places: dict[Any, tuple[Look, int]] = {}
        self._during: set[tuple[int, int, int]] = set()
        self._read_by: float = inf
        self.moved: int | None = None
        """The first page from which on something was seen to move; None if nothing was."""
        self.ended = 0
        """When the latest look at a page after the first came."""

    def add(self, look: Look) -> None:
        """Takes a look."""
        self._note_moves(look)
        if look.number:
            self.ended = max(self.ended, look.ended)
        if look.number == 0:
            self._join_for_good(look, self._start)
        if look.last:
            self._join_for_good(look, self._end)
        for mark in look.shared:
            for other in self._by_record[mark]:
                # Nearby only: what was moved far away says nothing of what lies between.
                if abs(other.number - look.number) <= 1:
                    self._join_for_good(look, other)
            self._by_record[mark].append(look)
        earlier = self._by_page[look.number]
        self._pairs += [(before, look) for before in earlier if look.same(before)]
        earlier.append(look)

    def end_at(self, number: int) -> None:
        """Says that no more of the list than this page is wanted."""
        self._read_by = max(looks[-1].ended for looks in self._by_page.values() if looks)
        for look in self._by_page[number]:
            self._join_for_good(look, self._end)

    def whole(self) -> bool:
        """Whether a chain leads from the first page to the last."""
        return self._root(self._start) is self._root(self._end)

    def reached(self, number: int) -> bool:
        """Whether a chain leads from the first page to the latest look at a page."""
        looks = self._by_page[number]
        return bool(looks) and self._root(looks[-1]) is self._root(self._start)

    def reach(self) -> int:
        """The last page of the chain that begins at the first."""
        start = self._root(self._start)
        number = 0
        while any(self._root(look) is start for look in self._by_page.get(number + 1, ())):
            number += 1
        return number

    def latest(self, number: int) -> Look:
        """The latest look at a page."""
        return self._by_page[number][-1]

    def certain(self, number: int) -> bool:
        """Whether nothing can have slipped between a page and the next, as far as is known."""
        found = False
        for one in self._by_page[number]:
            for other in self._by_page[number + 1]:
                if self._root(one) is not self._root(other) and self._still(one, other):
                    self._join(one, other)
                found = found or self._root(one) is self._root(other)
        return found

    def to_check(self, count: int) -> set[int]:
        """The fewest pages that have to be looked at again to be certain of all of them.

        Args:
            count: How many pages have been read.
        """
        open_edges = [n for n in range(count - 1) if not self.certain(n)]
        first = {number: looks[0] for number, looks in self._by_page.items() if looks}
        early: list[Look] = []
        for number in range(count - 1, -1, -1):  # none that follows was read before it
            if not early or first[number].ended < early[-1].ended:
                early.append(first[number])
        chosen: set[int] = set()
        ways: dict[int, set[int]] = {}
        for edge in open_edges:
            one, other = first[edge], first[edge + 1]
            pages = {look.number: look for look in (*early, one, other) if look.number >= edge}
            ways[edge] = {
                n
                for n, look in pages.items()
                if look.marks and self._stood(n) and _before(look, one, other)
            }
            if not ways[edge]:
                chosen |= {edge, edge + 1}
        while left := [edge for edge in open_edges if ways[edge] and not ways[edge] & chosen]:
            votes: dict[int, int] = defaultdict(int)
            for edge in left:
                for number in ways[edge]:
                    votes[number] += 1
            chosen.add(max(votes, key=lambda number: (votes[number], number)))
        return chosen

    def _still(self, one: Look, other: Look) -> bool:
        """Whether nothing before the edge of two neighbours moved between the looks at them."""
        if any(
            pair[0].number >= one.number
            and self._stood(pair[0].number)
            and _before(pair[0], one, other)
            and _after(pair[1], one, other)
            for pair in self._pairs
        ):
            return True
        ended = max(one.ended, other.ended)
        again = [
            [later for first, later in self._pairs if first is look and later.began >= ended]
            for look in (one, other)
        ]
        return any(self._calm(*looks) for looks in product(*again))

    def _stood(self, number: int) -> bool:
        """Whether nothing is known to have moved as far as this page."""
        return self.moved is None or number < self.moved

    def _note_moves(self, look: Look) -> None:
        """Notices a record at another place than before, and a page that has changed.

        What was joined because a page stood still has then to be made certain anew.
        """
        last = self._by_page[look.number][-1:]
        same = any(before.marks == look.marks for before in last)
        moves = [(look.number, before) for before in last]
        for at, mark in enumerate(look.marks):
            before, place = self._places.get(mark, (look, at))
            if mark in look.shared and (before.number, place) != (look.number, at):
                moves.append((min(before.number, look.number), before))
            self._places[mark] = look, at
        if same or not moves:
            return  # a list may also hold one record twice
        # What moved between two looks of the check did so while it was being made.
        during = {(page, was.began, look.ended) for page, was in moves if was.began > self._read_by}
        self._during |= during
        lowest = min(page for page, _ in moves)
        if during or self.moved is None or lowest < self.moved:
            self.moved = lowest if self.moved is None else min(lowest, self.moved)
            self._above.clear()
            for one, other in self._for_good:
                self._join(one, other)

    def _calm(self, one: Look, other: Look) -> bool:
        """Whether nothing before two looks was seen to move while they were made."""
        began, ended = min(one.began, other.began), max(one.ended, other.ended)
        far = max(one.number, other.number)
        return not any(
            page <= far and since < ended and began < until for page, since, until in self._during
        )

    def _join_for_good(self, one: Any, other: Any) -> None:
        self._for_good.append((one, other))
        self._join(one, other)

    def _join(self, one: Any, other: Any) -> None:
        self._above[self._root(one)] = self._root(other)

    def _root(self, node: Any) -> Any:
        while (above := self._above.get(node, node)) is not node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node


def _before(look: Look, one: Look, other: Look) -> bool:
    return all(look.ended <= edge.began for edge in (one, other) if edge is not look)


def _after(look: Look, one: Look, other: Look) -> bool:
    return all(look.began >= edge.ended for edge in (one, other) if edge is not look)


_IN_VAIN = 5
"""Pages in a row that may hold nothing new: a filter leaves some empty, a change repeats one."""


def mark(record: Any, identity: Sequence[str]) -> tuple[Hashable, bool]:
    """What tells a record from others, and whether it does so wherever the record is.

    Args:
        record: The record.
        identity: The fields that tell it from others.
    """
    if isinstance(record, dict) and identity:
        found = tuple(record.get(name) for name in identity)
        if None not in found and all(isinstance(part, str | int | float) for part in found):
            return found, True
    from pydantic_core import to_json

    return to_json(record, fallback=repr), False


class Progress:
    """Counts the pages of a walk that brought nothing new.

    Args:
        operation: The list's name, for the error.
        identity: The fields that tell its records from one another.
    """

    def __init__(self, operation: str, identity: Sequence[str]) -> None:
        self._operation = operation
        self._identity = identity or ("id",)
        self._seen: set[Hashable] = set()
        self._in_vain = 0

    def note(self, records: Sequence[Any], *, last: bool) -> None:
        """Takes note of a page.

        Args:
            records: What it held.
            last: Whether nothing follows.

        Raises:
            InvalidResponse: The list goes on and on with nothing new.
        """
        marks = {mark(record, self._identity)[0] for record in records}
        self._in_vain = 0 if marks - self._seen else self._in_vain + 1
        self._seen |= marks
        if self._in_vain >= _IN_VAIN and not last:
            held = "nothing but records of the pages before" if records else "nothing"
            raise InvalidResponse(
                f"The list does not end: the next page holds {held}, {_IN_VAIN} times in a row.",
                hint="Fetch single pages instead, with `page` or `cursor` where there is one.",
                operation=self._operation,
            )
