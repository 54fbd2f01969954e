"""Carries out one request of an operation: paced, repeated where that is safe, and judged."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any, Protocol

from pydantic_core import from_json

from agent_connectors.engine.answer import Page, WrongShape
from agent_connectors.engine.encoding import Request, encode
from agent_connectors.engine.errors import RateLimited
from agent_connectors.engine.failures import Refusal, error_of_failure, error_of_refusal
from agent_connectors.engine.operation import Operation
from agent_connectors.engine.pacing import Pacer
from agent_connectors.engine.product import Product
from agent_connectors.engine.retry import Failure, RetryPolicy
from agent_connectors.engine.transport import Response, Transport

__all__ = ["DirectExecutor", "Executor"]


class Executor(Protocol):
    """Carries out operations, one page at a time."""

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Carries out an operation once.

        Args:
            operation: What to do.
            given: Its parameters, checked.
            deadline: When to give up, in the event loop's time.
        """

    def spare(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""

    async def aclose(self) -> None:
        """Closes what is open; a later call opens it again."""


class _Exchange:
    """What is known of a request when the deadline cuts it short."""

    __slots__ = ("in_flight", "refusal")

    def __init__(self) -> None:
        self.in_flight = False
        self.refusal: Response | None = None


class DirectExecutor:
    """Carries out operations against the product itself.

    Args:
        product: The product.
        transport: Carries the requests.
        retry: When a request is sent again.
    """

    def __init__(
        self, product: Product, transport: Transport, *, retry: RetryPolicy | None = None
    ) -> None:
        self.product = product
        self.transport = transport
        self.pacer = Pacer()
        self.retry = retry or RetryPolicy()

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Carries out an operation once.

        Raises:
            ConnectorError: It was not carried out, or that cannot be told.
        """
        request = encode(operation, given)
        exchange = _Exchange()
        outcome: Page | Response | Failure
        try:
            async with asyncio.timeout_at(deadline):
                outcome = await self._exchange(operation, given, request, exchange, deadline)
        except TimeoutError:
            outcome = exchange.refusal or Failure(
                "timeout", sent=exchange.in_flight, detail="the deadline came"
            )
        # Raised here, outside of any `except`, so that no traceback leads into the HTTP
        # library, whose frames hold the credentials.
        if isinstance(outcome, Page):
            return outcome
        if isinstance(outcome, Failure):
            raise error_of_failure(self.product, operation, outcome)
        refusal = Refusal.read(self.product, outcome)
        rejected = None
        if refusal.verdict.doubt:
            probed = request.target == self.product.probe
            rejected = probed or await self._credentials_are_rejected(deadline)
        raise error_of_refusal(self.product, operation, refusal, rejected=rejected)

    def spare(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""
        return self.pacer.spare()

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self.transport.aclose()

    async def _exchange(
        self,
        operation: Operation,
        given: Mapping[str, Any],
        request: Request,
        exchange: _Exchange,
        deadline: float,
    ) -> Page | Response | Failure:
        """Sends a request until it is answered, or sending it again is not safe or no use."""
        attempt = 0
        while True:
            await self._wait_for_budget(operation, deadline)
            attempt += 1
            exchange.in_flight, exchange.refusal = True, None
            answer = await self._send(request)
            exchange.in_flight = False

            outcome: Response | Failure
            if isinstance(answer, Response) and answer.status < 300:
                page = _open(operation, given, answer)
                if isinstance(page, Page):
                    return page
                outcome = page
            else:
                outcome = answer
            delay = self.retry.delay(
                operation.effect,
                attempt,
                outcome.status if isinstance(outcome, Response) else outcome,
            )
            if delay is None:
                return outcome
            delay *= random.uniform(0.5, 1.0)  # noqa: S311 - spreads callers, hides nothing
            if isinstance(outcome, Response):
                exchange.refusal = outcome
                if outcome.status == 429:
                    delay = self.pacer.refused(outcome.headers) or delay
            if asyncio.get_running_loop().time() + delay >= deadline:
                return outcome
            await asyncio.sleep(delay)

    async def _send(self, request: Request) -> Response | Failure:
        """Sends a request for which the budget has been reserved."""
        answer: Response | Failure | None = None
        try:
            answer = await self.transport.send(request)
        finally:
            self.pacer.settle(answer.headers if isinstance(answer, Response) else None)
        return answer

    async def _wait_for_budget(self, operation: Operation, deadline: float) -> None:
        """Waits until the rate limit allows a request.

        Raises:
            RateLimited: It will not before the deadline.
        """
        while wait := self.pacer.reserve():
            left = deadline - asyncio.get_running_loop().time()
            if wait > left:
                raise RateLimited(
                    f"{self.product.name}'s rate limit is used up for another {wait:.0f} s, "
                    f"and this call may take {max(left, 0):.0f} s.",
                    hint="Nothing was sent. Wait and call again, or allow a longer `timeout`.",
                    operation=operation.name,
                    status=429,
                )
            await asyncio.sleep(wait)

    async def _credentials_are_rejected(self, deadline: float) -> bool | None:
        """Whether the credentials are dead; None if that cannot be told."""
        if self.pacer.reserve():
            return None
        try:
            async with asyncio.timeout_at(deadline):
                answer = await self._send(Request("GET", self.product.probe))
        except TimeoutError:
            return None
        if isinstance(answer, Failure) or (answer.status != 401 and answer.status >= 300):
            return None
        return answer.status == 401


def _open(operation: Operation, given: Mapping[str, Any], response: Response) -> Page | Failure:
    """Reads the answer to a request that the product says went well."""
    if not response.body and operation.answer.empty:
        return Page(None)
    try:
        body = from_json(response.body)
    except ValueError:
        start = response.body[:64].lstrip().lower()
        found = "an HTML page" if start.startswith(b"<") else "something that is not JSON"
        detail = found if response.body else "an empty body"
        return Failure("garbled", sent=True, detail=detail, status=response.status)
    try:
        data, extra = operation.answer.open(body)
    except WrongShape as wrong:
        return Failure("misshapen", sent=True, detail=str(wrong), status=response.status)
    if operation.pages is None:
        return Page(data, None, extra)
    for mark in operation.pages.marks:
        extra.pop(mark, None)
    return Page(data, operation.pages.following(given, body, data), extra)
