"""The access token that the server gives its clients."""

from math import isnan
from typing import Any

from pydantic_core import to_json

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.executor.credentials import can_be_sent
from agent_connectors.engine.executor.executor import read_json
from agent_connectors.engine.hosted.api import TOKEN_PATH
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.network.messages import Request, Response
from agent_connectors.engine.paging import WrongShape
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["read_token", "request_for_token"]

_LEAST = 5.0
"""Seconds for which a token is good that is over at once: it was given out to be used."""

_MOST = 86_400.0
"""Seconds after which a token is fetched anew in any case."""

_USUAL = 900.0
"""Seconds that a token is taken to be good where the server does not say."""


def request_for_token(auth: AirbyteAuthConfig) -> Request:
    """Asks for a token; made here, so that no frame of the call holds the client's secret."""
    client = {"client_id": auth.client_id, "client_secret": auth.secret.reveal()}
    return Request("POST", TOKEN_PATH, to_json(client), template=TOKEN_PATH)


def read_token(response: Response) -> Page:
    """The token in an answer, and under `expires_in` the seconds for which it is good.

    Raises:
        WrongShape: It has none.
    """
    body: Any = read_json(response)
    token = body.get("access_token") if isinstance(body, dict) else None
    if not can_be_sent(token):
        raise WrongShape("it has no `access_token` that can be one")
    return Page(Secret(token), extra={"expires_in": _seconds(body.get("expires_in"))})


def _seconds(said: Any) -> float:
    """How long a token is good, whatever the server says of it."""
    try:
        seconds = min(float(said), _MOST)
    except (TypeError, ValueError):
        return _USUAL
    except OverflowError:
        return _MOST
    if isnan(seconds):
        return _USUAL
    return seconds if seconds > 0 else _LEAST
