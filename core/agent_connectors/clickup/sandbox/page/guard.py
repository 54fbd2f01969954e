"""Who may look at the page and use it: browsers that have it open, and nobody's page elsewhere.

A page of another site can make a browser send requests here. It can read nothing of what comes
back, unless its name is made to lead to this machine (DNS rebinding): so the page answers to names
that lead here by themselves. What changes something has to come from the page itself.
"""

from collections.abc import Collection
from ipaddress import ip_address
from typing import Final

from agent_connectors.clickup.sandbox.http import Request

__all__ = ["HEADERS", "Guard"]

_EVERYWHERE: Final = {"0.0.0.0", "::", ""}  # noqa: S104 - what to look for, nothing is bound

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)
"""What every answer of the page says: nothing from elsewhere, and nothing within anything else."""


class Guard:
    """Says why a request is refused.

    Args:
        hosts: Names and addresses the page answers to besides this machine's own; one that stands
            for all addresses, such as `0.0.0.0`, allows every address, but no further name.
    """

    def __init__(self, hosts: Collection[str] = ()) -> None:
        self._hosts = {host.casefold() for host in hosts}
        self._any_address = not _EVERYWHERE.isdisjoint(self._hosts)

    def refusal(self, request: Request) -> str | None:
        """Why the page does not answer; `None` where it does."""
        host = request.header("host")
        name = _name_of(host)
        if not self._answers_to(name):
            return (
                f"The page does not answer to the name {name!r}. Open it as localhost, by an "
                "address, or by the name it is served under (--host)."
            )
        # Browsers say so themselves; whoever else asks does not send it.
        if request.header("sec-fetch-site") in {"cross-site", "same-site"} and (
            request.method != "GET" or request.header("sec-fetch-mode") != "navigate"
        ):
            return "The page takes requests from itself only."
        if request.method == "POST":
            origin = request.header("origin")
            if origin and origin.casefold() != f"{_scheme(request)}://{host}".casefold():
                return "The page takes requests from itself only."
            kind = request.header("content-type").partition(";")[0].strip().casefold()
            if kind != "application/json":
                return "The page takes JSON only (Content-Type: application/json)."
        return None

    def _answers_to(self, name: str) -> bool:
        if name == "localhost" or name.endswith(".localhost") or name in self._hosts:
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or self._any_address


def _scheme(request: Request) -> str:
    return request.origin().partition("://")[0]


def _name_of(host: str) -> str:
    """The name in a `Host` header, without its port and brackets."""
    host = host.strip().casefold()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
