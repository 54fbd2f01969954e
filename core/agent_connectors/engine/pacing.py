"""Keeps calls within the product's rate limit: waits before it is reached, not after."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Protocol

__all__ = ["Budget", "Pacer"]

_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")

_LONGEST_WINDOW = 120.0
"""Seconds. A reset further off is taken for a clock that is wrong."""

_POLL = 0.05
"""Seconds between looks while the end of the window is not known."""


class Budget(Protocol):
    """How many requests a credential may send, and when."""

    async def reserve(self) -> float:
        """Takes one request from the budget.

        Returns:
            0 if the request may be sent now, to be followed by `settle`; else the seconds to
            wait before asking again.
        """

    def settle(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came.

        Args:
            headers: The headers of the answer, by lower-case name.
        """

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `settle`.

        Returns:
            Seconds to wait before the request may be sent again; 0 if the product did not say.
        """

    def spare(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""


class Pacer:
    """The budget of one credential within one process, as the answers tell it.

    Products of this kind count requests in fixed windows and say in each answer how many are
    left and when the window ends. The pacer counts its own requests when they leave, and
    learns from the answers how many others spend from the same budget. It belongs to no event
    loop, so one can serve every loop and thread of a connector.

    Args:
        clock: Seconds that only go forward.
        wall_clock: Unix time, for answers that lack a `Date`.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._limit: int | None = None
        self._reset: int | None = None
        self._ends = 0.0
        self._ours = 0
        self._others = 0
        self._under_way = 0

    async def reserve(self) -> float:
        """Takes one request from the budget, or tells how long to wait before asking again."""
        with self._lock:
            if self._limit is not None:
                now = self._clock()
                if now >= self._ends:
                    # A new window has begun; its first answer will say when it ends.
                    self._begin(reset=None, ends=now + _LONGEST_WINDOW)
                if self._limit - self._ours - self._others <= 0:
                    return max(self._ends - now, _POLL) if self._reset is not None else _POLL
            self._ours += 1
            self._under_way += 1
            return 0.0

    def settle(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came."""
        with self._lock:
            self._under_way -= 1
            try:
                limit, left, reset = (int((headers or {})[name]) for name in _HEADERS)
            except (KeyError, ValueError):
                return
            if self._reset is not None and reset < self._reset:
                return  # an answer of the window before, late
            if self._reset is not None and reset > self._reset:
                self._begin(reset=reset, ends=0.0)
                self._ours += 1
            if reset != self._reset or not self._ends:
                date = (headers or {}).get("date")
                self._ends = self._clock() + self._seconds_until(reset, date)
            self._limit, self._reset = limit, reset
            self._others = max(self._others, limit - left - self._ours)

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `settle`.

        Returns:
            Seconds to wait before the request may be sent again; 0 if the product did not say.
        """
        with self._lock:
            now = self._clock()
            try:
                wait = min(float(headers["retry-after"]), _LONGEST_WINDOW)
            except (KeyError, ValueError):
                wait = self._ends - now if self._reset is not None else 0.0
            if wait > 0 and self._limit is not None:
                self._others = max(self._limit - self._ours, 0)
                self._ends = now + wait
            return max(wait, 0.0)

    def spare(self) -> int | None:
        """How many requests may be sent at once; None where the product sets no limit."""
        with self._lock:
            if self._limit is None or self._clock() >= self._ends:
                return self._limit
            return max(self._limit - self._ours - self._others, 0)

    def _begin(self, *, reset: int | None, ends: float) -> None:
        """Starts counting a new window, in which what is under way will be counted."""
        self._reset, self._ends = reset, ends
        self._ours, self._others = self._under_way, 0

    def _seconds_until(self, reset: int, date: str | None) -> float:
        """Seconds until a Unix time of the product's clock, which need not agree with ours."""
        now = self._wall_clock()
        if date:
            with suppress(ValueError):
                now = parsedate_to_datetime(date).timestamp()
        # Both are whole seconds, so the window may end up to one second later than they say.
        return min(max(reset - now, 0.0) + 1.0, _LONGEST_WINDOW)
