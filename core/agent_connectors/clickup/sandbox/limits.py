"""The rate limit: so many requests a minute, per token, in fixed windows.

A window opens with a token's first request and lasts 60 seconds, whatever happens in it.
"""

from hashlib import blake2b
from typing import NamedTuple

from agent_connectors.clickup.sandbox.http import Headers

WINDOW_SECONDS = 60
UNLIMITED = 10_000
"""What a sandbox without a limit tells as its limit: ClickUp never leaves the headers out."""

# A sandbox that is left running sees tokens come and go; only those of the last minute matter.
_TOKENS_KEPT = 1000


def fingerprint(token: bytes) -> bytes:
    """A digest that stands for a token, so that no token is ever kept.

    A personal token and the same token behind `Bearer` are one.
    """
    return blake2b(token.removeprefix(b"Bearer ").strip(), digest_size=16).digest()


class Allowance(NamedTuple):
    """What a token has left.

    Attributes:
        limit: Requests in a window.
        remaining: Requests left in this one.
        reset: When the window ends, in Unix seconds.
        exceeded: Whether the request that was counted was one too many.
    """

    limit: int
    remaining: int
    reset: int
    exceeded: bool = False

    def headers(self) -> Headers:
        """The three headers ClickUp tells it with."""
        return [
            (b"x-ratelimit-limit", b"%d" % self.limit),
            (b"x-ratelimit-remaining", b"%d" % self.remaining),
            (b"x-ratelimit-reset", b"%d" % self.reset),
        ]


def unlimited(now: float) -> Allowance:
    """An allowance that does not shrink.

    Args:
        now: Unix seconds.
    """
    return Allowance(UNLIMITED, UNLIMITED - 1, int(now) + WINDOW_SECONDS)


class RateLimit:
    """Counts requests by token.

    Args:
        limit: Requests a window, for each token.
        window: How long a window lasts, in seconds.
    """

    def __init__(self, limit: int, window: int = WINDOW_SECONDS) -> None:
        self.limit = limit
        self._window = window
        self._windows: dict[bytes, tuple[int, int]] = {}

    def count(self, token: bytes, now: float) -> Allowance:
        """Count one request.

        Args:
            token: The token's fingerprint.
            now: Unix seconds.
        """
        reset, used = self._windows.get(token, (0, 0))
        if now >= reset:
            if len(self._windows) >= _TOKENS_KEPT:
                self._windows = {t: w for t, w in self._windows.items() if w[0] > now}
            reset, used = int(now) + self._window, 0
        # A refused request is not counted: the next window opens on time however hard a client
        # knocks.
        exceeded = used >= self.limit
        used += not exceeded
        self._windows[token] = (reset, used)
        return Allowance(self.limit, self.limit - used, reset, exceeded)
