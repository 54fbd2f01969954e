"""Results in a shell: a table on a terminal, JSON or JSON lines for programs."""

import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from errno import EPIPE
from importlib.util import find_spec
from itertools import accumulate
from typing import Any

import click

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.presentation.picking import pick
from agent_connectors.engine.presentation.presentation import Presentation, get_ready
from agent_connectors.engine.result import ExecuteResult

__all__ = ["FORMS", "has_rich", "print_json", "show", "show_each"]

FORMS = ("json", "lines", "table")

_A_COLUMN = 14
"""Characters that a column gets, if it has as many."""

_A_NAME = 40
"""Characters of a cell that are shown where there are many."""


def show(
    connector: Connector,
    operation: Operation | None,
    result: ExecuteResult[Any],
    fields: Sequence[str],
    form: str | None,
) -> None:
    """Prints a result.

    Args:
        connector: What gave it.
        operation: What was carried out; None if it is no operation of the product.
        result: The result.
        fields: The fields to show; all if none.
        form: One of `FORMS`, or `short` for what a model reads; by where it goes if not given.

    Raises:
        InvalidParams: No record has such a field.
    """
    form = form or _usual("json")
    connector.run(get_ready(result, operation))
    if form == "short":
        shown = Presentation(connector.hooks.compact).show_outcome(
            operation, result, fields or None
        )
        _echo(str(shown))
        return
    data = result.data
    if form == "table":
        _table(connector, operation, data, fields)
        _notes(result)
        return
    if fields:
        data = _picked(connector, operation, data, fields)
    if form == "lines":
        for record in data if isinstance(data, list) else [data]:
            _line(record)
        _notes(result)
    else:
        print_json({**result.to_dict(), "data": data})


def show_each(
    connector: Connector,
    operation: Operation | None,
    records: Iterable[Any],
    fields: Sequence[str],
    form: str | None,
) -> None:
    """Prints the records of a walk; as lines, each as it comes.

    Args:
        connector: What gives them.
        operation: What is walked through.
        records: The records.
        fields: The fields to show; all if none.
        form: One of `FORMS`; by where they go if not given.
    """
    form = form or _usual("lines")
    if form == "lines":
        for record in records:
            _line(_picked(connector, operation, [record], fields)[0] if fields else record)
    else:
        data = list(records)
        if form == "table":
            connector.run(get_ready(ExecuteResult(data), operation))
            _table(connector, operation, data, fields)
        else:
            print_json({"data": _picked(connector, operation, data, fields) if fields else data})
    for warning in getattr(records, "warnings", ()):
        click.echo(warning, err=True)


def has_rich() -> bool:
    """Whether what draws on terminals is installed; extras other than `cli` do not bring it."""
    return find_spec("rich") is not None


def _usual(otherwise: str) -> str:
    """The form for where results go."""
    return "table" if sys.stdout.isatty() and has_rich() else otherwise


def print_json(value: Any) -> None:
    """Prints a value as JSON, for people and programs."""
    from pydantic_core import to_json

    _echo(to_json(value, indent=2).decode())


def _line(value: Any) -> None:
    from pydantic_core import to_json

    _echo(to_json(value).decode())


def _echo(text: str) -> None:
    try:
        click.echo(text)
    except OSError as error:
        if error.errno == EPIPE:  # a reader that has enough, such as `head`
            raise
        sys.stdout = sys.stderr  # or what is left in it would be written again at the end
        said = f"The result cannot be written ({error.strerror}); the call was carried out."
        raise click.ClickException(said) from None


def _picked(
    connector: Connector, operation: Operation | None, data: Any, fields: Sequence[str]
) -> Any:
    """Only some fields of the records: as the product has them, or as they are told shortly."""
    many = isinstance(data, list)
    records = data if many else [data]
    entity = operation.gives if operation else ""
    compact = connector.hooks.compact
    found = pick([(one, compact(entity, one, in_list=many)) for one in records], fields)
    return found if many else found[0]


def _table(
    connector: Connector, operation: Operation | None, data: Any, fields: Sequence[str]
) -> None:
    if not has_rich():
        raise ConfigurationError('A table needs rich: pip install "agent-connectors[cli]"')
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    many = isinstance(data, list)
    if fields:
        rows = _picked(connector, operation, data, fields)
    else:
        entity = operation.gives if operation else ""
        compact = connector.hooks.compact
        rows = [compact(entity, one, in_list=True) for one in data] if many else data
        rows = rows if many else compact(entity, data, in_list=False)
    if not many:
        pairs = rows.items() if isinstance(rows, Mapping) else [("", rows)]
        rows = [{"field": name, "value": value} for name, value in pairs]
    rows = [row if isinstance(row, Mapping) else {"value": row} for row in rows]
    names = list(dict.fromkeys(name for row in rows for name in row))
    names = [name for name in names if any(_cell(row.get(name)) for row in rows)]
    console = Console()
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    left_out: list[str] = []
    if many and not fields:
        widths = _widths({n: [_cell(row.get(n)) for row in rows] for n in names}, console.width)
        left_out = names[len(widths) :]
        for name, width in widths.items():
            table.add_column(str(name), width=width, no_wrap=True, overflow="ellipsis")
        names = list(widths)
    else:
        for name in names:
            table.add_column(str(name), overflow="fold")
    for row in rows:
        # Text, not markup: brackets in a name are no style.
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    console.print(table)
    if left_out:
        click.echo(f"Further fields, shown by --fields: {', '.join(left_out)}", err=True)


def _widths(columns: Mapping[str, Sequence[str]], room: int) -> dict[str, int]:
    """How wide the columns get that fit a line, in characters, the first ones first.

    Args:
        columns: The cells of each.
        room: Characters of a line.
    """
    from rich.cells import cell_len

    widest = {name: max(map(cell_len, (name, *cells))) for name, cells in columns.items()}
    # An id is of use only whole.
    widths = {name: w if name == "id" else min(w, _A_COLUMN) for name, w in widest.items()}
    fitting = bisect_right(list(accumulate(width + 1 for width in widths.values())), room + 1)
    widths = dict(list(widths.items())[: max(fitting, 1)])
    left = room - sum(widths.values()) - len(widths) + 1
    for name, width in widths.items():
        more = max(min(min(widest[name], _A_NAME) - width, left), 0)
        widths[name] += more
        left -= more
    return widths


def _cell(value: Any) -> str:
    """A value in a few words; nothing that steers a terminal."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, Mapping):
        for key in ("name", "username", "status", "id"):
            if key in value:
                return _cell(value[key])
    if isinstance(value, list) and all(not isinstance(one, list) for one in value):
        return ", ".join(_cell(one) for one in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def _notes(result: ExecuteResult[Any]) -> None:
    """What a result leaves out, for people."""
    meta = result.meta
    for warning in meta.warnings:
        click.echo(warning, err=True)
    if meta.has_more:
        with suppress(TypeError):
            click.echo("There is more: --all reads all of it, --limit more of it.", err=True)
    if meta.not_included:
        click.echo(f"Not included: {'; '.join(meta.not_included)}.", err=True)
