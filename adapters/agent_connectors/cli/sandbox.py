"""The command for an offline ClickUp: served, made up or from a file."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import click
from click.core import ParameterSource

__all__ = ["sandbox"]

_MADE_UP = ("tasks", "lists", "seed", "today", "one_list")
"""Options of a workspace that is made up."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8787, show_default=True, help="Port to listen on.")
@click.option("--load", type=click.Path(dir_okay=False), help="A file with a workspace to serve.")
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
    today: datetime | None,
    page: bool,
    **given: Any,
) -> None:
    """Serve an offline ClickUp over HTTP, and a page to watch it on. Any key is accepted."""
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


def _serve(host: str, port: int, load: str | None, options: dict[str, Any], page: bool) -> None:
    try:
        from agent_connectors.clickup.sandbox.server import serve
    except ModuleNotFoundError:
        raise click.ClickException(
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
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    click.echo(f"ClickUp sandbox on {url} (any key; Ctrl-C ends it)")
    if page:
        click.echo(f"Watch it on {url}{ADDRESS}")
    with suppress(KeyboardInterrupt):
        serve(app, host=host, port=port, page=page)
