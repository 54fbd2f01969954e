"""Tells what there is in a replica, to people and models."""

from collections.abc import Sequence

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.tables import Schema, Table, View
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["describe"]


def describe(schema: Schema, tables: Sequence[str] = ()) -> str:
    """All tables in short, or some of them in full.

    Args:
        schema: The tables.
        tables: Which to describe in full.

    Raises:
        InvalidParams: There is no such table.
    """
    views = {view.name: view for view in schema.views}
    if not tables:
        lines = [
            f"{table.name}({', '.join(c.name for c in table.columns)})" for table in schema.tables
        ]
        lines.append(f"Views: {', '.join(views)}.")
        lines.append(
            "Times are ISO 8601 in UTC; NAME_ms has milliseconds. TABLE_words MATCH finds texts."
        )
        return "\n".join(lines)
    known = [*schema.by_name, *views]
    for name in tables:
        if name not in known:
            raise InvalidParams(f"There is no table {name!r}.", hint=did_you_mean(name, known))
    return "\n\n".join(
        _view(views[name]) if name in views else _table(schema.by_name[name]) for name in tables
    )


def _table(table: Table) -> str:
    lines = [f"{table.name}: {table.about}"]
    for column in table.columns:
        about = f": {column.about}" if column.about else ""
        lines.append(f"  {column.name} {column.kind}{about}")
    if table.words:
        lines.append(f"  Words in {', '.join(table.words)}: {table.name}_words MATCH 'invoice'.")
    return "\n".join(lines)


def _view(view: View) -> str:
    return f"{view.name}: {view.about}\n  {view.sql}"
