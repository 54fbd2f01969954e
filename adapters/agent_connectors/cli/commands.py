"""The commands."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import Any

import click

from agent_connectors.cli.calling import call
from agent_connectors.cli.connecting import CONNECTOR
from agent_connectors.cli.failing import AS_JSON, MissingExtra, failing, warn_of_keys
from agent_connectors.cli.given_twice import HELP, refuse_twice
from agent_connectors.cli.mcp import mcp
from agent_connectors.cli.sandbox import sandbox
from agent_connectors.cli.showing import Unwritten, print_json
from agent_connectors.engine.declare.describe import describe
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.provider import provider_named
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["cli"]

_CREDENTIALS = ("CLICKUP_API_KEY", "AIRBYTE_CLIENT_SECRET", "AGENT_CONNECTORS_KEYS")
"""Variables of the environment."""


class _Later(click.Command):
    """Stands for a command of another module, which takes long to import, until it is called."""

    def __init__(self, name: str, module: str, about: str) -> None:
        super().__init__(name, help=about)
        self._module = module

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        try:
            command: click.Command = getattr(import_module(self._module), str(self.name))
        except ModuleNotFoundError as error:
            raise MissingExtra(error) from None
        refuse_twice(command, args)
        return command.make_context(info_name, args, parent, **extra)


class _Group(click.Group):
    """The commands; what a terminal may send that none of them can take is refused for all."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        for argument in args:
            if any("\ud800" <= letter <= "\udfff" for letter in argument):
                raise click.UsageError(f"This argument is not UTF-8: {argument!a}")
        as_json = "--json-errors" in args
        with _told_safely():
            with failing(as_json=as_json):
                refuse_twice(self, args)
            context = super().make_context(info_name, args, parent, **extra)
            context.meta[AS_JSON] = as_json
            return context

    def main(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().main(*args, **extra)
        except OSError as error:
            if error.filename is not None:
                raise
            sys.stdout = io.StringIO()
            told = error.strerror or type(error).__name__
            _show(click.ClickException(f"The output cannot be written ({told}).").show)
            sys.exit(Unwritten.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _told_safely(), failing(as_json=ctx.meta[AS_JSON]):
                return super().invoke(ctx)
        except Unwritten as unwritten:
            if not unwritten.by_reader:
                raise
            # Who reads the beginning has what they wanted.
            ctx.exit(0)
        except KeyboardInterrupt:
            ctx.exit(130)


def _show(show: Callable[..., None], *where: Any) -> None:
    """Tells what is wrong, where it can be told: the exit code says it, too."""
    try:
        show(*where)
    except OSError:
        sys.stderr = io.StringIO()  # or what is left in it would be written again at the end


@contextmanager
def _told_safely() -> Iterator[None]:
    """Hides credentials in what is wrong, wherever on the command line they were given."""
    try:
        yield
    except click.ClickException as error:
        with suppress(ConnectorError):
            provider_named("clickup")  # which says what its tokens look like
        warn_of_keys(error)
        vars(error)["show"] = partial(_show, error.show)
        kept = [os.environ.get(name, "") for name in _CREDENTIALS]
        vars(error)["message"] = said_safely(error.message, [Secret(text) for text in kept])
        raise


@click.group(cls=_Group, context_settings={"help_option_names": HELP})
@click.version_option(package_name="agent-connectors")
def cli() -> None:
    """ClickUp for AI agents, from a shell."""


@cli.command()
@click.argument("entity", required=False)
@click.argument("action", required=False)
@CONNECTOR
def operations(entity: str | None, action: str | None, connector: str) -> None:
    """List the operations, those of one ENTITY, or all about one ACTION."""
    try:
        catalogue = provider_named(connector).connector.operations
        if entity and action:
            print_json(describe(catalogue, entity, action))
            return
        for operation in catalogue.filter(entity=entity):
            click.echo(f"{operation.effect:11} {operation.signature}")
            click.echo(f"            {operation.summary}")
    except ConnectorError as error:
        raise click.UsageError(str(error)) from None


for name, module, about in (
    (
        "serve",
        "agent_connectors.hosted.admin",
        "Keep ClickUp tokens and carry out the calls of a team.",
    ),
    ("store", "agent_connectors.cli.store", "Keep a replica of the workspace, and ask it."),
    ("journal", "agent_connectors.cli.journal", "See what was written, and take it back."),
    (
        "doctor",
        "agent_connectors.cli.doctor",
        "Look at what is installed, the key, and what tools cost.",
    ),
    ("login", "agent_connectors.cli.login", "Keep the key of an account in the keyring."),
    ("logout", "agent_connectors.cli.login", "Remove the key of an account from there."),
    ("profile", "agent_connectors.cli.profile", "Keep what belongs to each of several accounts."),
):
    cli.add_command(_Later(name, module, about))
cli.add_command(mcp)
cli.add_command(call)
cli.add_command(sandbox)
