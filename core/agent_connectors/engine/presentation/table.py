"""Lists of records as JSON, in whichever of two forms is shorter."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.values.json_text import write

__all__ = ["plain_rows", "rows_or_table"]

_SHORT = 10
"""Up to so many records, names beside values read better than they cost."""


def plain_rows(records: list[Any]) -> list[str]:
    """Each of the records as JSON, names beside values."""
    return [_json(record) for record in records]


def rows_or_table(records: list[Any]) -> tuple[str, list[str]]:
    """What to write before the records, and each of them as JSON.

    Records with much the same fields become a table: the names once, as `columns`, and an
    array of values for each record; what is the same in all of them is said once.

    Args:
        records: The records.
    """
    rows = plain_rows(records)
    if len(records) <= _SHORT or not all(isinstance(record, Mapping) for record in records):
        return "", rows
    columns = list(dict.fromkeys(name for record in records for name in record))
    first = records[0]
    same = {
        name: first[name]
        for name in columns
        if name in first and all(record.get(name) == first[name] for record in records)
    }
    columns = [name for name in columns if name not in same]
    if not columns:
        return "", rows
    table = [_json([record.get(name) for name in columns]) for record in records]
    head = f'"columns":{_json(columns)},' + (f'"in_every_row":{_json(same)},' if same else "")
    if len(head) + sum(map(len, table)) < sum(map(len, rows)):
        return head, table
    return "", rows


def _json(value: Any) -> str:
    return write(value).decode()
