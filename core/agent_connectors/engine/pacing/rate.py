"""How a product says how many requests may be sent."""

from typing import Literal

from agent_connectors.engine.frozen import Frozen

__all__ = ["USUAL_HEADERS", "RateHeaders"]


class RateHeaders(Frozen):
    """How a product says how many requests may be sent.

    Args:
        limit: The header with the requests of a window, in lower case.
        remaining: The header with those that are left.
        reset: The header that says when the window ends.
        reset_in: Whether that is a Unix time, or the seconds until then.
        window: Seconds that a window has.
        longest_wait: Seconds. A wait that is longer is taken for a clock that is wrong.
    """

    limit: str = "x-ratelimit-limit"
    remaining: str = "x-ratelimit-remaining"
    reset: str = "x-ratelimit-reset"
    reset_in: Literal["time", "seconds"] = "time"
    window: float = 60.0
    longest_wait: float = 120.0

    @property
    def slack(self) -> int:
        """Seconds by which two answers of one window may differ in when it ends."""
        return 0 if self.reset_in == "time" else 2


USUAL_HEADERS = RateHeaders()
"""Those of most products, ClickUp among them."""
