"""Keeps calls within the product's rate limit: waits before it is reached, not after."""

import threading
import time
from collections.abc import Callable, Mapping
from math import inf
from typing import NamedTuple, Protocol, runtime_checkable

from agent_connectors.engine.pacing.headers import Reported, product_time, reported, retry_after
from agent_connectors.engine.pacing.queue import Queue, Waiting
from agent_connectors.engine.pacing.rate import USUAL_HEADERS, RateHeaders

__all__ = ["Budget", "Budgets", "Pacer"]

_SCOUT = 1.0
"""Seconds after which, while the limit is not known, the next request goes ahead to find out."""

_SILENT = 3
"""Answers in a row that name no limit, after which there is taken to be none: one alone may come
from something that stands before the product."""

_SHORTEST = 0.001


@runtime_checkable
class Budget(Protocol):
    """How many requests a credential may send, and when."""

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        """Takes one request from the budget, after those who asked before.

        Args:
            max_wait: Seconds that may be waited; 0 for not at all.
            on_wait: Is told the seconds each time that it has to be waited.

        Returns:
            0 when the request may be sent, to be followed by `record_answer`; else, at once, the
            seconds that it would have to wait at least, which are more than may be waited.
        """

    def record_answer(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came, or none of the product's.

        Args:
            headers: The headers of the answer, by lower-case name.
        """

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `record_answer`.

        Returns:
            Seconds to wait before the request may be sent again; 0 if the product did not say.
        """

    def available(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""


@runtime_checkable
class Budgets(Protocol):
    """The budgets of several credentials, kept where others can spend from them, too."""

    def of(self, key: str, rate: RateHeaders) -> Budget:
        """The budget of a credential.

        Args:
            key: Stands for the credential; nothing can be made of it.
            rate: How the product says how many requests may be sent.
        """


class _Turn(NamedTuple):
    """When it is somebody's turn."""

    wait: float
    """Seconds; 0 for now."""
    certain: bool = True
    """Whether it cannot be sooner."""


_NOW = _Turn(0.0)


class Pacer:
    """The budget of one credential within one process, as the answers tell it.

    Products of this kind count requests in fixed windows and say in each answer how many are
    left and when the window ends. The pacer counts its own requests when they leave, and
    learns from the answers how many others spend from the same budget. Until the first answer
    has told the limit, one request at a time goes ahead. It belongs to no event loop, so one
    can serve every loop, thread and connector that uses a credential.

    Args:
        clock: Seconds that only go forward.
        wall_clock: Unix time, for answers that lack a `Date`.
        rate: How the product says how many may be sent; None if it sets no limit.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        *,
        rate: RateHeaders | None = USUAL_HEADERS,
    ) -> None:
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._queue = Queue()
        self._rate = rate or USUAL_HEADERS
        self._known = rate is None
        self._next_scout = -inf
        self._silent = 0
        self._limit: int | None = None
        self._reset: int | None = None
        self._ends = 0.0
        self._span = 0.0
        self._paused_until = -inf
        self._ours = 0
        self._others = 0
        self._under_way = 0

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        """Takes one request from the budget, after those who asked before."""
        with self._lock:
            if not len(self._queue) and not self._turn(None).wait:
                return self._grant()
        waiting = Waiting()
        until = self._clock() + max_wait
        try:
            while True:
                with self._lock:
                    now = self._clock()
                    turn = self._turn(waiting)
                    if not turn.wait:
                        return self._grant()
                    if now + turn.wait > until and (turn.certain or now >= until):
                        return turn.wait
                    wait = max(min(turn.wait, until - now), _SHORTEST)
                    self._queue.stand(waiting, now + wait)
                if on_wait is not None:
                    on_wait(wait)
                await waiting.sleep(wait)
        finally:
            with self._lock:
                self._queue.leave(waiting)
                # Whoever is next may have been asleep until somebody behind it had moved up.
                self._queue.call(1)

    def record_answer(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came, or none of the product's."""
        with self._lock:
            self._under_way -= 1
            told = None if headers is None else self._reported(headers)
            if headers is None:
                self._queue.call(1)
            elif told is None:
                self._note_silence()
            else:
                self._learn(told, headers)

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `record_answer`: nobody sends anything until it is over."""
        with self._lock:
            now = self._clock()
            wait = retry_after(headers, self._wall_clock(), self._rate.longest_wait)
            if wait is not None:
                self._paused_until = max(self._paused_until, now + wait)
            if self._limit is None:
                # How much may be sent is not known after all: find out again, one by one.
                self._known, self._next_scout = False, now + (wait or _SCOUT)
                return wait or 0.0
            if wait is not None:
                # The product knows better than the window: one goes ahead then, and asks.
                self._others = min(self._others, self._limit - self._ours - 1)
                return wait
            told = self._reported(headers)
            if self._reset is None or (told is not None and told.reset < self._reset):
                return 0.0  # it is about a window that is over, or that nobody knows
            self._others = max(self._limit - self._ours, 0)
            return max(self._ends - now, 0.0)

    def spend(self) -> None:
        """Counts a request that is sent because somebody else's count allows it."""
        with self._lock:
            self._grant()

    def available(self) -> int | None:
        """How many requests may be sent at once; None where the product sets no limit."""
        with self._lock:
            if self._limit is None or self._clock() >= self._ends:
                return self._limit
            return max(self._limit - self._ours - self._others - len(self._queue), 0)

    def _grant(self) -> float:
        self._ours += 1
        self._under_way += 1
        if not self._known:
            self._next_scout = self._clock() + _SCOUT
        return 0.0

    def _turn(self, waiting: Waiting | None) -> _Turn:
        """When somebody's turn is: the windows of all who came before are counted."""
        now = self._clock()
        if now < self._paused_until:
            return _Turn(self._paused_until - now)
        place = self._queue.place(waiting, now)
        if not self._known:
            return self._turn_of_scout(place, now)
        return _NOW if self._limit is None else self._turn_in_window(place, self._limit, now)

    def _turn_of_scout(self, place: int, now: float) -> _Turn:
        """One request at a time finds out the limit, or several if answers take long."""
        if place == 0 and (not self._under_way or now >= self._next_scout):
            return _NOW
        return _Turn(max(self._next_scout - now, 0.0) + place * _SCOUT, certain=False)

    def _turn_in_window(self, place: int, limit: int, now: float) -> _Turn:
        if now >= self._ends:
            # A new window has begun; its first answer will say when it ends.
            self._begin(reset=None, ends=now + self._rate.window)
        short = place - (limit - self._ours - self._others)
        if short < 0:
            return _NOW
        windows = short // limit
        if self._reset is None:
            return _Turn(self._ends - now + windows * self._span, certain=False)
        return _Turn(max(self._ends - now, _SHORTEST) + windows * self._span)

    def _reported(self, headers: Mapping[str, str]) -> Reported | None:
        """What an answer says about its window."""
        told = reported(headers, self._rate, self._wall_clock())
        if told is None or self._reset is None:
            return told
        same = abs(told.reset - self._reset) <= self._rate.slack
        return told._replace(reset=self._reset) if same else told

    def _note_silence(self) -> None:
        """An answer that names no limit."""
        self._silent += 1
        if not self._known or (self._limit is not None and self._silent >= _SILENT):
            self._known, self._limit, self._reset = True, None, None
            self._queue.call(len(self._queue))

    def _learn(self, told: Reported, headers: Mapping[str, str]) -> None:
        """Takes over what an answer says about its window."""
        self._silent = 0
        if self._reset is not None and told.reset < self._reset:
            return  # an answer of the window before, late
        news = not self._known or told.limit != self._limit or told.reset != self._reset
        if self._reset is not None and told.reset > self._reset:
            self._begin(reset=told.reset, ends=0.0)
            self._ours += 1
        if told.reset != self._reset or not self._ends:
            left = told.reset - product_time(headers, self._wall_clock())
            # Both are whole seconds: the window may end up to one second later than they say.
            self._ends = self._clock() + min(max(left, 0.0) + 1.0, self._rate.longest_wait)
            if left <= self._rate.longest_wait:
                self._span = max(self._span, left - 1.0)
        self._known, self._limit, self._reset = True, told.limit, told.reset
        self._others = max(self._others, told.limit - told.left - self._ours)
        if news:
            # Those whose turn is now or in the next window have to reckon again.
            self._queue.call(2 * told.limit)

    def _begin(self, *, reset: int | None, ends: float) -> None:
        """Starts counting a new window, in which what is under way will be counted."""
        self._reset, self._ends = reset, ends
        self._ours, self._others = self._under_way, 0
