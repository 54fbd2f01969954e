"""Reads what tools answer, in both of its forms."""

import json
from typing import Any


def read(text: str) -> Any:
    """An answer, with the rows of a table made records again."""
    shown = json.loads(text)
    if "columns" in shown:
        columns = shown.pop("columns")
        shown["data"] = [dict(zip(columns, row, strict=True)) for row in shown["data"]]
    return shown
