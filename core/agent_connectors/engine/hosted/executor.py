"""Carries out operations through a server."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from agent_connectors.engine.declare.endpoint import Page, has
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConfigurationError, InvalidCall
from agent_connectors.engine.executor.credentials import RenewedToken
from agent_connectors.engine.executor.encoding import json_of
from agent_connectors.engine.executor.exchange import Exchange
from agent_connectors.engine.executor.executor import plain_headers, read_json
from agent_connectors.engine.executor.product import Another
from agent_connectors.engine.executor.retry import RetryPolicy
from agent_connectors.engine.files.upload import FileUpload
from agent_connectors.engine.hosted.api import (
    CONNECTOR,
    CONNECTORS,
    HOSTED,
    LOOK_UP,
    STORE,
    TOKEN,
    TOKEN_PATH,
)
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig, checked_id
from agent_connectors.engine.hosted.token import read_token, request_for_token
from agent_connectors.engine.loops import LoopLock
from agent_connectors.engine.network.client import transport_to
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.paging import Answered, WrongShape
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["HostedExecutor", "read_connectors"]


@dataclass(frozen=True, slots=True)
class _Execution(Request):
    """A request that is worth an answer only for so long."""

    deadline: float = 0.0
    """When the caller gives up, in the event loop's time."""


class HostedExecutor:
    """Carries out operations through a server that holds the product's credential.

    Args:
        auth: Who calls, and which connector is meant.
        base_url: Where the server is.
        definition_id: The server's id for this kind of connector.
        timeouts: How long to wait.
        connections: How many connections one event loop may hold.
        app: An ASGI application to call instead of the network.
        http_client: An `httpx.AsyncClient` to send the requests with.
        retry: When a request is sent again.
        another: What to say of an object that is another one than was asked for.
    """

    def __init__(
        self,
        auth: AirbyteAuthConfig,
        base_url: str,
        definition_id: str,
        *,
        timeouts: Timeouts,
        connections: int,
        app: Any = None,
        http_client: Any = None,
        retry: RetryPolicy | None = None,
        another: Another = lambda *_: None,
    ) -> None:
        self._auth = auth
        self._another = another
        self._definition_id = definition_id
        # A server that was started anew refuses tokens that it gave out a moment before.
        self._tokens = RenewedToken(self._fetch_token, guard=0.0)
        self._total = timeouts.total
        self._lock = LoopLock()
        self._connector_id = auth.connector_id
        # The server waits for the product's rate limit, for pages, for its own attempts: only
        # the call's own deadline says how long its answer may take.
        patient = replace(timeouts, read=timeouts.total)
        transport = transport_to(
            base_url,
            self._headers,
            timeouts=patient,
            connections=connections,
            app=app,
            http_client=http_client,
        )
        self._left: tuple[Secret, ...] = ()
        # Tokens come by requests of their own, which need none.
        self._at_the_door = Exchange(HOSTED, transport, retry=retry, secrets=self.secrets)
        self.exchange = Exchange(
            HOSTED, transport, retry=retry, credentials=self._tokens, secrets=self.secrets
        )

    def secrets(self) -> tuple[Secret, ...]:
        """The client's secret, the token, and the credentials that were left with the server."""
        return (self._auth.secret, *self._tokens.secrets(), *self._left)

    async def fetch(
        self, operation: Operation, given: Mapping[str, Any], *, deadline: float
    ) -> Page:
        """Carries out an operation once."""
        if any(isinstance(value, FileUpload) for value in given.values()):
            raise InvalidCall(
                "Files cannot be sent through a server; text can.",
                hint="Nothing was sent. Use `text`, or a connector that calls the product itself.",
                operation=operation.name,
            )
        body: dict[str, Any] = {
            "entity": operation.entity,
            "action": operation.action,
            "params": dict(given),
        }
        if operation.local_filter is not None:
            # What does not pass is left out here, where pages are counted; a server that does
            # the same to more than a page would make the counts wrong.
            body["page_only"] = True
        connector = await self._find_connector(deadline)
        path = f"{CONNECTORS}/{quote(connector, safe='')}/execute"
        told = json_of(body, operation)
        request = _Execution("POST", path, told, deadline=deadline, template=f"{CONNECTOR}/execute")
        read = partial(_read_result, operation, given, self._another)
        return await self.exchange.run(operation, request, read, deadline=deadline)

    async def ask_store(
        self, entity: str, action: str, given: Mapping[str, Any], *, deadline: float
    ) -> ExecuteResult[Any]:
        """Asks the context store that the server keeps of the connector.

        Args:
            entity: A kind of record.
            action: What is asked.
            given: Its parameters.
            deadline: When the caller gives up, in the event loop's time.
        """
        operation = STORE.altered(entity=entity, action=action)
        body = {"entity": entity, "action": action, "params": dict(given)}
        connector = await self._find_connector(deadline)
        path = f"{CONNECTORS}/{quote(connector, safe='')}/execute"
        told = json_of(body, operation)
        request = _Execution("POST", path, told, deadline=deadline, template=f"{CONNECTOR}/execute")
        page = await self.exchange.run(operation, request, _read_store, deadline=deadline)
        meta = page.extra
        following = meta.get("next")
        if following is None and meta.get("cursor"):
            following = {**given, "cursor": meta["cursor"]}
        return ExecuteResult(
            page.data,
            Meta(
                count=meta.get("count"),
                has_more=bool(meta.get("has_more")),
                truncated=bool(meta.get("has_more")) and following is None,
                next=following,
                warnings=_texts(meta.get("warnings")),
                extra=meta.get("extra") or {},
            ),
        )

    def available(self) -> int | None:
        """How many requests may be sent at once; the server keeps to the product's limit."""
        return self.exchange.budget.available()

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self.exchange.transport.aclose()

    def leave(self, credentials: Mapping[str, Secret]) -> None:
        """Takes note of credentials that are about to be left with the server, to hide them.

        Args:
            credentials: The credentials.
        """
        self._left = tuple(credentials.values())

    def use(self, connector_id: str) -> None:
        """Carries out operations with a connector from now on.

        Args:
            connector_id: Its id.
        """
        self._connector_id = connector_id

    @property
    def auth(self) -> AirbyteAuthConfig:
        """Who calls."""
        return self._auth

    @property
    def definition_id(self) -> str:
        """The server's id for this kind of connector."""
        return self._definition_id

    async def _fetch_token(self) -> tuple[str, float]:
        # The call that needs the token has a deadline of its own, and ends this one with it.
        deadline = asyncio.get_running_loop().time() + self._total
        request = request_for_token(self._auth)
        page = await self._at_the_door.run(TOKEN, request, read_token, deadline=deadline)
        return page.data.reveal(), page.extra["expires_in"]

    async def _find_connector(self, deadline: float) -> str:
        """The id of the connector, looked up once.

        Raises:
            ConfigurationError: There is none, or more than one.
        """
        async with self._lock.here():
            if self._connector_id is None:
                self._connector_id = await self._look_up(deadline)
            return self._connector_id

    async def _look_up(self, deadline: float) -> str:
        query = urlencode([self._auth.workspace, ("definition_id", self._definition_id)])
        request = Request("GET", f"{CONNECTORS}?{query}", template=CONNECTORS)
        page = await self.exchange.run(LOOK_UP, request, read_connectors, deadline=deadline)
        found = page.data
        if len(found) == 1:
            return checked_id(found[0]["id"])
        name, workspace = self._auth.workspace
        listed = ", ".join(f"{c.get('name', '?')} ({c['id']})" for c in found)
        raise ConfigurationError(
            f"There are {len(found) or 'no'} connectors of this kind with {name} {workspace!r}"
            f"{': ' + listed if found else ''}.",
            hint="Pass `connector_id`." if found else "Check the name, or `create` one.",
        )

    def _headers(self, request: Request) -> dict[str, str]:
        headers = plain_headers()
        if request.target != TOKEN_PATH:
            headers.update(self._tokens.headers(request))
            if self._auth.organization_id:
                headers["X-Organization-Id"] = self._auth.organization_id
        if isinstance(request, _Execution):
            # So that the server stops before we do, and tells what it knows.
            left = request.deadline - asyncio.get_running_loop().time()
            headers["Prefer"] = f"wait={max(left - min(1.0, left / 10), 0.01):.2f}"
        return headers


def _read_result(
    operation: Operation, given: Mapping[str, Any], another: Another, response: Response
) -> Page | Failure:
    """Reads the answer to an execution."""
    body = read_json(response)
    if not isinstance(body, dict) or "result" not in body:
        raise WrongShape("it has no `result`")
    result, metadata = body["result"], body.get("connector_metadata") or {}
    _check(operation, result, metadata)
    warnings = _texts(metadata.get("warnings"))
    if other := another(operation, given, result):
        return Failure("foreign", sent=True, detail=other, status=response.status)
    if "has_more" in metadata or "extra" in metadata:
        following = _position(metadata.get("next"))
        extra = metadata.get("extra")
        return Page(result, following, extra if isinstance(extra, dict) else {}, warnings)
    page = Page(result, None, {k: v for k, v in metadata.items() if k not in _OURS}, warnings)
    if operation.pages is None:
        return page
    extra = {k: v for k, v in page.extra.items() if k not in operation.pages.marks}
    following = operation.pages.following(given, Answered(metadata, page.data))
    return replace(page, next=following, extra=extra)


_OURS = {"warnings", "not_included"}
"""What our server tells of any result, beside what the product said."""


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else ()


def _check(operation: Operation, result: Any, metadata: Any) -> None:
    """Refuses a result that the operation cannot have.

    Raises:
        WrongShape: It is one.
    """
    answer = operation.answer
    if not isinstance(metadata, dict):
        raise WrongShape("`connector_metadata` is no object")
    if answer.many and not isinstance(result, list):
        raise WrongShape("`result` is not a list")
    if answer.must_have and not has(result, answer.must_have):
        raise WrongShape(f"`result` has no `{answer.must_have}`")


def _position(following: Any) -> dict[str, Any] | None:
    """The parameters of the next page; how many records are wanted in all is known here."""
    if not isinstance(following, dict):
        return None
    return {name: value for name, value in following.items() if name != "limit"}


def _read_store(response: Response) -> Page:
    """Reads what a store has answered."""
    body = read_json(response)
    result = body.get("result") if isinstance(body, dict) else None
    if not isinstance(result, dict) or not isinstance(result.get("data"), list):
        raise WrongShape("it has no list `result.data`")
    told = [result.get("meta"), body.get("connector_metadata")]
    extra = {k: v for each in told if isinstance(each, dict) for k, v in each.items()}
    return Page(result["data"], extra=extra)


def read_connectors(response: Response) -> Page:
    """Reads a page of the server's connectors.

    Raises:
        WrongShape: It is none.
    """
    body = read_json(response)
    found = body.get("data") if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(c, dict) and "id" in c for c in found):
        raise WrongShape("it has no list `data` of connectors")
    following = body.get("next_cursor")
    return Page(found, {"cursor": following} if isinstance(following, str) else None)
