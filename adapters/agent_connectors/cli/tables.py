"""Tables of records on a terminal."""

import io
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["draw"]

_A_COLUMN = 14
"""Characters that a column gets, if it has as many."""

_A_NAME = 40
"""Characters of a cell that are shown where there are many."""


def draw(rows: Any, *, whole: bool, colours: bool) -> tuple[str, list[str]]:
    """A list of records as a table, one record as names and values.

    Args:
        rows: The records, or one.
        whole: Whether all fields are shown, however narrow they get.
        colours: Whether signs for colours may be in it.

    Returns:
        The table, and the names of the fields that had no room.
    """
    many = isinstance(rows, list)
    if not many:
        pairs = rows.items() if isinstance(rows, Mapping) else [("", rows)]
        rows = [{"field": name, "value": value} for name, value in pairs]
    rows = [row if isinstance(row, Mapping) else {"value": row} for row in rows]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not whole:
        names = [name for name in names if any(_cell(row.get(name)) for row in rows)]
    drawn = io.StringIO()
    console = Console(file=drawn, width=Console().width, force_terminal=colours)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    left_out: list[str] = []
    if many and not whole:
        widths = _widths({n: [_cell(row.get(n)) for row in rows] for n in names}, console.width)
        left_out = [str(name) for name in names[len(widths) :]]
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
    return drawn.getvalue().removesuffix("\n"), left_out


def _widths(columns: Mapping[str, Sequence[str]], room: int) -> dict[str, int]:
    """How wide the columns get that fit a line, in characters, the first ones first.

    Args:
        columns: The cells of each.
        room: Characters of a line.
    """
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
