"""The commands."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from errno import EPIPE
from importlib import import_module
from typing import Any

import click

from agent_connectors.cli.connecting import CONNECTOR, FILES, TIMEZONE, made, place_of
from agent_connectors.cli.mcp import mcp
from agent_connectors.cli.sandbox import sandbox
from agent_connectors.cli.terms import in_a_shell
from agent_connectors.engine.declare.describe import describe
from agent_connectors.engine.errors import ConnectorError, InvalidCall
from agent_connectors.engine.provider import provider_named
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.json_text import parse

__all__ = ["cli", "print_json"]

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
            raise click.ClickException(str(error)) from None
        _refuse_twice(command, args)
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
        with _told_safely():
            _refuse_twice(self, args)
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _told_safely():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(130)


@contextmanager
def _told_safely() -> Iterator[None]:
    """Hides credentials in what is wrong, wherever on the command line they were given."""
    try:
        yield
    except click.ClickException as error:
        with suppress(ConnectorError):
            provider_named("clickup")  # which says what its tokens look like
        kept = [os.environ.get(name, "") for name in _CREDENTIALS]
        vars(error)["message"] = said_safely(error.message, [Secret(text) for text in kept])
        raise


@click.group(cls=_Group)
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


@cli.command()
@click.argument("entity")
@click.argument("action")
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@CONNECTOR
@click.option("--json", "texts", multiple=True, help="Parameters as a JSON object; repeatable.")
@click.option("--sandbox", "offline", is_flag=True, help="Use a sandbox inside this process.")
@click.option("--read-only", is_flag=True, help="Refuse everything that changes something.")
@click.option("--allow-destructive", is_flag=True, help="Permit what cannot be undone.")
@click.option("--dry-run", is_flag=True, help="Show what a write would send and change; send none.")
@TIMEZONE
@FILES
@click.option("--store", type=click.Path(dir_okay=False), help="A context store to ask.")
@click.option("--journal", type=click.Path(dir_okay=False), help="Where to note what is written.")
def call(
    entity: str,
    action: str,
    params: tuple[str, ...],
    connector: str,
    texts: tuple[str, ...],
    offline: bool,
    read_only: bool,
    allow_destructive: bool,
    dry_run: bool,
    timezone: str | None,
    files: str | None,
    store: str | None,
    journal: str | None,
) -> None:
    """Carry out an operation and print its result as JSON.

    The key is read from CLICKUP_API_KEY. A VALUE that is JSON is taken as such, anything else
    as text: limit=3, statuses='["to do"]', name=Launch. A number that would not be written as you
    typed it stays text: name=1.10. A name may be given once.
    """
    switches: dict[str, Any] = {
        "read_only": read_only,
        "allow_destructive": allow_destructive,
        "timezone": timezone,
        "files": files,
        "store": place_of(store),
        "journal": journal,
    }
    try:
        given = _read_params(params, texts)
        with closing(made(connector, offline=offline, **switches)) as connected:
            if dry_run:
                tried = connected.run(connected.execute(entity, action, given, dry_run=True))
                print_json(tried.data.to_dict())
                return
            result = connected.execute_sync(entity, action, given)
    except InvalidCall as error:
        raise click.UsageError(in_a_shell(error)) from None
    except ConnectorError as error:
        raise click.ClickException(in_a_shell(error)) from None
    print_json(result.to_dict())


def _refuse_twice(command: click.Command, args: list[str]) -> None:
    """Refuses an option that is given twice, of which click takes the last in silence."""
    context = click.Context(command)
    try:
        _, rest, given = command.make_parser(context).parse_args(list(args))
    except click.UsageError:
        return  # it is told, and better, when the command is called
    for option in given:
        once = isinstance(option, click.Option) and not (option.multiple or option.count)
        if once and given.count(option) > 1:
            raise click.UsageError(f"{option.opts[0]} is given twice: leave one out.")
    group = command if isinstance(command, click.Group) else None
    inner = group.get_command(context, rest[0]) if group and rest else None
    if inner is not None and not isinstance(inner, _Later):
        _refuse_twice(inner, rest[1:])


def _read_params(pairs: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    """The parameters of a call, from JSON objects and from `name=value` pairs."""
    given: dict[str, Any] = {}

    def add(name: str, value: Any) -> None:
        if name in given:
            raise click.UsageError(f"`{name}` is given twice: leave one out.")
        given[name] = value

    for text in texts:
        try:
            read = parse(text)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise click.UsageError('--json takes an object, such as \'{"list_id": "901"}\'.')
        for name, value in read.items():
            add(name, value)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{pair!r} is not NAME=VALUE.")
        add(name, _read_value(value))
    return given


def _read_value(text: str) -> Any:
    """JSON where it is some, else text; 1.10 is a version rather than the number 1.1."""
    from pydantic_core import to_json

    try:
        value = parse(text, numbers_only=True)
    except ValueError:
        return text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text if is_number and to_json(value).decode() != text.strip() else value


def print_json(value: Any) -> None:
    """Prints a value as JSON, for people and programs."""
    from pydantic_core import to_json

    try:
        click.echo(to_json(value, indent=2).decode())
    except OSError as error:
        if error.errno == EPIPE:  # a reader that has enough, such as `head`
            raise
        sys.stdout = sys.stderr  # or what is left in it would be written again at the end
        said = f"The result cannot be written ({error.strerror}); the call was carried out."
        raise click.ClickException(said) from None


cli.add_command(
    _Later(
        "serve",
        "agent_connectors.hosted.admin",
        "Keep ClickUp tokens and carry out the calls of a team.",
    )
)
cli.add_command(
    _Later("store", "agent_connectors.cli.store", "Keep a replica of the workspace, and ask it.")
)
cli.add_command(
    _Later("journal", "agent_connectors.cli.journal", "See what was written, and take it back.")
)
cli.add_command(mcp)
cli.add_command(sandbox)
