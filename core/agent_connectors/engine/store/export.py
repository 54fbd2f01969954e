"""Tables of a replica, or what a SELECT gives, as files for other programs."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.extras import require
from agent_connectors.engine.store.errors import StoreError
from agent_connectors.engine.store.tables import Kind, Schema, quoted
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["FORMATS", "Format", "Part", "check_target", "parts", "write"]

Format: TypeAlias = Literal["csv", "parquet"]

FORMATS: tuple[Format, ...] = ("csv", "parquet")

_AT_ONCE = 5000
"""Rows that are held at a time."""

Read: TypeAlias = Callable[[str], tuple[Sequence[str], Iterable[Sequence[Any]]]]
"""Carries out a SELECT: the names of its columns, and its rows as they come."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one file is to hold.

    Attributes:
        name: Of the table or view; empty for a SELECT.
        sql: The SELECT.
        kinds: What each column holds; None where only the values tell.
    """

    name: str
    sql: str
    kinds: Mapping[str, Kind] | None = None


def parts(schema: Schema, tables: Sequence[str], sql: str | None) -> list[Part]:
    """What is to be written.

    Args:
        schema: The tables.
        tables: Tables and views; all tables if neither they nor `sql` are given.
        sql: One SELECT instead.

    Raises:
        InvalidParams: There is no such table, or both are given.
    """
    if sql is not None:
        if tables:
            raise InvalidParams("Give tables or `sql`, not both.")
        return [Part("", sql)]
    known = [*schema.by_name, *(view.name for view in schema.views)]
    found = []
    for name in tables or schema.by_name:
        if name not in known:
            raise InvalidParams(f"There is no table {name!r}.", hint=did_you_mean(name, known))
        table = schema.by_name.get(name)
        kinds = None if table is None else table.kinds
        found.append(Part(name, f"SELECT * FROM {quoted(name)}", kinds))
    return found


def check_target(
    target: "str | os.PathLike[str]", parts: Sequence[Part], form: Any, *, overwrite: bool
) -> tuple[Format, list[Path]]:
    """The format, and the file for each part.

    Args:
        target: A file, which its ending tells, or the folder of several.
        parts: What is to be written.
        form: The format; that of the ending, or CSV, if not given.
        overwrite: Whether files that are there may be replaced.

    Raises:
        InvalidParams: They cannot be written so.
        ModuleNotFoundError: The extra for the format is missing.
    """
    path = Path(target)
    ending = path.suffix.lower().removeprefix(".")
    is_file = ending in FORMATS
    form = form or (ending if is_file else "csv")
    if form not in FORMATS:
        raise InvalidParams(f"There is no format {form!r}.", hint=f"Use {' or '.join(FORMATS)}.")
    if is_file and form != ending:
        raise InvalidParams(f"{path.name} does not end in .{form}.")
    if is_file and len(parts) != 1:
        raise InvalidParams(f"{path.name} can hold one table.", hint="Give a folder for several.")
    if not is_file and not all(part.name for part in parts):
        raise InvalidParams("A SELECT is written to a file.", hint="End its name in .csv.")
    if form == "parquet":
        require("pyarrow", "parquet")
    files = [path] if is_file else [path / f"{part.name}.{form}" for part in parts]
    there = [str(file) for file in files if os.path.lexists(file)]
    if there and not overwrite:
        others = f" (and {len(there) - 1} more)" if there[1:] else ""
        raise InvalidParams(f"{there[0]} is there{others}.", hint="Pass `overwrite=True`.")
    return form, files


def write(read: Read, part: Part, file: Path, form: Format) -> int:
    """Writes one file: whole, or not at all.

    Args:
        read: Carries out the SELECT; what is written of two calls must be the same.
        part: What to write.
        file: Where to.
        form: The format.

    Returns:
        How many rows it has.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        with _made(file) as made:
            return (_csv if form == "csv" else _parquet)(read, part, made)
    except OSError as error:
        raise StoreError(
            f"{file} cannot be written: {error.strerror or error}.",
            hint="Nothing of it was kept. Give another path, or make room.",
        ) from error


@contextmanager
def _made(file: Path) -> Iterator[Path]:
    file.parent.mkdir(parents=True, exist_ok=True)
    # It holds what a company writes, so it is made for its owner's eyes, as the store is.
    number, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    os.close(number)
    made = Path(name)
    try:
        yield made
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _csv(read: Read, part: Part, file: Path) -> int:
    names, rows = read(part.sql)
    truths = [n for n, name in enumerate(names) if (part.kinds or {}).get(name) == "boolean"]
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(names)
        for row in rows:
            values = [value.hex() if isinstance(value, bytes) else value for value in row]
            for n in truths:
                values[n] = None if values[n] is None else str(bool(values[n])).lower()
            writer.writerow(values)
            count += 1
    return count


def _parquet(read: Read, part: Part, file: Path) -> int:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    names, rows = read(part.sql)
    if part.kinds is None:
        types = _types(names, rows)
        names, rows = read(part.sql)
    else:
        types = [_TYPES[part.kinds[name]] for name in names]
    schema = pa.schema(
        [(name, pa.type_for_alias(kind)) for name, kind in zip(names, types, strict=True)]
    )
    count, rest = 0, iter(rows)
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(rest, _AT_ONCE)):
            columns = [
                pa.array([_as(kind, row[n]) for row in some], pa.type_for_alias(kind))
                for n, kind in enumerate(types)
            ]
            writer.write_batch(pa.record_batch(columns, schema=schema))
            count += len(some)
    return count


_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "integer": "int64",
    "real": "double",
    "boolean": "bool",
    "time": "string",
    "list": "string",
}
"""Texts, lists and times are what SQL has of them; `NAME_ms` has a time as a number."""


def _types(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """What the columns of a SELECT hold, which in SQLite the values alone tell."""
    found: list[set[str]] = [set() for _ in names]
    known = {int: "int64", float: "double", bool: "bool"}
    for row in rows:
        for kinds, value in zip(found, row, strict=True):
            if value is not None:
                kinds.add(known.get(type(value), "string"))
    return [_common(kinds) for kinds in found]


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"int64", "double"} else "string"


def _as(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "bool":
        return bool(value)
    if kind == "string":
        return value.hex() if isinstance(value, bytes) else str(value)
    return float(value) if kind == "double" else value
