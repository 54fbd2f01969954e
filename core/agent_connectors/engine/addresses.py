"""Where a host name leads: never to this machine, or into the network that it stands in."""

import asyncio
import ipaddress
import socket

__all__ = ["PrivateAddress", "public_address"]

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
