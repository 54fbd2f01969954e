"""Profiles: what belongs to an account, in a file that its user keeps. Keys are elsewhere."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import click

from agent_connectors.cli.ownership import refuse_others
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.hiding import said_safely, without_logins
from agent_connectors.engine.values.names import did_you_mean

__all__ = [
    "FILE_VARIABLE", "SAID", "SETTINGS", "VARIABLE", "Profile", "checked_name",
    "file_of_profiles", "profile_named", "read_profiles", "read_text", "read_toml",
]  # fmt: skip

VARIABLE: Final = "AGENT_CONNECTORS_PROFILE"
FILE_VARIABLE: Final = "AGENT_CONNECTORS_CONFIG"

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")

_VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

_SECRETS = frozenset({
    "access_token", "airbyte_client_secret", "api_key", "api_token", "client_secret", "key",
    "password", "secret", "token",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What belongs to an account; None where nothing is said.

    Args:
        name: Its name.
        connector: For which connector it is.
        base_url: Where to call, if not the usual place.
        workspace: The workspace that is meant where a call names none.
        timezone: The zone of times without one.
        read_only: Whether everything that changes something is refused.
        timeout: Seconds that a call may take.
        key_variable: The environment variable that the key is read from, and nowhere else.
        client_id: The client of a server that holds the key; its secret is this profile's key.
        customer_name: The workspace on that server.
        organization_id: The organization there.
        connector_id: The connector there.
    """

    name: str
    connector: str = "clickup"
    base_url: str | None = None
    workspace: str | None = None
    timezone: str | None = None
    read_only: bool = False
    timeout: float | None = None
    key_variable: str | None = None
    client_id: str | None = None
    customer_name: str | None = None
    organization_id: str | None = None
    connector_id: str | None = None


SAID: Final = tuple(field.name for field in fields(Profile) if field.name != "name")
"""What the file may say of a profile."""

SETTINGS: Final = ("base_url", "workspace", "timezone", "read_only", "timeout")
"""What the connector is made with, where the command line says nothing else."""

_HOSTED: Final = ("client_id", "customer_name", "organization_id", "connector_id")
"""What is said of an account on a server."""


def file_of_profiles() -> Path:
    """Where profiles are kept, whether or not the file is there.

    Raises:
        ConfigurationError: It is in the home folder of somebody who is not known.
    """
    named = os.environ.get(FILE_VARIABLE)
    if not named:
        return Path(click.get_app_dir("agent-connectors"), "config.toml")
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise ConfigurationError(
            f"{FILE_VARIABLE} names a home folder that is not known: {named}."
        ) from None


def checked_name(name: str) -> str:
    """The name of a profile, in the form in which it is compared.

    Raises:
        ConfigurationError: It cannot be one.
    """
    composed = normalize("NFC", name)
    if not _NAME.fullmatch(composed):
        raise ConfigurationError(
            f"A profile cannot be called {name!r}.",
            hint="Its name has letters, digits, `.`, `-` and `_`, and does not begin with a sign.",
        )
    return composed


def profile_named(name: str) -> Profile:
    """The profile of a name.

    Raises:
        ConfigurationError: There is none, or the file cannot be used.
    """
    name = checked_name(name)
    path = file_of_profiles()
    known = read_profiles(path)
    if name in known:
        return known[name]
    make = f"`agent-connectors profile add {name}` makes it."
    raise ConfigurationError(
        f"There is no profile `{name}` in {path}.",
        hint=f"{did_you_mean(name, known)} {make}".strip(),
    )


def read_profiles(path: Path) -> dict[str, Profile]:
    """The profiles of a file, by name; none if there is no such file.

    Raises:
        ConfigurationError: It cannot be read, others may write to it, or something in it is wrong.
    """
    return read_toml(path, read_text(path))


def read_toml(path: Path, text: str) -> dict[str, Profile]:
    """The profiles of a text, by name.

    Args:
        path: Where it is.
        text: What the file says.

    Raises:
        ConfigurationError: Something in it is wrong.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not TOML: {error}.") from None
    except RecursionError:
        raise ConfigurationError(f"{path} is not TOML that can be read: it is too deep.") from None
    _known(path, "", told, ["profiles"])
    tables = told.get("profiles", {})
    if not isinstance(tables, Mapping):
        raise ConfigurationError(f"{path}: `profiles` holds tables, such as `[profiles.acme]`.")
    found: dict[str, Profile] = {}
    for name, table in tables.items():
        profile = _profile(path, checked_name(name), table)
        if profile.name in found:
            raise ConfigurationError(f"{path} has two profiles `{profile.name}`.")
        found[profile.name] = profile
    return found


def read_text(path: Path) -> str:
    """What the file says; an empty text if there is none.

    Raises:
        ConfigurationError: It cannot be read, or others may write to it.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            refuse_others(path, os.fstat(file.fileno()))
            return file.read().decode("utf-8-sig")  # as editors on Windows write it
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigurationError(f"{path} cannot be read: {why}.") from None


def _at_once(path: str, flags: int) -> int:
    """Opens a file; a pipe is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _profile(path: Path, name: str, table: Any) -> Profile:
    where = f"profiles.{name}"
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"{path}: `{where}` is a table, such as `[{where}]`.")
    _known(path, where, table, SAID)
    given = {key: _value(path, f"{where}.{key}", key, value) for key, value in table.items()}
    profile = Profile(name=name, **given)
    hosted = [key for key in _HOSTED if getattr(profile, key) is not None]
    if hosted and profile.client_id is None:
        raise ConfigurationError(f"{path}: `{where}.{hosted[0]}` is for one with a `client_id`.")
    return profile


def _known(path: Path, where: str, table: Mapping[str, Any], names: Any) -> None:
    """Refuses what a table cannot say, with the nearest that it can."""
    within = f" of `{where}`" if where else ""
    for key in table:
        if key.lower() in _SECRETS:
            profile = where.partition(".")[2]
            raise ConfigurationError(
                f"{path}: `{key}`{within} would be a secret, and this file holds none.",
                hint=f"Remove it, and run `agent-connectors login --profile {profile or 'NAME'}`.",
            )
        if key not in names:
            raise ConfigurationError(
                f"{path}: there is no `{key}`{within}.", hint=did_you_mean(key, names)
            )


def _value(path: Path, where: str, key: str, value: Any) -> Any:
    """A value of the type that it should have.

    Raises:
        ConfigurationError: It has another, or is a secret.
    """
    if key == "read_only":
        fits, wanted = isinstance(value, bool), "true or false"
    elif key == "timeout":
        fits = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        wanted = "a number of seconds"
    else:
        if key == "workspace" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        fits, wanted = isinstance(value, str) and bool(value.strip()), "a text"
    if not fits:
        raise ConfigurationError(f"{path}: `{where}` must be {wanted}.")
    if said_safely(value) != value or without_logins(value) != value:
        raise ConfigurationError(
            f"{path}: `{where}` is a secret, and this file holds none.", hint="Remove it."
        )
    if key == "key_variable" and not _VARIABLE_NAME.fullmatch(value):
        raise ConfigurationError(
            f"{path}: `{where}` must be the name of an environment variable, such as ACME_KEY."
        )
    return value
