"""Does something with the database, beside the servers that use it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from getpass import getuser
from typing import Any, TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError, ConnectorError, InvalidCall
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import AWAY, open_database, reason, shown
from agent_connectors.hosted.store.executions import write_down
from agent_connectors.hosted.store.migrate import check_tables

__all__ = ["checked", "refused", "run"]

T = TypeVar("T")

_AS_CODE = re.compile(r"Write `\w+\((\w+)=\.\.\.\)`\.")
"""How errors name a field to who writes Python."""

Named = Callable[[Any], Mapping[str, Any]]
"""What a command was about, from what it gave."""


class _WrongCall(click.ClickException):
    """The command line, or what is set, has to be changed."""

    exit_code = 2


def refused(error: ConnectorError) -> click.ClickException:
    """An error as a command tells it: with 2 where the call, or what is set, is to be changed."""
    told = _AS_CODE.sub(r"Add `--field \1`.", str(error))
    wrong = isinstance(error, ConfigurationError | InvalidCall)
    return _WrongCall(told) if wrong else click.ClickException(told)


def checked(function: Callable[[], T]) -> T:
    """What a function gives; its errors as a command tells them."""
    try:
        return function()
    except ConnectorError as error:
        raise refused(error) from None


def run(
    settings: Settings,
    function: Callable[[AsyncEngine], Awaitable[T]],
    *,
    changes: Named | None = None,
    tables: Callable[[AsyncEngine], Awaitable[None]] = check_tables,
    make: bool = False,
) -> T:
    """Does something with the database.

    Args:
        settings: Where it is.
        function: What to do.
        changes: For a command that changes something, what the audit log is to say of it.
        tables: Looks at its tables first.
        make: Whether to make the database where there is none.
    """
    command = click.get_current_context().command_path.partition(" admin ")[2]

    async def work() -> Any:
        engine = open_database(settings.database_url, make=make)
        try:
            await tables(engine)
            done = await function(engine)
            if changes is not None:
                objects = {"by": _user(), **changes(done)}
                await write_down(engine, f"admin {command}", objects)
            return done
        finally:
            await engine.dispose()

    try:
        done: T = asyncio.run(work())
    except ConnectorError as error:
        raise refused(error) from None
    except AWAY as error:
        where = shown(settings.database_url)
        raise click.ClickException(
            f"The database {where} cannot be used: {reason(error)}."
        ) from None
    return done


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"  # a container may run as a number without a name
