"""Results in a shell: a table on a terminal, JSON or JSON lines for programs."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from errno import EPIPE
from importlib.util import find_spec
from typing import Any

import click

from agent_connectors.cli.walks import Walk
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConfigurationError, InvalidParams
from agent_connectors.engine.presentation.picking import pick
from agent_connectors.engine.presentation.presentation import Presentation, get_ready
from agent_connectors.engine.result import ExecuteResult

__all__ = ["FORMS", "Unwritten", "has_rich", "print_json", "show", "show_each"]

FORMS = ("json", "lines", "table")


class Unwritten(click.ClickException):
    """A call was carried out, and its result cannot be written.

    Args:
        why: What the system says.
        by_reader: Whether its reader has enough, such as `head`.
    """

    exit_code = 6

    def __init__(self, why: str, *, by_reader: bool) -> None:
        super().__init__(f"The result cannot be written ({why}); the call was carried out.")
        self.why = why
        self.by_reader = by_reader


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
        InvalidParams: It was a read, and no record has such a field.
        Unwritten: It cannot be written.
    """
    form = form or _usual("json")
    connector.run(get_ready(result, operation))
    if fields and form != "short" and operation is not None and operation.effect != "read":
        try:
            _picked(connector, operation, result.data, fields)
        except InvalidParams as error:
            # What was done is never told as an error.
            _tell(f"The write was carried out; all of it is shown: {error}")
            fields = ()
    if form == "short":
        shown = Presentation(connector.hooks.compact).show_outcome(
            operation, result, fields or None
        )
        _echo(str(shown))
        return
    data = result.data
    if form == "table":
        _table(connector, operation, data, fields)
        _notes(operation, result)
        return
    if fields:
        data = _picked(connector, operation, data, fields)
    if form == "lines":
        for record in data if isinstance(data, list) else [data]:
            _line(record)
        _notes(operation, result)
    else:
        print_json({**result.to_dict(), "data": data})


def show_each(
    connector: Connector,
    operation: Operation | None,
    records: Walk,
    fields: Sequence[str],
    form: str | None,
    aside: Callable[[], None] = lambda: None,
) -> None:
    """Prints the records of a walk; as lines, each as it comes.

    Args:
        connector: What gives them.
        operation: What is walked through.
        records: The records.
        fields: The fields to show; all if none.
        form: One of `FORMS`; by where they go if not given.
        aside: Takes away what else the terminal shows, before a line is printed there.
    """
    form = form or _usual("lines")
    if form == "lines":
        for record in records:
            aside()
            _line(_picked(connector, operation, [record], fields)[0] if fields else record)
    else:
        data = list(records)
        if form == "table":
            connector.run(get_ready(ExecuteResult(data), operation))
            _table(connector, operation, data, fields)
        else:
            shown = _picked(connector, operation, data, fields) if fields else data
            print_json({**ExecuteResult(data, records.meta).to_dict(), "data": shown})
            return
    _notes(operation, ExecuteResult([], records.meta), walked=True)


def has_rich() -> bool:
    """Whether what draws on terminals is installed; extras other than `cli` do not bring it."""
    return find_spec("rich") is not None


def _usual(otherwise: str) -> str:
    """The form for where results go."""
    return "table" if _on_a_terminal() and has_rich() else otherwise


def print_json(value: Any) -> None:
    """Prints a value as JSON, for people and programs."""
    from pydantic_core import to_json

    _echo(to_json(value, indent=2).decode())


def _line(value: Any) -> None:
    from pydantic_core import to_json

    _echo(to_json(value).decode())


def _on_a_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _echo(text: str) -> None:
    """Prints a text by others, in which nothing may steer a terminal."""
    if _on_a_terminal():
        text = "".join(one if one.isprintable() or one == "\n" else _escaped(one) for one in text)
    _write(text)


def _write(text: str) -> None:
    if sys.stdout is None:
        raise Unwritten("standard output is closed", by_reader=False)
    try:
        click.echo(text)
    except OSError as error:
        sys.stdout = io.StringIO()  # or what is left in it would be written again at the end
        told = error.strerror or type(error).__name__
        raise Unwritten(told, by_reader=error.errno == EPIPE) from None


def _escaped(sign: str) -> str:
    """A sign that may steer a terminal, as JSON writes it."""
    return json.dumps(sign)[1:-1]


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
    from agent_connectors.cli.tables import draw

    if fields:
        rows = _picked(connector, operation, data, fields)
    else:
        entity = operation.gives if operation else ""
        compact, many = connector.hooks.compact, isinstance(data, list)
        rows = [compact(entity, one, in_list=True) for one in data] if many else data
        rows = rows if many else compact(entity, data, in_list=False)
    drawn, left_out = draw(rows, whole=bool(fields), colours=_on_a_terminal())
    _write(drawn)
    if left_out:
        _tell(f"Further fields, shown by --fields: {', '.join(left_out)}")


def _notes(
    operation: Operation | None, result: ExecuteResult[Any], *, walked: bool = False
) -> None:
    """What a result leaves out, for people."""
    meta = result.meta
    for warning in meta.warnings:
        _tell(warning)
    if meta.has_more and walked:
        _tell("There is more: leave out --limit, or make it larger.")
    elif meta.has_more and (operation is None or operation.effect == "read"):
        _tell("There is more: --all reads all of it, --limit more of it.")
    if meta.not_included:
        _tell(f"Not included: {'; '.join(meta.not_included)}.")


def _tell(text: str) -> None:
    """Says something beside the result, where that can be said."""
    with suppress(OSError):
        click.echo(text, err=True)
