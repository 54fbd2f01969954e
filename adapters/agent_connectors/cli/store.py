"""The commands for a context store."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import click

from agent_connectors.cli.account import PROFILE
from agent_connectors.cli.connecting import CONNECTOR, made, place_of
from agent_connectors.cli.failing import JSON_ERRORS, MissingExtra, failing
from agent_connectors.cli.progress import reading
from agent_connectors.cli.showing import print_json
from agent_connectors.engine.store.answer import answer
from agent_connectors.engine.store.export import FORMATS, Format
from agent_connectors.engine.store.store import Store

__all__ = ["store"]


@click.group()
def store() -> None:
    """Keep a replica of the workspace in a file, and ask it."""


def _on_a_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what all commands take."""
    options: tuple[Callable[[Any], Any], ...] = (
        click.argument("path", type=click.Path(dir_okay=False)),
        CONNECTOR,
        PROFILE,
        JSON_ERRORS,
        click.option("--sandbox", "offline", is_flag=True, help="Of a sandbox in this process."),
        click.option(
            "--schema", help="Which schema, where PATH is postgresql://...; context_store."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def _opened(
    path: str, schema: str | None, connector: str, *, offline: bool, **feeds: tuple[str, ...]
) -> Iterator[Store]:
    with failing():
        place = place_of(path, schema)
        chosen: dict[str, Any] = {f"store_{name}": names or None for name, names in feeds.items()}
        with (
            closing(made(connector, offline=offline, store=place, **chosen)) as connected,
            closing(connected.store) as kept,
        ):
            yield kept


@store.command()
@_on_a_file
@click.option("--whole", is_flag=True, help="Read all again: finds what was deleted.")
@click.option("--rebuild", is_flag=True, help="Remove the store first, such as a damaged one.")
@click.option("--also", multiple=True, help="Read this besides, as `status_history`; repeatable.")
@click.option("--without", multiple=True, help="Leave this out, as `comments`; repeatable.")
def sync(
    path: str,
    connector: str,
    offline: bool,
    schema: str | None,
    whole: bool,
    rebuild: bool,
    also: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """Bring the file PATH up to date; it is made if it is not there.

    One that is cut off is gone on with by the next.
    """
    feeds = {"also": also, "without": without}
    with _opened(path, schema, connector, offline=offline, **feeds) as kept, reading() as tell:
        if rebuild:
            kept.rebuild()
        report = asyncio.run(kept.sync(whole=whole, progress=tell))
    print_json(
        {
            "requests": report.requests,
            "changed": report.changed,
            "removed": report.removed,
            "warnings": report.warnings,
        }
    )


@store.command()
@_on_a_file
def status(path: str, connector: str, offline: bool, schema: str | None) -> None:
    """Tell how old each part of the file PATH is, in seconds."""
    with _opened(path, schema, connector, offline=offline) as kept:
        ages = asyncio.run(kept.status())
    print_json(
        {
            name: {"age": age.seconds, "read_whole": age.whole_seconds, "complete": age.complete}
            for name, age in ages.items()
        }
    )


@store.command()
@_on_a_file
@click.argument("statement", metavar="SELECT")
@click.option("--limit", default=100, show_default=True, help="How many rows at most.")
def sql(
    path: str, connector: str, offline: bool, schema: str | None, statement: str, limit: int
) -> None:
    """Ask the file PATH one SELECT; the rows are printed as JSON."""
    with _opened(path, schema, connector, offline=offline) as kept:
        rows = asyncio.run(kept.sql(statement, limit=limit))
    print_json(rows.data)
    if rows.has_more:
        click.echo(f"There are more than {limit} rows.", err=True)


@store.command()
@_on_a_file
@click.argument("entity")
@click.argument("query", required=False, metavar="[QUERY]")
@click.option("--limit", default=20, show_default=True, help="How many records at most.")
@click.option("--cursor", help="From `next` of an earlier answer: goes on after it.")
@click.option("--field", "fields", multiple=True, help="Only this, or `raw`; repeatable.")
def search(
    path: str,
    connector: str,
    offline: bool,
    schema: str | None,
    entity: str,
    query: str | None,
    limit: int,
    cursor: str | None,
    fields: tuple[str, ...],
) -> None:
    """Print the records of an ENTITY in the file PATH that meet the QUERY, as JSON.

    QUERY is such as '{"filter": {"lt": {"due_date": "today"}}, "sort": [{"due_date": "asc"}]}';
    all records without one.
    """
    given = {"query": query, "limit": limit, "cursor": cursor, "fields": list(fields) or None}
    with _opened(path, schema, connector, offline=offline) as kept:
        result = asyncio.run(answer(kept, entity, "context_store_search", given))
    print_json(result.to_dict())


@store.command()
@_on_a_file
@click.argument("target", type=click.Path())
@click.argument("tables", nargs=-1)
@click.option("--sql", "statement", metavar="SELECT", help="What this gives, instead of tables.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="CSV, if TARGET does not tell.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
def export(
    path: str,
    connector: str,
    offline: bool,
    schema: str | None,
    target: str,
    tables: tuple[str, ...],
    statement: str | None,
    form: Format | None,
    overwrite: bool,
) -> None:
    """Write TABLES and views of the file PATH, or all tables, as CSV or Parquet.

    TARGET is a file that ends in .csv or .parquet, or the folder of several.
    """
    with _opened(path, schema, connector, offline=offline) as kept:
        try:
            done = kept.export(target, *tables, sql=statement, form=form, overwrite=overwrite)
            written = asyncio.run(done)
        except ModuleNotFoundError as missing:
            raise MissingExtra(missing) from None
    print_json({str(file): rows for file, rows in written.items()})


@store.command()
@_on_a_file
@click.argument("tables", nargs=-1)
def describe(
    path: str, connector: str, offline: bool, schema: str | None, tables: tuple[str, ...]
) -> None:
    """Tell what tables there are, or what is in some of them."""
    with _opened(path, schema, connector, offline=offline) as kept:
        click.echo(kept.describe(*tables))
