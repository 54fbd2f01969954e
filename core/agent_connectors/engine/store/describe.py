"""Tells what there is in a replica, to people and models."""

from collections.abc import Sequence

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.dialect import SQLITE, Dialect
from agent_connectors.engine.store.tables import Schema, Table, View
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["describe"]


def describe(schema: Schema, tables: Sequence[str] = (), dialect: Dialect = SQLITE) -> str:
    """All tables in short, or some of them in full.

    Args:
        schema: The tables.
        tables: Which to describe in full.
        dialect: How they are asked.

    Raises:
        InvalidParams: There is no such table.
    """
    views = {view.name: view for view in schema.views}
    if not tables:
        lines = [_short(table) for table in schema.tables]
        named = [
            f"{view.name}({', '.join(view.columns)})".replace("()", "") for view in views.values()
        ]
        lines.append(f"Views: {', '.join(named)}.")
        times = "Times are ISO 8601 in UTC; NAME_ms has milliseconds."
        lines.append(f"{dialect.name}. {times} {dialect.words}")
        return "\n".join(lines)
    known = [*schema.by_name, *views]
    for name in tables:
        if name not in known:
            raise InvalidParams(f"There is no table {name!r}.", hint=did_you_mean(name, known))
    return "\n\n".join(
        _view(views[name], dialect) if name in views else _table(schema.by_name[name])
        for name in tables
    )


def _short(table: Table) -> str:
    told = [
        f"{column.name}={'|'.join(column.values)}" if column.values else column.name
        for column in table.columns
        if not column.rare
    ]
    more = ", ..." if len(told) < len(table.columns) else ""
    return f"{table.name}({', '.join(told)}{more})"


def _table(table: Table) -> str:
    lines = [f"{table.name}: {table.about}"]
    for column in table.columns:
        said = ", ".join(filter(None, (", ".join(column.values), column.about)))
        about = f": {said}" if said else ""
        lines.append(f"  {column.name} {column.kind}{about}")
    if table.words:
        lines.append(f"  Words in {', '.join(table.words)}: {table.name}_words.")
    return "\n".join(lines)


def _view(view: View, dialect: Dialect) -> str:
    return f"{view.name}: {view.about}\n  {dialect.view(view)}"
