"""How many tokens a list takes, written down in different ways."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.compact import compact
from benchmarks.questions.serve import NOW, TASKS
from benchmarks.questions.tokens import ENCODINGS, count
from benchmarks.table import Table

__all__ = ["FORMS", "Size", "show", "sizes"]

Records = Sequence[Mapping[str, Any]]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _columns(records: Records) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _as_columns(records: Records) -> str:
    names = _columns(records)
    return _json({"columns": names, "rows": [[r.get(n) for n in names] for r in records]})


def _cell(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _as_csv(records: Records) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _columns(records), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in r.items()} for r in records)
    return text.getvalue()


def _as_toon(records: Records) -> str:
    """Tables as in TOON; lists, for which its tables have no place, as one cell."""
    names = _columns(records)
    lines = [f"tasks[{len(records)}]{{{','.join(names)}}}:"]
    for record in records:
        cells = (_cell(record.get(name)) for name in names)
        lines.append("  " + ",".join(map(_toon_cell, cells)))
    return "\n".join(lines)


def _toon_cell(value: Any) -> str:
    if not isinstance(value, str):
        return _json(value)
    plain = value and not any(mark in value for mark in ',":\\[]{}\n') and not value.isdigit()
    return value if plain else _json(value)


FORMS: Mapping[str, Callable[[Records], str]] = {
    "JSON, one object a record": _json,
    "JSON, names once": _as_columns,
    "CSV": _as_csv,
    "TOON-like": _as_toon,
}


@dataclass(frozen=True)
class Size:
    """Tokens of a list.

    Attributes:
        records: What is in it.
        form: How it is written.
        tokens: In each encoding.
    """

    records: str
    form: str
    tokens: tuple[int, ...]


def sizes() -> list[Size]:
    """Lists of 10 and 100 tasks in every form."""
    clickup = ClickupApiConnector.sandbox(tasks=TASKS, today=NOW.date(), rate_limit=None)
    tasks = clickup.execute_sync("tasks", "search", {}).data
    clickup.close()
    short = [_compact(task) for task in tasks]
    brief = [{name: task.get(name) for name in ("id", "name", "due_date")} for task in short]
    found = []
    for number in (10, 100):
        for what, records in ((f"{number} tasks", short), (f"{number} tasks, 3 fields", brief)):
            for form, write in FORMS.items():
                text = write(records[:number])
                found.append(Size(what, form, tuple(count(text, e) for e in ENCODINGS)))
    return found


def show(table: Table, found: Sequence[Size]) -> None:
    """Prints them, as parts of the first form."""
    table.heading("Forms of a list, of JSON with one object a record (o200k_base)")
    whole: dict[str, int] = {}
    for size in found:
        first = whole.setdefault(size.records, size.tokens[0])
        note = ", ".join(f"{n:,} {e}" for n, e in zip(size.tokens, ENCODINGS, strict=True))
        table.line(f"{size.records}: {size.form}", size.tokens[0] / first, note=note)


def _compact(task: Any) -> dict[str, Any]:
    record = compact("tasks", task, in_list=True)
    return {name: value for name, value in record.items() if value not in (None, "", [], {})}
