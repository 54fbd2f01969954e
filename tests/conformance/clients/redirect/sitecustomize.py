"""Sends what a client sends to ClickUp to a sandbox; Python runs this by itself, at its start.

The client's code stays as it is. `requests` and httpx are all that the clients use.
"""

import contextlib
import os
from typing import Any

CLICKUP = ("https://api.clickup.com", "https://app.clickup.com")
SANDBOX = os.environ["SANDBOX_URL"]


def redirected_url(url: str) -> str:
    host = next((host for host in CLICKUP if url.startswith(host)), None)
    return url if host is None else SANDBOX + url.removeprefix(host)


def redirect_requests() -> None:
    from requests.adapters import HTTPAdapter

    send = HTTPAdapter.send

    def redirected(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        request.url = redirected_url(request.url)
        return send(self, request, *args, **kwargs)

    HTTPAdapter.send = redirected  # type: ignore[method-assign]


def redirect_httpx() -> None:
    import httpx

    def elsewhere(request: httpx.Request) -> None:
        request.url = httpx.URL(redirected_url(str(request.url)))

    handle, handle_async = (
        httpx.HTTPTransport.handle_request,
        httpx.AsyncHTTPTransport.handle_async_request,
    )

    def redirected(self: Any, request: httpx.Request) -> httpx.Response:
        elsewhere(request)
        return handle(self, request)

    async def redirected_async(self: Any, request: httpx.Request) -> httpx.Response:
        elsewhere(request)
        return await handle_async(self, request)

    httpx.HTTPTransport.handle_request = redirected  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = redirected_async  # type: ignore[method-assign]


for redirect in (redirect_requests, redirect_httpx):
    with contextlib.suppress(ImportError):
        redirect()
