"""The commands `login` and `logout`: the key of an account goes into the system's keyring."""

import os
import sys
from contextlib import closing

import click

from agent_connectors.cli import keyring
from agent_connectors.cli.account import (
    PROFILE,
    Account,
    chosen,
    chosen_by_name,
    prompt_of,
    refuse_unseen,
)
from agent_connectors.cli.asking import ask, somebody_is_there
from agent_connectors.cli.connecting import CONNECTOR, connected
from agent_connectors.cli.failing import JSON_ERRORS, failing
from agent_connectors.cli.profiles import checked_name, profile_named
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.provider import Provider, provider_named
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["login", "logout"]


@click.command()
@CONNECTOR
@PROFILE
@JSON_ERRORS
@click.option("--stdin", "piped", is_flag=True, help="Read the key from standard input.")
@click.option("--no-check", is_flag=True, help="Keep it without trying whether it works.")
def login(connector: str, *, piped: bool, no_check: bool) -> None:
    """Keep the key of an account in the system's keyring.

    It is asked for, and not shown as it is typed. It is kept if it works; nothing else is written.
    """
    with failing():
        provider = provider_named(connector)
        if not provider.key_variable or provider.for_tokens is None:
            raise ConfigurationError(f"`{connector}` takes its key from the environment alone.")
        profile = chosen(connector)
        if profile and profile.key_variable:
            raise ConfigurationError(
                f"The profile `{profile.name}` has its key in {profile.key_variable}, not in a "
                "keyring.",
                hint="Take `key_variable` out of it first.",
            )
        where = keyring.ready()
        secret = _given(prompt_of(provider, profile), provider, piped=piped)
        account = Account(profile, secret, "typed")
        who = "" if no_check else f": it works for {_who(connector, provider, account)}"
        if no_check:
            connected(connector, provider, account).close()  # what cannot be a key is refused
        keyring.store(connector, profile.name if profile else None, secret)
        click.echo(f"The key is kept in {where}{who}.")
        if os.environ.get(provider.key_variable):
            click.echo(f"{provider.key_variable} is set, and comes first.", err=True)


@click.command()
@CONNECTOR
@PROFILE
@JSON_ERRORS
def logout(connector: str) -> None:
    """Remove the key of an account from the system's keyring."""
    with failing():
        provider_named(connector)
        choice = chosen_by_name()
        name = checked_name(choice.name) if choice else None
        where = keyring.ready()
        if keyring.forget(connector, name):
            click.echo(f"The key is no more in {where}.")
            return
        if name is not None:
            profile_named(name)  # a wrong name is told as such
        click.echo(f"There was no key in {where}.")


def _given(what: str, provider: Provider, *, piped: bool) -> Secret:
    """The key that is piped, or typed.

    Raises:
        ConfigurationError: There is none.
    """
    if piped:
        secret = Secret(sys.stdin.read().strip())
    elif somebody_is_there():
        secret = ask(what) or Secret("")
    else:
        raise ConfigurationError(
            "There is no terminal to ask at.",
            hint=f"Pipe the key into `login --stdin`, or set {provider.key_variable}.",
        )
    if not secret.reveal():
        raise ConfigurationError("No key was given.")
    return secret


def _who(name: str, provider: Provider, account: Account) -> str:
    """Whose key it is.

    Raises:
        ConnectorError: It does not work.
        ConfigurationError: It does not see the workspace of the profile.
    """
    with closing(connected(name, provider, account)) as connector:
        connector.run(connector.execute(*connector.probe))
        told = connector.run(connector.hooks.account())
    refuse_unseen(account.profile, told.places)
    return f"{told.who}; workspaces: {', '.join(told.places) or 'none'}"
