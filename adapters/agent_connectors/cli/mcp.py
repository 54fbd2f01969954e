"""The command that serves the tools over MCP."""

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from ipaddress import ip_address
from signal import SIGINT, signal
from threading import Timer
from typing import Any

import click

from agent_connectors.cli.account import PROFILE, chosen
from agent_connectors.cli.addresses import check_address, port_option, shown_address
from agent_connectors.cli.connecting import (
    CONNECTOR,
    FILES,
    TIMEZONE,
    WORKSPACE,
    fitting,
    made,
    place_of,
    with_settings,
)
from agent_connectors.cli.failing import MissingExtra, failing
from agent_connectors.cli.terms import in_a_shell
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.effects import EFFECTS
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.provider import provider_named
from agent_connectors.engine.tools.options import MOST_TOOLS
from agent_connectors.engine.values.tokens import DESCRIPTION_TOKENS, OUTPUT_TOKENS, TOOL_TOKENS

__all__ = ["mcp"]

_FOR_CONNECTOR = (
    "read_only",
    "allow_destructive",
    "timezone",
    "workspace",
    "files",
    "store",
    "store_also",
    "store_without",
    "journal",
    "timeout",
)
"""What decides how the connector is made; the rest, which tools there are."""

_GRACE = 1.0
"""Seconds in which calls end once a server is stopped."""


@click.command()
@CONNECTOR
@PROFILE
@click.option(
    "--form",
    type=click.Choice(["execute", "operations", "search"]),
    default="execute",
    show_default=True,
    help="One general tool, one for each operation, or one to find and one to carry out.",
)
@click.option("--entity", "entities", multiple=True, help="Only operations on this; repeatable.")
@click.option("--operation", "operations", multiple=True, help="Only this one; repeatable.")
@click.option(
    "--effect", "effects", multiple=True, type=click.Choice(EFFECTS), help="Only these; repeatable."
)
@click.option("--split-writes", is_flag=True, help="One tool that reads, one that changes.")
@click.option("--prefix", help="What the tools' names begin with, where there are other accounts.")
@click.option(
    "--approve",
    type=click.Choice(EFFECTS[1:]),
    help="Ask the person at the client before this, and before what is worse.",
)
@click.option(
    "--max-tools",
    type=click.IntRange(min=0),
    default=MOST_TOOLS,
    show_default=True,
    help="With --form operations, how many tools there may be; 0 for any number.",
)
@click.option(
    "--max-output-tokens",
    type=click.IntRange(min=1),
    default=OUTPUT_TOKENS,
    show_default=True,
    help="How long a result may be, estimated.",
)
@click.option(
    "--max-tool-tokens",
    type=click.IntRange(min=0),
    default=TOOL_TOKENS,
    show_default=True,
    help="With --form operations, how much is said of a tool; 0 for all there is.",
)
@click.option(
    "--max-description-tokens",
    type=click.IntRange(min=1),
    default=DESCRIPTION_TOKENS,
    show_default=True,
    help="With --form execute, how long the description may be.",
)
@click.option("--sandbox", "offline", is_flag=True, help="Use a sandbox inside this process.")
@click.option("--read-only", is_flag=True, help="Offer nothing that changes something.")
@click.option("--allow-destructive", is_flag=True, help="Permit what cannot be undone.")
@TIMEZONE
@WORKSPACE
@FILES
@click.option(
    "--store",
    type=click.Path(dir_okay=False),
    help="A context store, which `agent-connectors store sync` fills, for a tool that asks it.",
)
@click.option("--store-also", multiple=True, help="What the store reads besides; repeatable.")
@click.option("--store-without", multiple=True, help="What the store leaves out; repeatable.")
@click.option(
    "--journal",
    type=click.Path(dir_okay=False),
    help="Where to note what is written, so that `agent-connectors journal undo` can take it back.",
)
@click.option("--timeout", type=float, help="Seconds that a call may take.")
@click.option("--http", is_flag=True, help="Serve over HTTP, to callers with tokens of their own.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http, where.")
@port_option(8765, "With --http, the port.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    help="With --http, a name by which callers address it, if not as this machine; repeatable.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    help="With --http, a web page that may call, such as https://chat.example.com; repeatable.",
)
def mcp(
    connector: str,
    *,
    offline: bool,
    http: bool,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    **options: Any,
) -> None:
    """Serve the tools over MCP: on standard input and output, or over HTTP.

    The key is read from CLICKUP_API_KEY, or the client of a server from AIRBYTE_CLIENT_ID and
    AIRBYTE_CLIENT_SECRET, or it is the one that `login` keeps. Over HTTP, each caller sends a token
    of their own instead, in the header `Authorization: Bearer`; there is one endpoint, /mcp.
    """
    try:
        from agent_connectors import mcp as serving
    except ModuleNotFoundError as missing:
        raise MissingExtra(missing) from None
    switches = {name: options[name] for name in _FOR_CONNECTOR}
    switches["store"] = place_of(switches["store"])
    switches |= {name: switches[name] or None for name in ("store_also", "store_without")}
    tools = {n: value for n, value in options.items() if n not in _FOR_CONNECTOR and value != ()}
    tools["approve"] = tools["approve"] or ()
    tools |= {name: tools[name] or None for name in ("max_tools", "max_tool_tokens")}
    tools |= {"version": version("agent-connectors"), "tell": in_a_shell}
    with failing():
        if not http:
            if wrong := _given("host", "port", "hosts", "origins"):
                raise click.UsageError(f"{wrong} is for --http.")
            with closing(made(connector, offline=offline, may_ask=False, **switches)) as ready:
                if sys.stdin.isatty():
                    signal(SIGINT, _end_soon)
                    click.echo(
                        "MCP on this terminal, for a client to speak (Ctrl-C ends it)", err=True
                    )
                asyncio.run(serving.serve_stdio(serving.make_server(ready, **tools)))
            return
        if not _is_loopback(host) and not hosts:
            raise click.UsageError(
                f"On {host} others can reach it. If that is meant, name with --allow-host how they "
                "address it, and put TLS in front of it: tokens come in a header."
            )
        if switches["files"]:
            raise click.UsageError("--files is one folder, which callers over HTTP would share.")
        if switches["store"] and not offline:
            raise click.UsageError(
                "--store is of one account, which callers over HTTP would share."
            )
        tools |= {"hosts": (*serving.LOOPBACK, *hosts), "origins": origins}
        if offline:
            one = made(connector, offline=True, **switches)
            app = serving.make_http_app(one, **tools)
        else:
            switches = _for_callers(connector, switches)
            kind, connect = _for_tokens(connector, switches)
            told = {name: switches[name] for name in ("read_only", "allow_destructive")}
            app = serving.make_http_app(kind, connect, **tools, **told)
        check_address(host, port)
    whose = "a sandbox, no token needed" if offline else "each caller with a token of their own"

    def listening(on: int) -> None:
        click.echo(f"MCP on {shown_address(host, on)}/mcp ({whose}; Ctrl-C ends it)", err=True)

    serving.serve_http(app, host=host, port=port, listening=listening)


def _end_soon(*_: object) -> None:
    """Ends a server at a terminal, where what waits for a line would go on waiting for it."""
    end = Timer(_GRACE, os._exit, (130,))  # calls are stopped by then, and what is known is told
    end.daemon = True
    end.start()
    raise KeyboardInterrupt


def _for_callers(connector: str, switches: dict[str, Any]) -> dict[str, Any]:
    """What the connectors of callers are made with; the key of a profile is not for them.

    Raises:
        ConfigurationError: The profile is for an account on a server.
    """
    profile = chosen(connector)
    if profile is not None and profile.client_id is not None:
        raise ConfigurationError(
            f"The profile `{profile.name}` is for the client of a server, and callers over HTTP "
            "have tokens of their own."
        )
    return with_settings(switches, profile)


def _for_tokens(
    name: str, switches: dict[str, Any]
) -> tuple[type[Connector], Callable[[str], Connector]]:
    """The class of connectors of a name, and what makes one of a caller's token."""
    provider = provider_named(name)
    if provider.for_tokens is None:
        raise click.UsageError(f"`{name}` cannot be served to callers with tokens of their own.")
    given = fitting(name, provider.for_tokens, switches)
    return provider.connector, provider.for_tokens(**given)


def _given(*names: str) -> str | None:
    """The first of some options that was given."""
    context = click.get_current_context()
    default = click.core.ParameterSource.DEFAULT
    for option in context.command.params:
        if option.name in names and context.get_parameter_source(option.name) is not default:
            return option.opts[0]
    return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
