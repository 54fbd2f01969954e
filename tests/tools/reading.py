"""Reads what tools answer, in both of its forms."""

import json
from typing import Any


def read(text: str) -> Any:
    """An answer, with the rows of a table made records again."""
    shown = json.loads(text)
    if "columns" in shown:
        columns, same = shown.pop("columns"), shown.pop("in_every_row", {})
        shown["data"] = [same | dict(zip(columns, row, strict=True)) for row in shown["data"]]
    return shown
