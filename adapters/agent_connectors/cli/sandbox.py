"""The command for an offline ClickUp: served, made up or from a file; and for such files."""

import asyncio
from contextlib import closing, suppress
from datetime import datetime
from typing import Any

import click
from click.core import ParameterSource

from agent_connectors.cli.account import PROFILE, chosen
from agent_connectors.cli.addresses import check_address, port_option, shown_address
from agent_connectors.cli.connecting import made
from agent_connectors.cli.failing import MissingExtra, failing
from agent_connectors.cli.progress import reading

__all__ = ["sandbox"]

_MADE_UP = ("tasks", "lists", "seed", "today", "one_list")
"""Options of a workspace that is made up."""

_COPYING = frozenset({"from_workspace", "profile", "workspace", "without", "anonymize"})
"""Options of a copy."""


@click.command()
@PROFILE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@port_option(8787, "Port to listen on; 0 for any free one.")
@click.option("--load", type=click.Path(dir_okay=False), help="A file with a workspace to serve.")
@click.option(
    "--from-workspace",
    type=click.Path(dir_okay=False),
    help="Copy the workspace that the key sees into a file, with reads alone.",
)
@click.option("--workspace", help="With --from-workspace: the id, where the key sees several.")
@click.option(
    "--without", multiple=True, help="With --from-workspace: what to leave out, such as comments."
)
@click.option(
    "--anonymize", is_flag=True, help="With --from-workspace: replace names, addresses and texts."
)
@click.option("--tasks", default=250, show_default=True, help="How many tasks to start with.")
@click.option("--lists", type=int, help="How many lists, if more than the usual ones.")
@click.option("--seed", default=1, show_default=True, help="Same seed, same data.")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that its dates are laid out around."
)
@click.option("--plan", help="free, unlimited, business or enterprise: refuse what it lacks.")
@click.option(
    "--rate-limit", type=int, help="Requests a minute and key; 0 for any. The plan's, or 100."
)
@click.option("--rate-window", default=60, show_default=True, help="Seconds of that minute.")
@click.option("--latency", default=0.0, show_default=True, help="Seconds before each answer.")
@click.option("--one-list", is_flag=True, help="Put all tasks into a single list.")
@click.option("--revoked", multiple=True, help="A key to refuse; repeatable.")
@click.option("--page/--no-page", default=True, help="Serve a page to watch it on.")
@click.pass_context
def sandbox(
    context: click.Context,
    /,
    host: str,
    port: int,
    load: str | None,
    from_workspace: str | None,
    workspace: str | None,
    without: tuple[str, ...],
    anonymize: bool,
    today: datetime | None,
    page: bool,
    **given: Any,
) -> None:
    """Serve an offline ClickUp over HTTP, and a page to watch it on. Any key is accepted.

    With --from-workspace, copy a real workspace into a file for --load instead. One that is cut off
    is gone on with by the next.
    """
    if from_workspace is not None:
        others = tuple(sorted({*context.params} - _COPYING))
        _refuse(context, others, "is for serving; leave out it or --from-workspace.")
        _copy(from_workspace, workspace=workspace, without=without, anonymize=anonymize)
        return
    _refuse(context, tuple(sorted(_COPYING)), "goes with --from-workspace.")
    options = {**given, "today": today and today.date()}
    rate_limit = given["rate_limit"]
    options["rate_limit"] = "plan" if rate_limit is None else rate_limit or None
    if load is not None:
        _refuse(context, _MADE_UP, "is for a workspace that is made up; leave out it or --load.")
        options = {name: value for name, value in options.items() if name not in _MADE_UP}
        if options["plan"] is None:
            del options["plan"]  # the file tells it
    _serve(host, port, load, options, page)


def _refuse(context: click.Context, names: tuple[str, ...], why: str) -> None:
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.replace('_', '-')} {why}")


def _copy(path: str, **options: Any) -> None:
    from agent_connectors.clickup.copying import copy_workspace

    with (
        failing(),
        closing(made("clickup", offline=False, read_only=True)) as connector,
        reading() as tell,
    ):
        profile = chosen("clickup")
        if profile is not None and options["workspace"] is None:
            options["workspace"] = profile.workspace
        report = asyncio.run(copy_workspace(connector, path, progress=tell, **options))
    counts = ", ".join(f"{count:,} {kind}" for kind, count in report.counts.items())
    click.echo(f"{report.path}: {counts}; {report.requests:,} requests")
    for line in report.left_out:
        click.echo(f"Not read: {line}", err=True)


def _serve(host: str, port: int, load: str | None, options: dict[str, Any], page: bool) -> None:
    try:
        from agent_connectors.clickup.sandbox.server import serve
    except ModuleNotFoundError:
        raise MissingExtra(
            'Serving needs uvicorn: pip install "agent-connectors[sandbox]"'
        ) from None
    from agent_connectors.clickup.sandbox import Sandbox, SandboxFileError
    from agent_connectors.clickup.sandbox.page import ADDRESS

    try:
        app = Sandbox(**options) if load is None else Sandbox.load(load, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except SandboxFileError as error:
        raise click.ClickException(str(error)) from None

    with failing():
        check_address(host, port)

    def listening(on: int) -> None:
        url = shown_address(host, on)
        click.echo(f"ClickUp sandbox on {url} (any key; Ctrl-C ends it)")
        if page:
            click.echo(f"Watch it on {url}{ADDRESS}")

    with suppress(KeyboardInterrupt):
        serve(app, host=host, port=port, page=page, listening=listening)
