"""Tells of requests: to whoever observes the calls, and to the log."""

import logging
import time
from dataclasses import replace

from agent_connectors.engine import observers
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.observers import Answered, Retry, Sent, Wait

__all__ = ["Sending", "sending", "tell_of_retry", "tell_of_wait", "tell_of_waiting"]

_log = logging.getLogger("agent_connectors.requests")

_LEAST = 0.001
"""Seconds from which on it was the rate limit that was waited for, and not a lock."""


def sending(
    request: Request, number: int, *, base_url: str, through_server: bool = False
) -> "Sending | None":
    """Tells that a request is about to leave; None where nobody wants to know.

    Args:
        request: The request.
        number: How often it will have been sent then.
        base_url: Where it goes.
        through_server: Whether it goes to a server that carries calls out.
    """
    if not observers.are_there() and not _log.isEnabledFor(logging.DEBUG):
        return None
    return Sending(request, number, base_url=base_url, through_server=through_server)


class Sending:
    """A request that is on its way, of which somebody is told.

    Args:
        request: The request.
        number: How often it will have been sent then.
        base_url: Where it goes.
        through_server: Whether it goes to a server that carries calls out.

    Attributes:
        request: The request with what observers have added.
    """

    def __init__(
        self, request: Request, number: int, *, base_url: str, through_server: bool
    ) -> None:
        self._sent = Sent(
            call=observers.call_under_way(),
            method=request.method,
            template=request.template,
            path=request.target.partition("?")[0],
            base_url=base_url,
            number=number,
            through_server=through_server,
        )
        self._begun = time.monotonic()
        observers.tell(lambda one: one.before_request(self._sent))
        self.request = request
        if through_server and self._sent.headers:
            self.request = replace(request, headers={**request.headers, **self._sent.headers})

    def end(self, answer: Response | Failure | None) -> None:
        """Tells what came of it; None where it was broken off."""
        failure, status = "", None
        if answer is None:
            failure = "cancelled"
        elif isinstance(answer, Failure):
            failure, status = answer.kind, answer.status or None
        else:
            status = answer.status
        answered = Answered(seconds=time.monotonic() - self._begun, status=status, failure=failure)
        observers.tell(lambda one: one.after_request(self._sent, answered), backwards=True)
        name = f"{self._sent.method} {self._sent.template}"
        _log.debug("%s: %s in %.3f s", name, failure or status, answered.seconds)


def tell_of_retry(operation: str, outcome: Response | Failure, attempt: int, delay: float) -> None:
    """Tells that a request will be sent again.

    Args:
        operation: What it carries out, for the text.
        outcome: What came of it so far.
        attempt: How often it has been sent.
        delay: Seconds until it is sent again.
    """
    what = f"HTTP {outcome.status}" if isinstance(outcome, Response) else outcome.kind
    _log.info("%s: %s; attempt %d follows in %.1f s", operation, what, attempt + 1, delay)
    if observers.are_there():
        call = observers.call_under_way()
        retry = Retry(reason=what, seconds=delay, number=attempt + 1)
        observers.tell(lambda one: one.on_retry(call, retry))


def tell_of_waiting(seconds: float) -> None:
    """Tells that a request has to wait for the rate limit.

    Args:
        seconds: How long, as far as is known.
    """
    if observers.are_there():
        call = observers.call_under_way()
        observers.tell(lambda one: one.before_wait(call, seconds))


def tell_of_wait(seconds: float, *, is_over: bool) -> None:
    """Tells that a request has waited for the rate limit, if it has.

    Args:
        seconds: How long.
        is_over: Whether it may be sent now.
    """
    if observers.are_there() and (seconds >= _LEAST or not is_over):
        call, wait = observers.call_under_way(), Wait(seconds=seconds, is_over=is_over)
        observers.tell(lambda one: one.after_wait(call, wait))
