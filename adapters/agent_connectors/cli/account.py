"""Whose account a command works in: the profile that is chosen, and where its key comes from."""

import os
from collections.abc import Collection
from typing import NamedTuple

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from agent_connectors.cli import keyring
from agent_connectors.cli.asking import ask, somebody_is_there
from agent_connectors.cli.profiles import (
    VARIABLE,
    Profile,
    file_of_profiles,
    profile_named,
    read_profiles,
)
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.provider import Provider
from agent_connectors.engine.secrets.secret import Secret

__all__ = [
    "PROFILE", "Account", "Choice", "account", "chosen", "chosen_by_name", "profile_in_use",
    "prompt_of", "refuse_unseen", "use",
]  # fmt: skip

_CHOICE = "agent_connectors.profile"
"""Under which click keeps what is chosen."""

_CLIENT, _CLIENT_SECRET = "AIRBYTE_CLIENT_ID", "AIRBYTE_CLIENT_SECRET"

_ENVIRONMENT = "the environment"


_IN_USE = "agent_connectors.profile_in_use"
"""Under which it keeps the profile itself."""


class Choice(NamedTuple):
    """A profile that is chosen.

    Attributes:
        name: Its name.
        how: By what.
    """

    name: str
    how: str


class Account(NamedTuple):
    """An account to work in.

    Attributes:
        profile: The profile that is chosen; None if none is.
        secret: Its key; None where the connector itself reads the environment.
        source: Where the key comes from; empty if there is none.
    """

    profile: Profile | None
    secret: Secret | None
    source: str


def _choose(ctx: click.Context, option: click.Parameter, name: str | None) -> None:
    if ctx.resilient_parsing or name is None:
        return
    explicit = ctx.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    ctx.meta[_CHOICE] = Choice(name, "--profile" if explicit else VARIABLE)


def _names(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    try:
        names = read_profiles(file_of_profiles())
    except ConnectorError:
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


PROFILE = click.option(
    "--profile",
    envvar=VARIABLE,
    show_envvar=True,
    expose_value=False,
    callback=_choose,
    shell_complete=_names,
    help="Whose account, of those in the file of profiles.",
)


def chosen_by_name() -> Choice | None:
    """The profile that is chosen, whether or not there is one of that name."""
    context = click.get_current_context(silent=True)
    found: Choice | None = context.meta.get(_CHOICE) if context else None
    return found


def profile_in_use() -> Profile | None:
    """The profile that was chosen, where it was read."""
    context = click.get_current_context(silent=True)
    found: Profile | None = context.meta.get(_IN_USE) if context else None
    return found


def use(profile: Profile) -> None:
    """Has errors of this command tell of a profile."""
    click.get_current_context().meta[_IN_USE] = profile


def chosen(connector: str) -> Profile | None:
    """The profile that is chosen; None if none is.

    Args:
        connector: The connector that it should be for.

    Raises:
        ConfigurationError: There is no such profile, or it is for another connector.
    """
    choice = chosen_by_name()
    if choice is None:
        return None
    profile = profile_named(choice.name)
    use(profile)
    if profile.connector != connector:
        raise ConfigurationError(
            f"The profile `{profile.name}` is for the connector `{profile.connector}`.",
            hint=f"Add --connector {profile.connector}, or leave out the profile.",
        )
    return profile


def account(name: str, provider: Provider, *, may_ask: bool) -> Account:
    """The account to work in.

    The environment comes first, then the keyring, then who sits at the terminal. What the
    environment says against a profile is refused: it is not known which account is meant.

    Args:
        name: The name of the connector.
        provider: What brings it.
        may_ask: Whether somebody may be asked for the key.

    Raises:
        ConfigurationError: It is not known which account is meant, or its key is not there.
    """
    profile = chosen(name)
    takes_keys = bool(provider.key_variable and provider.for_tokens)
    if profile is not None and (takes_keys or profile.client_id):
        return _of_profile(profile, provider, may_ask=may_ask)
    if profile or not takes_keys or _said(provider.key_variable) or _said(_CLIENT):
        return Account(profile, None, _ENVIRONMENT)
    return _elsewhere(name, provider, None, may_ask=may_ask) or Account(None, None, "")


def _of_profile(profile: Profile, provider: Provider, *, may_ask: bool) -> Account:
    variable = provider.key_variable
    if profile.client_id:
        _agreed(profile, **{provider.key_variable: "", _CLIENT: profile.client_id})
        _agreed(profile, AIRBYTE_ORGANIZATION_ID=profile.organization_id)
        _agreed(profile, AIRBYTE_API_URL=profile.base_url)
        variable = _CLIENT_SECRET
    elif provider.base_url_variable:
        _agreed(profile, **{provider.base_url_variable: profile.base_url})
    if profile.key_variable:
        secret = _said(profile.key_variable)
        if secret is None:
            raise ConfigurationError(
                f"The profile `{profile.name}` has its key in {profile.key_variable}, and that is "
                "not set."
            )
        return Account(profile, secret, profile.key_variable)
    given = _said(variable)
    if given is not None:
        if _kept(profile) not in {None, given}:
            raise _contradiction(profile, variable)
        return Account(profile, given, variable)
    if not profile.client_id and _said(_CLIENT):
        if _kept(profile) is not None or profile.base_url is not None:
            raise _contradiction(profile, _CLIENT)
        return Account(profile, None, _ENVIRONMENT)
    found = _elsewhere(profile.connector, provider, profile, may_ask=may_ask)
    if found is None:
        raise ConfigurationError(
            f"There is no key for the profile `{profile.name}`.",
            hint=f"Run `agent-connectors login --profile {profile.name}`, or set {variable}.",
        )
    return found


def _kept(profile: Profile) -> Secret | None:
    """The key of a profile, to be held against the environment's; None where that cannot be."""
    try:
        return keyring.kept(profile.connector, profile.name)
    except ConfigurationError:
        return None  # a keyring that is locked is no reason to refuse a key that is there


def _elsewhere(
    name: str, provider: Provider, profile: Profile | None, *, may_ask: bool
) -> Account | None:
    """The account with the key of the keyring, or else of who sits at the terminal."""
    kept = keyring.kept(name, profile.name if profile else None)
    if kept is not None:
        return Account(profile, kept, f"the keyring ({keyring.ready()})")
    typed = ask(prompt_of(provider, profile)) if may_ask and somebody_is_there() else None
    return Account(profile, typed, "typed") if typed else None


def prompt_of(provider: Provider, profile: Profile | None) -> str:
    """What is asked for."""
    of = f" of the profile {profile.name}" if profile else ""
    if profile and profile.client_id:
        return f"Secret of the client {profile.client_id}{of}"
    return f"{provider.connector.name} key{of}"


def refuse_unseen(profile: Profile | None, places: Collection[str]) -> None:
    """Refuses an account that does not see the workspace of its profile.

    Args:
        profile: The profile, if there is one.
        places: Ids of the workspaces that the account sees.

    Raises:
        ConfigurationError: It does not.
    """
    wanted = profile.workspace if profile else None
    if profile and wanted and wanted.isdecimal() and places and wanted not in places:
        raise ConfigurationError(
            f"The key does not see the workspace {wanted} of the profile `{profile.name}`.",
            hint=f"It sees: {', '.join(places)}.",
        )


def _said(variable: str) -> Secret | None:
    text = os.environ.get(variable) if variable else None
    return Secret(text) if text else None


def _agreed(profile: Profile, **said: str | None) -> None:
    """Refuses what the environment says otherwise than a profile; None where that says nothing."""
    for variable, own in said.items():
        other = os.environ.get(variable)
        if other and own is not None and other.rstrip("/") != own.rstrip("/"):
            raise _contradiction(profile, variable)


def _contradiction(profile: Profile, variable: str) -> ConfigurationError:
    return ConfigurationError(
        f"{variable} is set, and the profile `{profile.name}` says otherwise: it is not known "
        "which account is meant.",
        hint=f"Unset {variable}, or leave out the profile.",
    )
