"""Where a command is to listen."""

import socket
import sys
from collections.abc import Callable
from contextlib import closing
from errno import EADDRINUSE
from typing import TypeVar

import click

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["check_address", "port_option", "shown_address"]

C = TypeVar("C", bound=Callable[..., object] | click.Command)


def port_option(default: int, about: str) -> Callable[[C], C]:
    """The option `--port` of a server.

    Args:
        default: The port without it.
        about: What it says of itself.
    """
    ports = click.IntRange(0, 65535)
    return click.option("--port", type=ports, default=default, show_default=True, help=about)


def check_address(host: str, port: int) -> None:
    """Tries whether a server could listen somewhere, before it is made.

    Args:
        host: A name or an address of this machine.
        port: The port; 0 for any free one.

    Raises:
        ConfigurationError: It could not.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise ConfigurationError(
            f"There is no address of the name {host!r}.", hint="Give another --host."
        ) from None
    for family, kind, protocol, _, address in found:
        try:
            with closing(socket.socket(family, kind, protocol)) as tried:
                if sys.platform != "win32":  # where it would let two listen
                    tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
        except OSError as error:
            if error.errno == EADDRINUSE:
                raise ConfigurationError(
                    f"Something else listens on port {port} of {host}.",
                    hint="Give another --port; 0 takes any free one.",
                ) from None
            raise ConfigurationError(
                f"Nothing can listen on port {port} of {host}: {error.strerror}.",
                hint="Give another --host or --port.",
            ) from None


def shown_address(host: str, port: int) -> str:
    """The URL of a server."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
