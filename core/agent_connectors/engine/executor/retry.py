"""When to send a request again: a pure function of what came back."""

from typing import TYPE_CHECKING

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.frozen import Frozen

if TYPE_CHECKING:
    from agent_connectors.engine.network.messages import Failure

__all__ = ["GIVEN_UP", "RetryPolicy"]

_WILL_NOT_CHANGE = {"oversized", "unsendable", "setup"}
"""Kinds that come again where the same request is sent again."""

_LOOKED_AT_TWICE = {"misshapen", "foreign"}
"""Kinds of answers that may have been meant for another request: read once more, and no oftener."""

GIVEN_UP = {408, 425, 499}
"""Statuses of gateways that gave up on a request, which may have gone through all the same."""

_FINAL = {501, 505, 511}
"""Failures of a server that it would have again."""


class RetryPolicy(Frozen):
    """How often, and how long after one another, a request is sent.

    A read may always be sent again. A write is sent again only if it certainly was not
    carried out: the product refused to look at it (429), or was never reached. Nothing else
    is certain, a 500 least of all.

    Args:
        attempts: How often a request is sent at most, the first time included.
        timeouts: How often a read is sent at most if each time no answer comes in time;
            fewer, because each costs the whole timeout.
        first: Seconds before the second attempt; doubled before each further one.
        longest: Seconds before an attempt at most.
    """

    attempts: int = 4
    timeouts: int = 2
    first: float = 0.25
    longest: float = 8.0

    def delay(self, effect: Effect, attempt: int, outcome: "Failure | int") -> float | None:
        """Seconds to wait before sending again; None for not sending again.

        Args:
            effect: What the operation does to the product.
            attempt: How often the request has been sent, 1 after the first time.
            outcome: What went wrong, or the HTTP status of an answer.
        """
        if not isinstance(outcome, int):
            most = self.timeouts if outcome.kind == "timeout" and outcome.sent else self.attempts
            most = min(most, 2) if outcome.kind in _LOOKED_AT_TWICE else most
            safe = effect == "read" or not outcome.sent
            safe = safe and outcome.kind not in _WILL_NOT_CHANGE
        else:
            # A 429 is waited out by the pacer, as often as the deadline allows.
            most = self.attempts if outcome != 429 else 10 * self.attempts
            failed = outcome in GIVEN_UP or (outcome >= 500 and outcome not in _FINAL)
            safe = outcome == 429 or (effect == "read" and failed)
        if not safe or attempt >= most:
            return None
        if not isinstance(outcome, int) and outcome.kind in _LOOKED_AT_TWICE:
            return 0.0  # nothing is overloaded: it only has to be another connection
        return float(min(self.first * 2 ** (attempt - 1), self.longest))
