"""One request, from leaving to answer: paced, repeated where that is safe, and judged."""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import inf

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import RateLimited
from agent_connectors.engine.executor.credentials import Credentials
from agent_connectors.engine.executor.failures import (
    Refusal,
    error_of_failure,
    error_of_refusal,
    is_final,
)
from agent_connectors.engine.executor.planned import plan_under_way, refuse
from agent_connectors.engine.executor.product import Product
from agent_connectors.engine.executor.retry import GIVEN_UP, RetryPolicy
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.network.pool import Fits
from agent_connectors.engine.network.request_state import RequestState
from agent_connectors.engine.network.sending import (
    sending,
    tell_of_retry,
    tell_of_wait,
    tell_of_waiting,
)
from agent_connectors.engine.network.transport import Transport
from agent_connectors.engine.pacing.pacer import Budget, Pacer
from agent_connectors.engine.paging import WrongShape
from agent_connectors.engine.running.once import before_a_write
from agent_connectors.engine.running.permission import permission_to_write
from agent_connectors.engine.running.sent import sent_so_far
from agent_connectors.engine.secrets.given import and_given
from agent_connectors.engine.secrets.hiding import may_hold, without_secrets
from agent_connectors.engine.secrets.logs import hidden_in_logs
from agent_connectors.engine.secrets.secret import Secrets
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["Exchange", "Garbled", "Read"]

Read = Callable[[Response], Page | Response | Failure]
"""Reads an answer that the product says went well; gives it back where it is an error after all.

It raises `Garbled` or `WrongShape` where the answer cannot be right.
"""

_log = logging.getLogger("agent_connectors.rate_limit")

_NOTICED = 1.0
"""Seconds of waiting that somebody will wonder about."""


class Garbled(ValueError):
    """A successful answer that cannot be read at all."""


class Exchange:
    """Sends requests to a product and brings back what they gave.

    Args:
        product: The product.
        transport: Carries the requests.
        credentials: Are made ready before a request, and renewed where they are refused.
        retry: When a request is sent again.
        budget: How many requests may be sent, and when; the exchange's own if not given.
        secrets: Gives what must not be seen, whoever says it; the credentials if not given.
    """

    def __init__(
        self,
        product: Product,
        transport: Transport,
        *,
        retry: RetryPolicy | None = None,
        budget: Budget | None = None,
        credentials: Credentials | None = None,
        secrets: Secrets | None = None,
    ) -> None:
        if secrets is None:
            secrets = credentials.secrets if credentials is not None else tuple
        self.secrets = and_given(secrets)
        self.product = product
        self.credentials = credentials
        self.transport = transport
        self.budget = budget or Pacer(rate=product.rate)
        self._told_at = -inf
        self.retry = retry or RetryPolicy()

    async def run(
        self, operation: Operation, request: Request, read: Read, *, deadline: float
    ) -> Page:
        """Sends a request that carries out an operation.

        Args:
            operation: What it carries out.
            request: The request.
            read: Reads the answer.
            deadline: When to give up, in the event loop's time.

        Raises:
            ConnectorError: It was not carried out, or that cannot be told.
        """
        if operation.effect != "read" and plan_under_way() is not None:
            refuse(operation)  # whatever way it came: what is planned is never sent
        # What comes late to another request could be taken for the answer to a write.
        state = RequestState(deadline, alone=operation.effect != "read")
        if operation.effect != "read":
            state.ask = permission_to_write()
        outcome: Page | Response | Failure
        try:
            async with asyncio.timeout_at(deadline):
                outcome = await self._pursue(operation, request, read, state)
        except TimeoutError:
            outcome = state.refusal or Failure(
                "timeout", sent=state.may_be_known, detail="the deadline came"
            )
        # Raised here, outside of any `except`, so that no traceback leads into the HTTP
        # library, whose frames hold the credentials.
        if isinstance(outcome, Page):
            return outcome
        outcome = self._shown(outcome)
        if isinstance(outcome, Failure):
            if state.sent_before:
                outcome = replace(outcome, sent=True)
            raise error_of_failure(self.product, operation, outcome)
        refusal = Refusal.read(self.product, outcome)
        rejected = None
        if refusal.verdict.doubt:
            probed = request.target == self.product.probe
            rejected = probed or await self._credentials_are_rejected(deadline)
        error = error_of_refusal(self.product, operation, refusal, rejected=rejected)
        if isinstance(error, RateLimited) and error.retry_after is None:
            error.retry_after = state.retry_after
        raise error

    def _shown(self, outcome: Response | Failure) -> Response | Failure:
        """What went wrong, without the secrets that the product or the network may repeat."""
        secrets = tuple(self.secrets())
        if isinstance(outcome, Failure):
            return replace(outcome, detail=without_secrets(outcome.detail, secrets))
        headers = without_secrets(outcome.headers, secrets)
        try:
            # Read first: JSON can spell any letter in several ways.
            body = write(without_secrets(read_answer(outcome.body), secrets))
        except ValueError:
            text = outcome.body.decode("utf-8", "surrogateescape")
            body = without_secrets(text, secrets).encode("utf-8", "surrogateescape")
        return replace(outcome, headers=headers, body=body)

    def _cleared(self, page: Page, body: bytes) -> Page:
        """What was found in an answer, without the secrets that the product may repeat."""
        secrets = tuple(self.secrets())
        if not may_hold(body, secrets):
            return page
        found = (page.data, page.next, page.extra)
        return Page(*(without_secrets(one, secrets) for one in found))

    async def send(
        self,
        request: Request,
        state: RequestState,
        fits: Fits = lambda _: True,
        number: int = 1,
    ) -> Response | Failure:
        """Sends a request once, for which the budget has been reserved.

        Args:
            request: The request.
            state: Is told when the request leaves, and says until when it may.
            fits: Whether an answer can be the one to this request.
            number: How often it will have been sent then.
        """
        answer: Response | Failure | None = None
        told = sending(
            request,
            number,
            base_url=getattr(self.transport, "base_url", ""),
            through_server=self.product.relayed is not None,
        )
        try:
            with hidden_in_logs(self.secrets):
                answer = await self.transport.send(
                    request if told is None else told.request, state, fits
                )
        finally:
            self.budget.record_answer(self._of_the_product(answer))
            if told is not None:
                told.end(answer)
        return answer

    async def _pursue(
        self, operation: Operation, request: Request, read: Read, state: RequestState
    ) -> Page | Response | Failure:
        """Sends a request until it is answered, or sending it again is not safe or no use."""
        attempt, renewed = 0, False
        sent, write = sent_so_far(), operation.effect != "read"
        while True:
            version = await self._ready()
            await self._wait_for_budget(operation, state)
            if write:
                await before_a_write()
            attempt += 1
            state.begin()
            sent.leaves(write=write)
            answer: Response | Failure | None = None
            judged = _Judged(read)
            try:
                answer = await self.send(request, state, judged.fits, attempt)
            finally:
                if write and not _may_have_been_done(answer, state):
                    sent.refused()

            outcome = answer if isinstance(answer, Failure) else judged.outcome
            if isinstance(outcome, Page):
                if write:
                    sent.confirmed()
                return self._cleared(outcome, judged.body)
            if not renewed and isinstance(outcome, Response) and outcome.status == 401:
                renewed = True
                state.refusal = outcome
                state.refused()
                if await self._renewed(version):
                    tell_of_retry(operation.name, outcome, attempt, 0.0)
                    continue  # it was refused at the door, so nothing was carried out
            # An answer that cannot be right may be that to another request.
            state.alone = state.alone or isinstance(outcome, Failure)
            delay = self.retry.delay(
                operation.effect,
                attempt,
                outcome.status if isinstance(outcome, Response) else outcome,
            )
            if delay is None or is_final(self.product, outcome):
                return outcome
            delay *= random.uniform(0.5, 1.0)  # noqa: S311 - spreads callers, hides nothing
            state.refusal = outcome if isinstance(outcome, Response) else None
            if isinstance(outcome, Response) and outcome.status == 429:
                state.refused()
                state.retry_after = self.budget.refused(outcome.headers) or None
                delay = state.retry_after or delay
            if asyncio.get_running_loop().time() + delay >= state.deadline:
                return outcome
            tell_of_retry(operation.name, outcome, attempt, delay)
            await asyncio.sleep(delay)

    async def _ready(self) -> int:
        """Makes sure that there are credentials to send; which, in the order of their making."""
        if self.credentials is None:
            return 0
        await self.credentials.ready()
        return self.credentials.version

    async def _renewed(self, version: int) -> bool:
        """Whether there are other credentials than those that were refused."""
        return self.credentials is not None and await self.credentials.renew(version)

    async def _wait_for_budget(self, operation: Operation, state: RequestState) -> None:
        """Waits until the rate limit allows a request.

        Raises:
            RateLimited: It will not before the deadline.
        """
        begun = asyncio.get_running_loop().time()
        left = state.deadline - begun
        wait = await self.budget.take(left, partial(self._tell_of_wait, operation))
        tell_of_wait(asyncio.get_running_loop().time() - begun, is_over=not wait)
        if not wait:
            return
        error = RateLimited(
            f"{self.product.name}'s rate limit is used up for another {wait:.0f} s, "
            f"and this call may take {max(left, 0):.0f} s.",
            hint="Nothing was sent. Wait and call again, or allow a longer `timeout`.",
            operation=operation.name,
            status=429,
        )
        error.retry_after = wait
        raise error

    async def _credentials_are_rejected(self, deadline: float) -> bool | None:
        """Whether the credentials are dead; None if that cannot be told."""
        if self.product.probe is None or await self.budget.take(0):
            return None
        try:
            async with asyncio.timeout_at(deadline):
                answer = await self.send(
                    Request("GET", self.product.probe, template=self.product.probe),
                    RequestState(deadline, alone=True),
                )
        except TimeoutError:
            return None
        if isinstance(answer, Failure) or (answer.status != 401 and answer.status >= 300):
            return None
        return answer.status == 401

    def _of_the_product(self, answer: Response | Failure | None) -> Mapping[str, str] | None:
        """The headers of an answer; None if it may come from what stands before the product."""
        if not isinstance(answer, Response):
            return None
        limit = self.product.rate.limit if self.product.rate is not None else ""
        return None if answer.status >= 500 and limit not in answer.headers else answer.headers

    def _tell_of_wait(self, operation: Operation, seconds: float) -> None:
        """Leaves a sign that a call waits; one a second, however many calls do."""
        tell_of_waiting(seconds)
        now = time.monotonic()
        if seconds >= _NOTICED and now >= self._told_at + _NOTICED:
            self._told_at = now
            message = "%s waits %.0f s for %s's rate limit"
            _log.warning(message, operation.name, seconds, self.product.name)


def _may_have_been_done(answer: Response | Failure | None, state: RequestState) -> bool:
    """Whether a write to which this came, or nothing, may have been carried out."""
    if not isinstance(answer, Response):
        return state.sent if answer is None else answer.sent
    return answer.status < 400 or answer.status >= 500 or answer.status in GIVEN_UP


class _Judged:
    """What an answer gives, read while its connection is still held.

    Args:
        read: Reads it.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self.outcome: Page | Response | Failure
        self.body = b""

    def fits(self, answer: Response) -> bool:
        """Reads an answer; whether it can be the one that was asked for."""
        self.body = answer.body
        self.outcome = _read(self._read, answer) if answer.status < 300 else answer
        return not isinstance(self.outcome, Failure)


def _read(read: Read, answer: Response) -> Page | Response | Failure:
    """Reads an answer; one that nobody foresaw is told as what it is."""
    try:
        return read(answer)
    except Garbled as wrong:
        return Failure("garbled", sent=True, detail=str(wrong), status=answer.status)
    except WrongShape as wrong:
        return Failure("misshapen", sent=True, detail=str(wrong), status=answer.status)
    except Exception as error:  # anything may stand where something else was expected
        detail = f"it is of another shape than expected ({type(error).__name__})"
        return Failure("misshapen", sent=True, detail=detail, status=answer.status)
