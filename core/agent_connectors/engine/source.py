"""Where files may be fetched from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from agent_connectors.engine.addresses import public_address

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where files may be fetched from: some hosts on the Internet, and one address of our own.

    Args:
        hosts: What the names of the hosts end with, such as `.example.com`; only over https.
        own: Scheme and host that the program itself has set, where anything goes.
        app: An ASGI application to ask instead of the network.
    """

    hosts: tuple[str, ...]
    own: tuple[str, str]
    app: Any = None

    def allows(self, url: str) -> bool:
        """Whether a file may be fetched from an address."""
        try:
            parts = urlsplit(url if url.isprintable() else "")
            port, host = parts.port, parts.hostname
        except ValueError:
            return False
        if (parts.scheme, parts.netloc) == self.own:
            return True
        return (
            parts.scheme == "https"
            and port in {None, 443}
            and parts.username is None
            and f".{host}".endswith(self.hosts)
        )

    async def target(self, url: str) -> tuple[str, Mapping[str, str], Mapping[str, Any]]:
        """The address to send a request to, with headers and extensions that it needs.

        A name is looked up here, and the connection made to the address that was checked:
        looked up once more, it might lead elsewhere.

        Raises:
            PrivateAddress: The name leads into a private network.
            OSError: There is no such name.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self.app is not None or (parts.scheme, parts.netloc) == self.own:
            return url, {}, {}
        if _proxied(host, parts.scheme):
            return url, {}, {}  # the proxy looks names up, and stands where it may
        address = await public_address(host, parts.port or 443)
        place = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=place).geturl()
        return pinned, {"Host": parts.netloc}, {"sni_hostname": host}


def _proxied(host: str, scheme: str) -> bool:
    proxies = getproxies()
    return not proxy_bypass(host) and bool(proxies.get(scheme) or proxies.get("all"))
