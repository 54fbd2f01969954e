"""The commands for profiles: one is written to the file where it is asked for."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from agent_connectors.cli.account import use
from agent_connectors.cli.connecting import try_profile
from agent_connectors.cli.failing import JSON_ERRORS, failing
from agent_connectors.cli.profiles import (
    SAID,
    checked_name,
    file_of_profiles,
    read_profiles,
    read_text,
    read_toml,
)
from agent_connectors.cli.showing import print_json
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.provider import provider_named

__all__ = ["profile"]

_USUAL = "clickup"
"""The connector of a profile that names none."""


@click.group()
def profile() -> None:
    """Keep what belongs to each of several accounts, but for their keys."""


@profile.command("list")
@JSON_ERRORS
def list_() -> None:
    """List the profiles, as JSON, and say in which file they are."""
    with failing():
        provider_named(_USUAL)  # so that a key in the file is refused, not listed
        path = file_of_profiles()
        found = [
            {name: value for name, value in asdict(one).items() if value not in (None, False)}
            for one in read_profiles(path).values()
        ]
        print_json({"file": str(path), "profiles": found})


@profile.command()
@JSON_ERRORS
@click.argument("name")
@click.option("--connector", help="For which connector; clickup.")
@click.option("--base-url", help="Where to call, if not the usual place.")
@click.option("--workspace", help="The one that is meant where a call names none: id or name.")
@click.option("--timezone", help="The zone of times without one, such as Europe/Berlin.")
@click.option("--read-only", is_flag=True, help="Refuse everything that changes something.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400, min_open=True),
    help="Seconds that a call may take.",
)
@click.option("--key-variable", help="Read the key from this environment variable alone.")
@click.option(
    "--client-id", help="The client of a server that holds the key; `login` keeps its secret."
)
@click.option("--customer-name", help="With --client-id: the workspace on that server.")
@click.option("--organization-id", help="With --client-id: the organization there.")
@click.option("--connector-id", help="With --client-id: the connector there.")
def add(name: str, **given: Any) -> None:
    """Add the profile NAME to the file, which is made if it is not there.

    Its key goes into the keyring: `agent-connectors login --profile NAME`.
    """
    with failing():
        name = checked_name(name)
        provider_named(given["connector"] or _USUAL)  # which says what its keys look like
        path = file_of_profiles()
        text = read_text(path)
        if name in read_toml(path, text):
            raise ConfigurationError(
                f"There is a profile `{name}` already.", hint=f"Change it in {path}."
            )
        said = [(key, given[key]) for key in SAID if given[key] not in (None, False)]
        lines = [f"{key} = {_written(value)}" for key, value in said]
        block = "\n".join([f"[profiles.{_written(name)}]", *lines, ""])
        added = read_toml(path, block)[name]
        use(added)
        try_profile(added)
        _append(path, text, block)
        click.echo(f"The profile is in {path}.")


def _append(path: Path, text: str, block: str) -> None:
    """Adds to a file what leaves it one that can be read.

    Raises:
        ConfigurationError: It would not be one, or it cannot be written.
    """
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    read_toml(path, text + gap + block)
    content = (gap + block).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "ab", buffering=0, opener=_of_ones_own) as file:
            size = file.tell()
            whole = file.write(content) == len(content)
            if not whole:
                file.truncate(size)  # half of it would be no file of profiles
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}.") from None
    if not whole:
        raise ConfigurationError(f"{path} cannot be written: there is no room for it.")


def _written(value: Any) -> str:
    """A text, a number or a switch as TOML, which is JSON but for one character and no numbers."""
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _of_ones_own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
