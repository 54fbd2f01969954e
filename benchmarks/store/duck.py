"""DuckDB on the rows of a store: how long the same questions take it.

    python duck.py FILE FOLDER

Runs in an environment of its own, which has nothing but DuckDB. Reads queries as a JSON object from
standard input, and prints the milliseconds of each, and the megabytes of its file.
"""

import csv
import json
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

TABLES = ("tasks", "task_people", "task_tags", "custom_field_values", "time_entries")

KINDS = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE"}

ROUNDS = 9


def load(source: sqlite3.Connection, made: Any, folder: Path) -> None:
    """Takes the rows over."""
    for table in TABLES:
        known = source.execute(f"PRAGMA table_info({table})").fetchall()
        columns = ", ".join(f'"{name}" {KINDS[kind]}' for _, name, kind, *_ in known)
        made.execute(f"CREATE TABLE {table} ({columns})")
        path = folder / f"{table}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(
                ["\\N" if value is None else value for value in row]
                for row in source.execute(f"SELECT * FROM {table}")
            )
        form = "FORMAT csv, AUTO_DETECT false, HEADER false, PARALLEL false"
        marks = """DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '\\N'"""
        made.execute(f"COPY {table} FROM '{path}' ({form}, {marks})")
        path.unlink()


def main() -> None:
    """Loads, asks, prints."""
    path, folder = sys.argv[1], Path(sys.argv[2])
    file = folder / "rows.duckdb"
    made = duckdb.connect(str(file))
    source = sqlite3.connect(path)
    load(source, made, folder)
    source.close()
    made.execute("CHECKPOINT")
    found = {}
    for name, sql in json.load(sys.stdin).items():
        times = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            made.execute(sql).fetchall()
            times.append((time.process_time() - begun) * 1000)
        found[name] = statistics.median(times)
    made.close()
    print(json.dumps({"times": found, "megabytes": file.stat().st_size / 1e6}))


if __name__ == "__main__":
    main()
