"""The certificates of authorities, which httpx reads anew for each of its clients.

Reading them takes longer than most tests, and most clients of tests call no address that has one.
"""

import os
import ssl
from functools import cache
from typing import Any

import httpx

__all__ = ["keep_certificates"]

_create = httpx.create_ssl_context


def keep_certificates() -> None:
    """From here on, clients of this process that ask for nothing else share them."""
    vars(httpx._transports.default)["create_ssl_context"] = _shared


def _shared(*given: Any, **options: Any) -> ssl.SSLContext:
    if given or options.get("verify", True) is not True or options.get("cert"):
        return _create(*given, **options)
    return _usual(tuple(map(os.environ.get, _TOLD)))


_TOLD = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
"""Where the environment says which certificates to read."""


@cache
def _usual(_: object) -> ssl.SSLContext:
    return _create()
