"""How far a request has come: what decides whether it may be sent again, and what is told."""

import asyncio
from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_connectors.engine.network.messages import Response
    from agent_connectors.engine.running.permission import Ask

__all__ = ["RequestState", "TooLate"]


class TooLate(Exception):
    """The deadline came before the first byte of a request left. Never leaves the engine."""


class RequestState:
    """The way of one request, from the first attempt to the last.

    Args:
        deadline: When to give up, in the event loop's time. Nothing is sent from then on.
        alone: Whether the request goes over a connection of its own.

    Attributes:
        alone: Whether the next attempt goes over a connection of its own, so that no answer to
            another request can be taken for its own.
        sent: Whether a byte of the attempt that is under way may have left.
        sent_before: Whether an attempt before this one left, and was not refused unread.
        refusal: The answer to the attempt before, if that is why there is another.
        retry_after: Seconds that the product makes us wait, if it does.
        ask: Is asked before each attempt whether it may still be sent.
    """

    __slots__ = ("alone", "ask", "deadline", "refusal", "retry_after", "sent", "sent_before")

    def __init__(self, deadline: float = inf, *, alone: bool = False) -> None:
        self.deadline = deadline
        self.alone = alone
        self.sent = False
        self.sent_before = False
        self.refusal: Response | None = None
        self.retry_after: float | None = None
        self.ask: Ask | None = None

    @property
    def may_be_known(self) -> bool:
        """Whether the product may have received the request, and taken it."""
        return self.sent or self.sent_before

    @property
    def late(self) -> bool:
        """Whether the deadline is here, though its timer may not have gone off yet."""
        return asyncio.get_running_loop().time() >= self.deadline

    def begin(self) -> None:
        """Begins an attempt."""
        self.sent_before, self.sent, self.refusal = self.may_be_known, False, None

    def refused(self) -> None:
        """Notes that the attempt was refused unread: it is as if it had never left."""
        self.sent = False

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Is called by the HTTP library about what it does; see its extension `trace`.

        Raises:
            TooLate: The connection was made, but the deadline has come.
        """
        # A proxy is asked for a tunnel by a request of its own, which is not ours.
        if event.endswith(".send_request_headers.started") and info["request"].method != b"CONNECT":
            if self.late:
                raise TooLate
            self.sent = True
