"""Sends one delivery: into an application in this process, or over HTTP to this machine."""

import hmac
from collections.abc import Awaitable, Callable, Collection, Mapping
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from anyio import fail_after

__all__ = ["TIMEOUT", "Senders", "is_here", "signature"]

App = Callable[..., Awaitable[Any]]

TIMEOUT: Final = 7.0
"""Documented: seconds after which a request has failed."""

UNANSWERED: Final = "no answer"


def signature(secret: str, body: bytes) -> str:
    """What `X-Signature` holds.

    Args:
        secret: The webhook's.
        body: What is sent.
    """
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def is_here(host: str) -> bool:
    """Whether a host is this machine, by its name alone: nothing is looked up."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Senders:
    """Where deliveries can go.

    Args:
        apps: Applications in this process, by the beginning of the addresses that are theirs.
        hosts: Hosts besides this machine that may be called.
    """

    def __init__(self, apps: Mapping[str, App], hosts: Collection[str]) -> None:
        self._apps, self._hosts = apps, hosts

    def may(self, endpoint: str) -> bool:
        """Whether an address may be called."""
        host = urlsplit(endpoint).hostname or ""
        return self._app(endpoint) is not None or is_here(host) or host in self._hosts

    async def send(self, endpoint: str, secret: str, body: bytes, seconds: float) -> int | str:
        """Sends one delivery, once.

        Args:
            endpoint: The address.
            secret: Signs it.
            body: What to send.
            seconds: How long it may take.

        Returns:
            The status of the answer, or why there is none.
        """
        headers = {"Content-Type": "application/json", "X-Signature": signature(secret, body)}
        app = self._app(endpoint)
        transport: httpx.AsyncBaseTransport = (
            httpx.AsyncHTTPTransport()
            if app is None
            else httpx.ASGITransport(app=app, raise_app_exceptions=False)
        )
        # Neither proxies nor redirects: both lead away from this machine.
        client = httpx.AsyncClient(transport=transport, trust_env=False, timeout=None)  # noqa: S113
        try:
            async with client:
                with fail_after(seconds):
                    async with client.stream(
                        "POST", endpoint, content=body, headers=headers
                    ) as answer:
                        return answer.status_code
        except TimeoutError:
            return f"{UNANSWERED} within {seconds:g} seconds"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return f"{UNANSWERED}: {type(error).__name__}"

    def _app(self, endpoint: str) -> App | None:
        fitting = [url for url in self._apps if _is_under(endpoint, url)]
        return self._apps[max(fitting, key=len)] if fitting else None


def _is_under(endpoint: str, url: str) -> bool:
    return endpoint == url or endpoint.startswith((f"{url.rstrip('/')}/", f"{url}?"))
