"""What was asked for, kept for a while, and how old it was when a call began."""

import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any, ClassVar, NamedTuple, TypeVar

from agent_connectors.engine.loops import LoopLock
from agent_connectors.engine.scoped import scoped

__all__ = ["Kept", "Known"]

T = TypeVar("T")

_Key = tuple[str, str]
"""What was asked for, such as `goals`, and of what, such as a workspace."""

_BEGAN: ContextVar[float | None] = ContextVar("began", default=None)
"""When the call that is under way began; calls that it makes belong to it."""


class Kept(NamedTuple):
    """An answer, and when it was asked for."""

    since: float
    value: Any


class Known:
    """Answers that are kept for a while.

    Args:
        max_age: Seconds for which an answer is kept.
        clock: Seconds that only go forward.
    """

    rests_on: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What consists of answers to several requests, and to which."""

    def __init__(self, max_age: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._max_age = max_age
        self._clock = clock
        self._kept: dict[_Key, Kept] = {}
        self._locks: dict[_Key, LoopLock] = {}
        self._writes = 0

    def call(self) -> scoped[float]:
        """While a call lasts: what was asked for before it began may be out of date by now."""
        began = _BEGAN.get()
        return scoped(_BEGAN, self._clock() if began is None else began)

    def from_before(self, what: str, of: str | None = None) -> float | None:
        """How old what is known was when this call began, in seconds; None if it is of this call.

        Args:
            what: What was asked for, such as `tree`.
            of: Of what; the oldest, of whatever it is, if not given.
        """
        ages = [age for key, age in self._ages(what, of) if self._fresh(key)]
        return max(ages, default=None)

    def renew(self, what: str, of: str | None = None, *, older_than: float = 0.0) -> bool:
        """Forgets what was asked for before this call began; whether there was anything.

        Args:
            what: What was asked for, such as `tree`.
            of: Of what; of whatever it is, if not given.
            older_than: How many seconds before.
        """
        old = [key for key, age in self._ages(what, of) if age >= older_than]
        known = any(self._fresh(key) for key in old)
        for key in old:
            self._kept.pop(key, None)
        return known

    def _ages(self, what: str, of: str | None) -> list[tuple[_Key, float]]:
        """What is from before this call, with its age when the call began."""
        began = _BEGAN.get()
        before = self._clock() if began is None else began
        names = self.rests_on.get(what, (what,))
        return [
            (key, before - kept.since)
            for key, kept in list(self._kept.items())
            if key[0] in names and of in {None, key[1]} and kept.since < before
        ]

    def oldest(self) -> float:
        """Seconds since the oldest of what is known was asked for."""
        return max((self._clock() - kept.since for kept in self._kept.values()), default=0.0)

    async def _keep(self, key: _Key, ask: Callable[[], Awaitable[T]]) -> T:
        kept = self._fresh(key)
        if kept is None:
            async with self._locks.setdefault(key, LoopLock()).here():
                kept = self._fresh(key)
                if kept is None:
                    since, writes = self._clock(), self._writes
                    kept = Kept(since, await ask())
                    if writes == self._writes:  # else what was written meanwhile may be missing
                        self._kept[key] = kept
        found: T = kept.value
        return found

    def _fresh(self, key: _Key) -> Kept | None:
        kept = self._kept.get(key)
        return None if kept is None or self._clock() - kept.since > self._max_age else kept
