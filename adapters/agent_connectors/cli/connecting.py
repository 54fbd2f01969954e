"""Makes the connector that a command works with."""

from collections.abc import Callable, Mapping
from inspect import signature
from pathlib import Path
from typing import Any

import click

from agent_connectors.cli.account import Account, account, chosen_by_name
from agent_connectors.cli.failing import MissingExtra
from agent_connectors.cli.profiles import SETTINGS, Profile
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.provider import Provider, provider_named
from agent_connectors.engine.secrets.secret import Secret

__all__ = [
    "CONNECTOR", "FILES", "TIMEZONE", "WORKSPACE", "connected", "fitting", "made", "place_of",
    "try_profile", "with_settings",
]  # fmt: skip

CONNECTOR = click.option(
    "--connector",
    default="clickup",
    show_default=True,
    help="Which connector, of those that installed packages bring.",
)

_DATABASE = b"SQLite format 3\0"
"""With which a journal begins."""

TIMEZONE = click.option("--timezone", help="The zone of times without one, such as Europe/Berlin.")

WORKSPACE = click.option(
    "--workspace", help="The one that is meant where a call names none, by its id or name."
)

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
        MissingExtra: The extra for PostgreSQL is missing.
    """
    if store is None or not store.startswith(("postgres://", "postgresql://")):
        if schema is not None:
            raise click.UsageError("--schema is for PostgreSQL.")
        return store
    try:
        from agent_connectors.postgres_store import PostgresStore
    except ModuleNotFoundError as missing:
        raise MissingExtra(missing) from None
    return PostgresStore(store, schema=schema or "context_store")


def made(name: str, *, offline: bool, may_ask: bool = True, **options: Any) -> Connector:
    """A connector of an installed package, for the account that is chosen.

    Args:
        name: The name of the connector.
        offline: Whether it is one to a sandbox, which is of no account.
        may_ask: Whether who sits at the terminal may be asked for a key.
        options: What it is made with; a profile says what is None or False here.

    Raises:
        ConnectorError: There is none of that name, or it cannot be made.
        click.UsageError: It has no sandbox, or no such option.
    """
    provider = provider_named(name)
    if offline:
        if provider.sandbox is None:
            raise click.UsageError(f"`{name}` has no sandbox.")
        choice = chosen_by_name()
        if choice is not None and choice.how == "--profile":
            raise click.UsageError("A sandbox is of no account: leave out --profile.")
        return provider.sandbox(**fitting(name, provider.sandbox, options))
    return connected(name, provider, account(name, provider, may_ask=may_ask), **options)


def connected(name: str, provider: Provider, account: Account, **options: Any) -> Connector:
    """A connector for an account.

    Args:
        name: Its name.
        provider: What brings it.
        account: The account.
        options: What it is made with; the account's profile says what is None or False here.

    Raises:
        ConnectorError: It cannot be made.
        click.UsageError: It has no such option.
    """
    profile, secret, _ = account
    given = with_settings(options, profile)
    if secret is None or provider.for_tokens is None:
        return provider.make(**fitting(name, provider.make, given))
    if profile is None or profile.client_id is None:
        make = provider.for_tokens(**fitting(name, provider.for_tokens, given))
        return make(secret.reveal())
    workspace = {} if profile.customer_name is None else {"customer_name": profile.customer_name}
    given["auth_config"] = AirbyteAuthConfig(
        **workspace,
        organization_id=profile.organization_id,
        airbyte_client_id=profile.client_id,
        airbyte_client_secret=secret.reveal(),
        connector_id=profile.connector_id,
    )
    return provider.make(**fitting(name, provider.make, given))


def try_profile(profile: Profile) -> None:
    """Makes what a profile is for, with no key of anybody, so that what cannot be is refused.

    Raises:
        ConnectorError: It cannot be made.
        click.UsageError: Its connector has no such option.
    """
    provider = provider_named(profile.connector)
    if profile.client_id is not None:
        connected(profile.connector, provider, Account(profile, Secret("of-nobody"), "")).close()
        return
    make = provider.for_tokens or provider.make
    given = fitting(profile.connector, make, with_settings({}, profile))
    if provider.for_tokens is not None:
        provider.for_tokens(**given)


def with_settings(options: Mapping[str, Any], profile: Profile | None) -> dict[str, Any]:
    """Options, and what a profile says where they say nothing."""
    given = dict(options)
    if profile is not None:
        given |= {
            name: said
            for name in SETTINGS
            if given.get(name) in (None, False) and (said := getattr(profile, name))
        }
    return given


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


def check_journal(place: str | None) -> None:
    """Refuses a file that cannot be a journal, before anything is begun.

    Args:
        place: Its path; None if there is to be no journal.

    Raises:
        click.UsageError: It is in no folder, or no database.
    """
    if place is None:
        return
    path = Path(place)
    if not path.absolute().parent.is_dir():
        raise click.UsageError(f"--journal: there is no folder {str(path.parent)!r}.")
    if path.is_file():
        try:
            with path.open("rb") as file:
                begins = file.read(len(_DATABASE))
        except OSError as error:
            raise click.UsageError(
                f"--journal: {place!r} cannot be read: {error.strerror}."
            ) from None
        if begins not in {b"", _DATABASE}:
            raise click.UsageError(f"--journal: {place!r} is no journal, and was left as it is.")
