"""The command `call`: any operation, with options that its signature gives it."""

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import click
from click.shell_completion import CompletionItem

from agent_connectors.cli.account import PROFILE
from agent_connectors.cli.connecting import (
    CONNECTOR,
    FILES,
    TIMEZONE,
    WORKSPACE,
    check_journal,
    made,
    place_of,
)  # fmt: skip
from agent_connectors.cli.derived import derived_options, read_pairs
from agent_connectors.cli.failing import failing
from agent_connectors.cli.given_twice import refuse_twice
from agent_connectors.cli.naming import refuse_unknown
from agent_connectors.cli.outcomes import not_all_done
from agent_connectors.cli.progress import progress
from agent_connectors.cli.showing import FORMS, Unwritten, print_json, show, show_each
from agent_connectors.cli.stopping import stopped_alike
from agent_connectors.cli.walks import Walk
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidParams
from agent_connectors.engine.provider import provider_named

__all__ = ["call"]

_OPERATION = "agent_connectors.operation"


class _Call(click.Command):
    """A command that has the parameters of the operation that it's about as options."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        with failing(as_json="--json-errors" in args):
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_OPERATION] = self._about(args, resilient=ctx.resilient_parsing)
        if not ctx.resilient_parsing:
            refuse_twice(self, args, ctx)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        own = super().get_params(ctx)
        operation: Operation | None = ctx.meta.get(_OPERATION)
        if operation is None:
            return own
        taken = {name for option in own for name in option.opts}
        return [*derived_options(operation, taken), *own]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        operation: Operation | None = ctx.meta.get(_OPERATION)
        params = self.get_params(ctx)
        own = super().get_params(ctx)
        derived = [p.get_help_record(ctx) for p in params if p not in own]
        if operation is not None and derived:
            with formatter.section(f"Parameters of {operation.name}"):
                formatter.write_dl([record for record in derived if record])
        shown = [p.get_help_record(ctx) for p in own]
        with formatter.section("Options"):
            formatter.write_dl([record for record in shown if record])

    def _about(self, args: list[str], *, resilient: bool) -> Operation | None:
        """The operation that is named, as far as the command line is written."""
        known = {name: p for p in self.params for name in (*p.opts, *p.secondary_opts)}
        named: list[str] = []
        connector = "clickup"
        rest = iter(args)
        for argument in rest:
            if len(named) == 2:
                break
            if not argument.startswith("-"):
                named.append(argument)
                continue
            name, equals, value = argument.partition("=")
            option = known.get(name)
            if isinstance(option, click.Option) and not option.is_flag and not equals:
                value = next(rest, "")
            if name == "--connector":
                connector = value
        try:
            return provider_named(connector).connector.operations.get(*named)
        except (ConnectorError, TypeError):
            if not (resilient or {"-h", "--help"} & set(args)):
                refuse_unknown(connector, named)
            return None  # the call itself says what is wrong


def _entities(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    catalogue = _catalogue(ctx)
    names = dict.fromkeys(operation.entity for operation in catalogue)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _actions(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(one.action, help=one.summary)
        for one in _catalogue(ctx)
        if one.entity == ctx.params.get("entity") and one.action.startswith(incomplete)
    ]


def _parameters(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The options of parameters that begin so: after NAME= some shells would put a blank."""
    if "=" in incomplete:
        return []
    wanted = f"--{incomplete.replace('_', '-')}"
    found = derived_options(ctx.meta[_OPERATION], ()) if ctx.meta.get(_OPERATION) else ()
    return [
        CompletionItem(flag, help=option.help)
        for option in found
        for flag in option.opts
        if flag.startswith(wanted) and ctx.params.get(str(option.name)) in (None, ())
    ]


def _catalogue(ctx: click.Context) -> list[Operation]:
    try:
        name = ctx.params.get("connector") or "clickup"
        return list(provider_named(name).connector.operations)
    except ConnectorError:
        return []


@click.command(cls=_Call)
@click.argument("entity", shell_complete=_entities)
@click.argument("action", shell_complete=_actions)
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...", shell_complete=_parameters)
@CONNECTOR
@PROFILE
@click.option(
    "--json",
    "texts",
    multiple=True,
    help="Parameters as a JSON object; repeatable. @FILE reads it from a file, @- from stdin.",
)
@click.option("--sandbox", "offline", is_flag=True, help="Use a sandbox inside this process.")
@click.option("--read-only", is_flag=True, help="Refuse everything that changes something.")
@click.option("--allow-destructive", is_flag=True, help="Permit what cannot be undone.")
@click.option("--dry-run", is_flag=True, help="Show what a write would send and change; send none.")
@TIMEZONE
@WORKSPACE
@FILES
@click.option("--timeout", type=float, help="Seconds that the call may take.")
@click.option("--store", type=click.Path(dir_okay=False), help="A context store to ask.")
@click.option("--journal", type=click.Path(dir_okay=False), help="Where to note what is written.")
@click.option("--idempotency-key", help="Carry a write out once for this key; needs --journal.")
@click.option("--all", "every", is_flag=True, help="All records of a list, through all its pages.")
@click.option("--fields", help="Only these fields, such as name,status,assignees.username.")
@click.option("--short", is_flag=True, help="The result as an agent's model reads it.")
@click.option(
    "--output",
    type=click.Choice(FORMS),
    help="How it is shown: a table on a terminal, else JSON; lines: one record a line.",
)
@click.option("--json-errors", is_flag=True, help="Tell what is wrong as JSON.")
@click.pass_context
def call(ctx: click.Context, /, **given: Any) -> None:
    """Carry out an operation.

    Its parameters are options (--list-id 901), or NAME=VALUE, where a VALUE that is JSON is taken
    as such: statuses='["to do"]'. A number that would not be written as you typed it stays text:
    name=1.10. A name may be given once. `call ENTITY ACTION --help` lists them.

    The key is read from CLICKUP_API_KEY, or is the one that `login` keeps; at a terminal it is
    asked for. Exit codes: 1 something unexpected; 2 the call is wrong, or there is no key; 3 a
    write may or may not have been carried out; 4 refused (not found, not allowed, no valid key); 5
    no answer, or too many requests: try again later; 6 it was carried out, and its result could not
    be written. A write of many items ends with the code of what went wrong with any of them.
    """
    with failing(as_json=given["json_errors"]):
        operation: Operation | None = ctx.meta.get(_OPERATION)
        if given["short"] and given["output"]:
            raise click.UsageError("--short is a form of its own: leave out --output.")
        if given["fields"] is not None and not given["fields"].strip(" ,"):
            raise click.UsageError("--fields names none: leave it out, or name some.")
        if given["dry_run"] and (
            given["short"] or given["fields"] or given["output"] not in {None, "json"}
        ):
            raise click.UsageError(
                "--dry-run has a form of its own: leave out --short, --fields and --output."
            )
        params = read_pairs(operation, given["params"], given["texts"], ctx.params)
        try:
            _carry_out(operation, given, params)
        except Unwritten as unwritten:
            if given["dry_run"]:
                raise click.ClickException(
                    f"What would be sent cannot be written ({unwritten.why}); nothing was sent."
                ) from None
            if operation is not None and operation.effect == "read":
                raise
            # Whoever reads the output did not hear what was done.
            raise Unwritten(unwritten.why, by_reader=False) from None


def _carry_out(
    operation: Operation | None, given: Mapping[str, Any], params: dict[str, Any]
) -> None:
    switches: dict[str, Any] = {
        "read_only": given["read_only"],
        "allow_destructive": given["allow_destructive"],
        "timezone": given["timezone"],
        "workspace": given["workspace"],
        "files": given["files"],
        "store": place_of(given["store"]),
        "journal": given["journal"],
    }
    check_journal(given["journal"])
    entity, action = given["entity"], given["action"]
    fields = [name.strip() for name in (given["fields"] or "").split(",") if name.strip()]
    form = "short" if given["short"] else given["output"]
    with closing(made(given["connector"], offline=given["offline"], **switches)) as connector:
        if given["every"]:
            if form == "short" or given["dry_run"]:
                raise InvalidParams("--all gives records: leave out --short and --dry-run.")
            walk = Walk(connector, operation, (entity, action), params, given["timeout"])
            with progress(f"{entity}.{action}") as aside:
                show_each(connector, operation, walk, fields, form, aside)
            return
        writes = operation is not None and operation.effect != "read"
        alike = stopped_alike(writes=writes, as_json=given["json_errors"])
        with progress(f"{entity}.{action}"), alike:
            result = connector.run(
                connector.execute(
                    entity,
                    action,
                    params,
                    timeout=given["timeout"],
                    dry_run=given["dry_run"],
                    idempotency_key=given["idempotency_key"],
                )
            )
        if given["dry_run"]:
            print_json(result.data.to_dict())
        else:
            undone = not_all_done(operation, result.data)
            try:
                show(connector, operation, result, fields, form)
            except Unwritten:
                if undone is None:
                    raise
            if undone is not None:
                raise undone
