"""Where a file may be fetched from: never from this machine, or the network it stands in."""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

__all__ = ["PrivateAddress", "Source", "public_address"]


_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is anybody's on the Internet; private addresses are written in many others."""


class PrivateAddress(Exception):
    """A name leads to an address that is nobody's on the Internet."""


async def public_address(host: str, port: int) -> str:
    """The address to connect to for a name, so that it is the one that was checked.

    Args:
        host: A name, or an address.
        port: The port.

    Raises:
        PrivateAddress: One of its addresses is private, of this machine, or reserved.
        OSError: There is no such name.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not is_public(address):
            raise PrivateAddress(f"{host} leads to {address}, which is not on the Internet.")
    if not addresses:
        raise OSError(f"{host} has no address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is of the Internet at large."""
    try:
        parsed: _Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is not None:
            parsed = inner
        elif parsed not in _GIVEN_OUT or parsed.teredo is not None:
            return False
    return parsed.is_global and not parsed.is_multicast


@dataclass(frozen=True, slots=True)
class Source:
    """Where files may be fetched from: some hosts on the Internet, and one address of our own.

    Args:
        hosts: What the names of the hosts end with, such as `.example.com`; only over https.
        own: Scheme and host that the program itself has set, where anything goes.
        app: An ASGI application to ask instead of the network.
        http_client: An `httpx.AsyncClient` to ask with, which looks names up itself.
    """

    hosts: tuple[str, ...]
    own: tuple[str, str]
    app: Any = None
    http_client: Any = None

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
        if self.http_client is not None or _proxied(host, parts.scheme):
            return url, {}, {}  # the proxy looks names up, and stands where it may
        address = await public_address(host, parts.port or 443)
        place = f"[{address}]" if ":" in address else address
        pinned = parts._replace(netloc=place).geturl()
        return pinned, {"Host": parts.netloc}, {"sni_hostname": host}


def _proxied(host: str, scheme: str) -> bool:
    proxies = getproxies()
    return not proxy_bypass(host) and bool(proxies.get(scheme) or proxies.get("all"))
