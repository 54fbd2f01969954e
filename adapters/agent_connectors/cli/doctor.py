"""The command `doctor`: what is installed, whether the key works, what a tool would cost."""

import os
import platform
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Any, Final, Literal, NamedTuple, get_args

import click

from agent_connectors.cli.account import (
    PROFILE,
    Account,
    account,
    chosen_by_name,
    profile_in_use,
    refuse_unseen,
)
from agent_connectors.cli.connecting import CONNECTOR, connected, made
from agent_connectors.cli.failing import code_of
from agent_connectors.cli.profiles import file_of_profiles
from agent_connectors.cli.terms import in_a_shell
from agent_connectors.engine.claims import claims, put_right, reinstall
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.pacing.pacer import Pacer
from agent_connectors.engine.provider import Provider, provider_named
from agent_connectors.engine.tools import Toolbox
from agent_connectors.engine.tools.options import Form
from agent_connectors.engine.values.json_text import write
from agent_connectors.engine.values.tokens import characters

__all__ = ["doctor"]

_FRAMEWORKS: Final = (
    "pydantic-ai-slim", "langchain-core", "llama-index-core", "openai-agents", "mcp", "click",
    "uvicorn", "keyring",
)  # fmt: skip

_IMPORT_NAME = "airbyte_agent_clickup_api"
_OTHER = "airbyte-agent-clickup-api"


class _Finding(NamedTuple):
    """What was found.

    Attributes:
        about: What it is about.
        said: What is so.
        state: Whether that is fine.
        code: The exit code, if it is not.
    """

    about: str
    said: str
    state: Literal["ok", "note", "wrong"] = "ok"
    code: int = 1


@click.command()
@CONNECTOR
@PROFILE
@click.option("--sandbox", "offline", is_flag=True, help="Look at a sandbox inside this process.")
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
@click.pass_context
def doctor(ctx: click.Context, connector: str, offline: bool, as_json: bool) -> None:
    """Look at what is installed, whether the key works, and what tools cost in tokens.

    Sends a few reads and no write. The exit code is 0 if nothing is wrong, otherwise that of
    `call` for what is.
    """
    found: list[_Finding] = []
    for finding in _all(connector, offline=offline):
        found.append(finding)
        if not as_json:
            mark = {"ok": "  ", "note": "- ", "wrong": "! "}[finding.state]
            click.echo(f"{mark}{finding.about + ':':22}{finding.said}")
    if as_json:
        told = [{"about": f.about, "state": f.state, "said": f.said} for f in found]
        click.echo(write(told, indent=2).decode())
    wrong = [finding for finding in found if finding.state == "wrong"]
    ctx.exit(wrong[0].code if wrong else 0)


def _all(name: str, *, offline: bool) -> Iterator[_Finding]:
    yield _Finding("Python", f"{platform.python_version()} on {platform.system()}")
    yield _Finding("agent-connectors", version("agent-connectors"))
    installed = [f"{one} {known}" for one in _FRAMEWORKS if (known := _version_of(one))]
    yield _Finding("beside it", ", ".join(installed) or "no framework")
    yield from _import_name()
    budget = Pacer()
    try:
        if offline:
            ready = made(name, offline=True, budget=budget)
        else:
            provider = provider_named(name)
            yield from _profile()
            found = account(name, provider, may_ask=False)
            yield _key(found, provider)
            ready = connected(name, provider, found, budget=budget)
        with closing(ready) as connector:
            yield from _tools(connector)
            yield from _account(connector, budget)
    except ConnectorError as error:
        yield _Finding("connection", in_a_shell(error), "wrong", code_of(error))


def _version_of(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _import_name() -> Iterator[_Finding]:
    """Whether code written for Airbyte's connector would get this one."""
    about = "import name"
    other = claims(_OTHER, _IMPORT_NAME)
    spec = find_spec(_IMPORT_NAME)
    if spec is None or not spec.origin:
        fix = put_right(_OTHER) if other else reinstall()
        yield _Finding(
            about, f"the files of {_IMPORT_NAME} are gone, as {_OTHER} was removed. {fix}", "wrong"
        )
    elif "agent_connectors.clickup" not in Path(spec.origin).read_text("utf-8", "replace"):
        said = f"{_IMPORT_NAME} is {_OTHER}, not this package. {put_right(_OTHER)}"
        yield _Finding(about, said, "wrong")
    elif other:
        said = f"{_IMPORT_NAME} is this package, but {_OTHER} claims the same files. "
        said += put_right(_OTHER)
        yield _Finding(about, said, "wrong")


def _profile() -> Iterator[_Finding]:
    """Which profile is chosen, by what, and in which file it is."""
    choice = chosen_by_name()
    if choice is not None:
        yield _Finding("profile", f"{choice.name}, by {choice.how}; {file_of_profiles()}")


def _key(found: Account, provider: Provider) -> _Finding:
    """Where the key comes from, without a letter of it."""
    variable = provider.key_variable
    if found.secret is not None:
        source, key = found.source, found.secret.reveal()
    elif os.environ.get(variable):
        source, key = variable, os.environ[variable]
    elif os.environ.get("AIRBYTE_CLIENT_ID"):
        return _Finding("AIRBYTE_CLIENT_ID", "set: calls go through a server that has the token")
    else:
        return _Finding("key", "none in the environment, and none in a keyring", "note")
    if found.profile and found.profile.client_id:
        return _Finding("key", f"from {source}: calls go through a server that has the token")
    personal = key.startswith("pk_")
    kind = "a personal token" if personal else "not of the form pk_..."
    return _Finding("key", f"from {source}, {kind}", "ok" if personal else "note")


def _account(connector: Connector, budget: Pacer) -> Iterator[_Finding]:
    begun = monotonic()
    connector.run(connector.execute(*connector.probe))
    yield _Finding("connection", f"works, {(monotonic() - begun) * 1000:.0f} ms")
    told = connector.run(connector.hooks.account())
    if told.who:
        places = ", ".join(told.places) or "none"
        yield _Finding("works as", f"{told.who}; workspaces: {places}")
    refuse_unseen(profile_in_use(), told.places)
    left = budget.available()
    if left is not None:
        yield _Finding("rate limit", f"{left} requests left at this moment")


def _tools(connector: Connector) -> Iterator[_Finding]:
    costs = []
    for form in get_args(Form):
        few: dict[str, Any] = {"max_tools": None} if form == "operations" else {}
        tools = Toolbox(connector, form=form, **few).tools
        texts = [one.name + one.description + write(one.schema).decode() for one in tools]
        tokens = round(sum(map(len, texts)) * 1000 / characters(1000, "schema"))
        many = "1 tool" if len(tools) == 1 else f"{len(tools)} tools"
        costs.append(f"{form} about {tokens:,} ({many})")
    yield _Finding("tokens of tools", ", ".join(costs))
