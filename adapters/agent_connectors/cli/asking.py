"""Asks who sits at a terminal for a key, and shows none of it."""

import os
import sys
import warnings
from getpass import GetPassWarning, getpass

import click

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["ask", "somebody_is_there"]


def somebody_is_there() -> bool:
    """Whether somebody can be asked: at a terminal, and not in a run of CI."""
    if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
        return False
    return all(end is not None and end.isatty() for end in (sys.stdin, sys.stderr))


def ask(what: str) -> Secret | None:
    """Asks for a key, which is not shown as it is typed; None if there is no answer.

    Args:
        what: What is asked for.

    Raises:
        ConfigurationError: It would be shown.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # or it is read and shown all the same
            typed = getpass(f"{what}: ").strip()
    except GetPassWarning:
        raise ConfigurationError(
            "This terminal would show the key, so it is not asked for.",
            hint="Set the environment variable instead.",
        ) from None
    except EOFError:
        click.echo(err=True)
        return None
    except KeyboardInterrupt:
        click.echo(err=True)
        raise
    return Secret(typed) if typed else None
