"""The page of the docs: tables that are written anew part by part, cell by cell."""

import re
from collections.abc import Mapping

from benchmarks.environments import ROOT

__all__ = ["PAGE", "read", "section", "write"]

PAGE = ROOT / "docs" / "benchmarks" / "store.md"

Grid = dict[str, dict[str, str]]
"""Cells by row and column."""


def section(name: str) -> str:
    """The text under a heading of the page; empty if there is none."""
    if not PAGE.exists():
        return ""
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(name)}\n\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def read(name: str) -> Grid:
    """The table under a heading."""
    lines = [line for line in section(name).splitlines() if line.startswith("|")]
    if len(lines) < 2:
        return {}
    head, _, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def write(name: str, grid: Mapping[str, Mapping[str, str]], note: str = "") -> None:
    """Writes a table under a heading; what it does not have is kept.

    Args:
        name: The heading, which is there.
        grid: The cells.
        note: What is said above the table, if not what is said already.
    """
    kept = read(name)
    rows = {**{row: dict(cells) for row, cells in kept.items() if row in grid}}
    for row, cells in grid.items():
        rows.setdefault(row, {}).update(cells)
    named = dict.fromkeys(column for cells in rows.values() for column in cells)
    columns = sorted(named, key=_order)
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {row} | {' | '.join(rows[row].get(c, '') for c in columns)} |" for row in grid]
    said = note or section(name).partition("\n\n|")[0]
    said = "" if said.startswith("|") else said
    replace(name, "\n\n".join(filter(None, (said, "\n".join(lines)))))


def replace(name: str, text: str) -> None:
    """Puts a text under a heading of the page."""
    page = PAGE.read_text(encoding="utf-8")
    if f"\n## {name}\n" not in page:
        page = page.rstrip() + f"\n\n## {name}\n\n"
    made = re.sub(
        rf"(^## {re.escape(name)}\n\n?)(.*?)(?=^## |\Z)",
        lambda _: f"## {name}\n\n{text.strip()}\n\n",
        page,
        flags=re.MULTILINE | re.DOTALL,
    )
    PAGE.write_text(made.rstrip() + "\n", encoding="utf-8")


def _order(column: str) -> int:
    """Sizes go by their number; others stay as they are."""
    number = re.match(r"[\d,]+", column)
    return int(number[0].replace(",", "")) if number else 0
