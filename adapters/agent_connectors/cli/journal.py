"""The commands for a journal."""

import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import click

from agent_connectors.cli.account import PROFILE
from agent_connectors.cli.connecting import CONNECTOR, made
from agent_connectors.cli.failing import JSON_ERRORS, code_of, failing
from agent_connectors.cli.showing import print_json
from agent_connectors.engine.journal.entry import Entry
from agent_connectors.engine.journal.file import Journal
from agent_connectors.engine.preview.text import quoted

__all__ = ["journal"]

_WIDTH = 40
"""Characters of a name in the table."""

_FILE = click.argument("path", type=click.Path(exists=True, dir_okay=False))


@click.group()
def journal() -> None:
    """See what was written, and take it back."""


@journal.command("list")
@_FILE
@JSON_ERRORS
@click.option("--run", help="Only the writes of this run.")
@click.option("--operation", help="Only those of this operation, such as tasks.update.")
@click.option("--outcome", help="Only those that ended so, such as unknown.")
@click.option("--before", type=int, help="Only those with a lower number.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON; so it is in a pipe.")
def list_(path: str, limit: int, *, as_json: bool, **only: Any) -> None:
    """List the latest writes in the file PATH, the last one first."""
    with failing():
        entries = Journal(path).entries(limit=limit, **only)
    if as_json or not sys.stdout.isatty():
        print_json([_plain(entry) for entry in entries])
        return
    rows = [("", "when", "run", "operation", "object", "outcome"), *map(_row, entries)]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


@journal.command()
@_FILE
@JSON_ERRORS
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most."
)
def runs(path: str, limit: int) -> None:
    """List the latest runs in the file PATH, as JSON."""
    with failing():
        found = Journal(path).runs(limit)
    print_json(
        [
            {
                "run": run.name,
                "who": run.who,
                "from": _time(run.first),
                "to": _time(run.last),
                "writes": run.writes,
            }
            for run in found
        ]
    )


@journal.command()
@_FILE
@JSON_ERRORS
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="All that is kept, as JSON.")
def show(path: str, number: int, *, as_json: bool) -> None:
    """Show the write NUMBER of the file PATH, field by field."""
    with failing():
        entry = Journal(path).entry(number)
    if as_json:
        print_json({**_plain(entry), "before": entry.before, "after": entry.after})
        return
    click.echo(str(entry))
    click.echo(f"  by {entry.who or 'nobody known'} in run {entry.run}: {entry.request}")
    for name, value in entry.sent.items():
        click.echo(f"  sent {name}: {quoted(value)}")
    for change in entry.changes:
        click.echo(f"  {change.field}: {quoted(change.before)} -> {quoted(change.after)}")
    for said in (entry.error, entry.unread):
        if said:
            click.echo(f"  {said}")


@journal.command()
@_FILE
@JSON_ERRORS
@click.argument("number", type=int, required=False)
@click.option("--run", help="All writes of this run, in place of one.")
@CONNECTOR
@PROFILE
@click.option("--allow-destructive", is_flag=True, help="Delete what was made.")
@click.option("--partly", is_flag=True, help="Undo the rest where something cannot be undone.")
@click.option("--changed", is_flag=True, help="Undo also what others have changed since.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
def undo(
    path: str,
    number: int | None,
    run: str | None,
    connector: str,
    *,
    allow_destructive: bool,
    partly: bool,
    changed: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Undo the write NUMBER of the file PATH, or a whole run.

    What would be done is shown, and asked for.
    """
    options: dict[str, Any] = {"journal": path, "allow_destructive": allow_destructive}
    with failing(), closing(made(connector, offline=False, **options)) as connected:
        plan = connected.run(connected.plan_undo(number, run=run))
        click.echo(str(plan))
        if dry_run or not plan.steps:
            return
        if not yes:
            _confirm()
        undone = connected.run(plan.carry_out(partly=partly, changed=changed))
        click.echo(str(undone))
        if undone.error is not None:
            click.get_current_context().exit(code_of(undone.error))


def _confirm() -> None:
    try:
        agreed = click.confirm("Undo this?", err=True)
    except click.Abort:
        if sys.stdin is not None and sys.stdin.isatty():
            raise
        raise click.UsageError(
            "Nothing was undone: nobody has answered. Add --yes to undo without being asked."
        ) from None
    if not agreed:
        raise click.Abort


def _row(entry: Entry) -> tuple[str, ...]:
    name, key = entry.object
    about = name if len(name) <= _WIDTH else f"{name[: _WIDTH - 3]}..."
    ended = f"undone by {entry.undone_by}" if entry.undone_by else entry.outcome
    shown = quoted(about)[1:-1] or key
    return (str(entry.id), _time(entry.at), entry.run, entry.operation, shown, ended)


def _time(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(" ", "seconds")[:19]


def _plain(entry: Entry) -> dict[str, Any]:
    name, key = entry.object
    told = {
        "id": entry.id,
        "at": _time(entry.at),
        "run": entry.run,
        "who": entry.who,
        "operation": entry.operation,
        "name": name,
        "object_id": key,
        "outcome": entry.outcome,
        "sent": entry.sent,
        "error": entry.error,
        "undone_by": entry.undone_by,
        "undoes": entry.undoes,
    }
    return {name: value for name, value in told.items() if value not in (None, "", {})}
