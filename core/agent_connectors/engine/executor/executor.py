"""Carries out operations, one page at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams, OutcomeUnknown, TransportError
from agent_connectors.engine.executor.credentials import Credentials
from agent_connectors.engine.executor.encoding import encode
from agent_connectors.engine.executor.exchange import Exchange, Garbled
from agent_connectors.engine.executor.product import Product
from agent_connectors.engine.network.client import transport_to
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.network.transport import App, user_agent
from agent_connectors.engine.pacing.pacer import Budget, Budgets
from agent_connectors.engine.pacing.shared import budget_for, key_of
from agent_connectors.engine.paging import Answered
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.json_text import read_answer

__all__ = ["DirectExecutor", "Executor", "direct", "plain_headers", "read_json"]


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

        Raises:
            ConnectorError: It was not carried out, or that cannot be told.
        """

    def available(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""

    def secrets(self) -> Iterable[Secret]:
        """What must not be seen, whoever says it."""

    async def aclose(self) -> None:
        """Closes what is open; a later call opens it again."""


class DirectExecutor:
    """Carries out operations against the product itself.

    Args:
        exchange: Sends the requests.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    def secrets(self) -> Iterable[Secret]:
        """What must not be seen, whoever says it."""
        return self.exchange.secrets()

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Carries out an operation once."""
        product = self.exchange.product
        request = encode(operation, given, lists=product.lists, bodies=product.bodies)
        read = partial(_read, product, operation, given)
        try:
            return await self.exchange.run(operation, request, read, deadline=deadline)
        except (OutcomeUnknown, TransportError):
            problem = request.form.problem if request.form is not None else None
            if problem is None:
                raise
        raise InvalidParams(
            problem,
            hint="The file was not sent to its end, so nothing was changed.",
            operation=operation.name,
        )

    def available(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""
        return self.exchange.budget.available()

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self.exchange.transport.aclose()


def direct(
    product: Product,
    credentials: Credentials | None,
    base_url: str,
    *,
    timeouts: Timeouts,
    connections: int,
    budget: Budget | Budgets | None = None,
    app: App | None = None,
    http_client: Any = None,
) -> DirectExecutor:
    """What carries out operations against a product, over HTTP.

    Args:
        product: The product.
        credentials: Let the requests in, if it takes any.
        base_url: Where it is.
        timeouts: How long to wait.
        connections: How many connections one event loop may hold.
        budget: How many requests may be sent, and when: a budget, or budgets by credential; the
            one that the process has for these credentials if not given.
        app: An ASGI application to call instead of the network.
        http_client: An `httpx.AsyncClient` to send the requests with.
    """

    def headers(request: Request) -> Mapping[str, str]:
        return {
            **(credentials.headers(request) if credentials is not None else {}),
            **plain_headers(),
        }

    transport = transport_to(
        base_url,
        headers,
        timeouts=timeouts,
        connections=connections,
        app=app,
        http_client=http_client,
    )
    key = key_of(base_url, credentials.identity if credentials is not None else "")
    budget = budget_for(key, budget, app, product.rate)
    return DirectExecutor(Exchange(product, transport, budget=budget, credentials=credentials))


def plain_headers() -> dict[str, str]:
    """What is sent with each request, beside credentials."""
    return {
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": user_agent(),
    }


def read_json(response: Response) -> Any:
    """The JSON of an answer that must have some.

    Raises:
        Garbled: It has none.
    """
    try:
        return read_answer(response.body)
    except ValueError:
        start = response.body[:64].lstrip()
        found = "an HTML page" if start.startswith(b"<") else "something that is not JSON"
        # Not chained: the other's frames hold the answer.
        raise Garbled(found if response.body else "an empty body") from None


def _read(
    product: Product, operation: Operation, given: Mapping[str, Any], response: Response
) -> Page | Response | Failure:
    """Reads the answer to a request that the product says went well."""
    if not response.body and operation.answer.empty:
        return Page(None)
    body = read_json(response)
    denied = product.denied(body) if isinstance(body, dict) else None
    if denied is not None:
        return replace(response, status=denied, under=response.status)
    data, extra = operation.answer.open(body)
    other = product.another(operation, given, data)
    if other is not None:
        return Failure("foreign", sent=True, detail=other, status=response.status)
    if operation.pages is None:
        return Page(data, None, extra)
    for mark in operation.pages.marks:
        extra.pop(mark, None)
    following = operation.pages.following(given, Answered(body, data, response.headers))
    return Page(data, following, extra)
