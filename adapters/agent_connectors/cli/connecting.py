"""Makes the connector that a command works with."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import click

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.provider import Provider, provider_named

__all__ = ["CONNECTOR", "FILES", "TIMEZONE", "fitting", "made", "place_of"]

CONNECTOR = click.option(
    "--connector",
    default="clickup",
    show_default=True,
    help="Which connector, of those that installed packages bring.",
)


TIMEZONE = click.option("--timezone", help="The zone of times without one, such as Europe/Berlin.")

FILES = click.option(
    "--files",
    type=click.Path(exists=True, file_okay=False),
    help="The folder for files to upload and to download.",
)


def place_of(store: str | None, schema: str | None = None) -> Any:
    """Where a context store is: the path of a file, or a schema of a database.

    Args:
        store: A path, or `postgresql://...`.
        schema: The schema; `context_store` if not given.

    Raises:
        click.UsageError: A file has no schema.
        click.ClickException: The extra for PostgreSQL is missing.
    """
    if store is None or not store.startswith(("postgres://", "postgresql://")):
        if schema is not None:
            raise click.UsageError("--schema is for PostgreSQL.")
        return store
    try:
        from agent_connectors.postgres_store import PostgresStore
    except ModuleNotFoundError as missing:
        raise click.ClickException(str(missing)) from None
    return PostgresStore(store, schema=schema or "context_store")


def made(name: str, *, offline: bool, **options: Any) -> Connector:
    """A connector of an installed package, with the credentials of the environment.

    Raises:
        ConnectorError: There is none of that name, or it cannot be made.
        click.UsageError: It has no sandbox, or no such option.
    """
    provider: Provider = provider_named(name)
    make = provider.sandbox if offline else provider.make
    if make is None:
        raise click.UsageError(f"`{name}` has no sandbox.")
    return make(**fitting(name, make, options))


def fitting(name: str, make: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Those options that were given.

    Raises:
        click.UsageError: What makes the connector does not take one.
    """
    taken = signature(make).parameters
    given = {option: value for option, value in options.items() if value not in (None, False)}
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in taken.values()):
        return given  # what it does not take, the connector refuses
    for option in given:
        if option not in taken:
            raise click.UsageError(f"`{name}` has no option --{option.replace('_', '-')}.")
    return given
