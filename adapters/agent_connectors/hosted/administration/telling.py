"""Prints what commands have to say, and says on standard error where that cannot be read."""

import io
import sys
from collections.abc import Iterable

import click

__all__ = ["Untold", "tell", "tell_done"]


class Untold(click.ClickException):
    """What a command gave cannot be written."""

    exit_code = 6


def tell(lines: Iterable[str]) -> None:
    """Prints what was read.

    Raises:
        Untold: It cannot be written.
    """
    why = _written(lines)
    if why is not None:
        raise Untold(f"The result cannot be written ({why}). Nothing was changed.")


def tell_done(*lines: str, done: str, next_step: str = "") -> None:
    """Prints what a change gave.

    Args:
        lines: What to print; a secret may be among it.
        done: What was done, for who cannot read the lines.
        next_step: What to do then.

    Raises:
        Untold: It cannot be written. It says what was done, and no secret.
    """
    why = _written(lines)
    if why is not None:
        said = f"{done} The result cannot be written ({why})."
        raise Untold(f"{said} {next_step}".strip())


def _written(lines: Iterable[str]) -> str | None:
    """Why some lines cannot be written; None if they were."""
    if sys.stdout is None:
        return "standard output is closed"
    try:
        for line in lines:
            click.echo(line)
    except OSError as error:
        sys.stdout = io.StringIO()  # or what is left in it would be written again at the end
        return error.strerror or type(error).__name__
    return None
