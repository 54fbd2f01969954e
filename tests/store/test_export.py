"""A replica's tables, and what a SELECT gives, as files."""

import csv
import stat
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.errors import StoreError

NULLS = "SELECT NULL AS empty, 1 AS n, 1.5 AS x, 'a' AS t UNION ALL SELECT NULL, 2, 3, NULL"


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as read:
        return list(csv.DictReader(read))


async def held(store: ContextStore, name: str) -> list[dict[str, Any]]:
    return (await store.sql(f"SELECT * FROM {name}", limit=9999)).data  # noqa: S608


async def test_every_table_is_written_whole(replica: ContextStore, tmp_path: Path) -> None:
    written = await replica.export(tmp_path / "out")
    assert {file.stem for file in written} == set(replica.schema.by_name)
    for file, count in written.items():
        there = await held(replica, file.stem)
        rows = rows_of(file)
        assert len(there) == count == len(rows)
        assert rows or file.stem == "status_history"  # which is read where it is asked for
        kinds = replica.schema.by_name[file.stem].kinds
        for one, other in zip(there, rows, strict=True):
            assert list(other) == list(one)
            for name, value in one.items():
                wanted = (
                    {None: "", 0: "false", 1: "true"}[value]
                    if kinds[name] == "boolean"
                    else ("" if value is None else str(value))
                )
                assert other[name] == wanted


async def test_parquet_has_types_and_the_same_rows(replica: ContextStore, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    names = [*replica.schema.by_name, *(view.name for view in replica.schema.views)]
    written = await replica.export(tmp_path, *names, form="parquet")
    for file, count in written.items():
        table = parquet.read_table(file)
        assert table.num_rows == count
        there = await held(replica, file.stem)
        shown = [
            {k: int(v) if v is True or v is False else v for k, v in row.items()}
            for row in table.to_pylist()
        ]
        assert shown == there
    tasks = parquet.read_schema(tmp_path / "tasks.parquet")
    assert {name: str(tasks.field(name).type) for name in ("name", "due_date_ms", "points")} == {
        "name": "string",
        "due_date_ms": "int64",
        "points": "double",
    }
    assert str(parquet.read_schema(tmp_path / "spaces.parquet").field("private").type) == "bool"


async def test_a_select_is_written_without_a_limit(replica: ContextStore, tmp_path: Path) -> None:
    sql = "SELECT a.id, b.name FROM tasks a, tasks b LIMIT 12000"
    file = tmp_path / "pairs.csv"
    assert await replica.export(file, sql=sql) == {file: 12_000}
    assert len(rows_of(file)) == 12_000
    parquet = pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "nulls.parquet"
    assert await replica.export(file, sql=NULLS) == {file: 2}
    table = parquet.read_table(file)
    assert [str(kind) for kind in table.schema.types] == ["string", "int64", "double", "string"]
    assert table.to_pylist()[1] == {"empty": None, "n": 2, "x": 3.0, "t": None}


@pytest.mark.parametrize(
    ("target", "options", "said"),
    [
        ("a.csv", {"tables": ["tasks", "lists"]}, "folder"),
        ("a.csv", {"form": "parquet", "tables": ["tasks"]}, "does not end in .parquet"),
        ("out", {"sql": "SELECT 1"}, "written to a file"),
        ("out", {"form": "xlsx"}, "csv or parquet"),
        ("out", {"tables": ["task"]}, "`tasks`"),
        ("out", {"tables": ["store_records"]}, "no table"),
        ("a.csv", {"tables": ["tasks"], "sql": "SELECT 1"}, "not both"),
        ("a.csv", {"sql": "DELETE FROM tasks"}, "Only one SELECT"),
        ("a.csv", {"sql": "SELECT * FROM store_facts"}, "not there to be used"),
        ("a.csv", {"sql": "SELECT nme FROM tasks"}, "`name`"),
        ("a.csv", {"sql": "SELECT abs(-9223372036854775808) FROM tasks"}, "overflow"),
        ("a.csv", {"sql": "SELECT 1", "timeout": 9999}, "up to 3600"),
    ],
)
async def test_what_cannot_be_is_refused_and_leaves_nothing(
    target: str, options: dict[str, Any], said: str, replica: ContextStore, tmp_path: Path
) -> None:
    tables = options.pop("tables", ())
    with pytest.raises(InvalidParams, match=said):
        await replica.export(tmp_path / target, *tables, **options)
    assert list(tmp_path.iterdir()) == []


async def test_files_that_are_there_stay(replica: ContextStore, tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("mine")
    for target, tables in ((file, ["tasks"]), (tmp_path, [])):
        with pytest.raises(InvalidParams, match=r"tasks\.csv is there"):
            await replica.export(target, *tables)
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]
    await replica.export(file, "tasks", overwrite=True)
    assert len(rows_of(file)) > 200
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_one_that_fails_leaves_the_old_one(replica: ContextStore, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("mine")
    late = "SELECT CASE WHEN id = (SELECT max(id) FROM tasks) THEN json('{') END FROM tasks"
    with pytest.raises(InvalidParams, match="JSON"):
        await replica.export(file, sql=late, overwrite=True)
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]
    (tmp_path / "plain").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        await replica.export(tmp_path / "plain" / "a.csv", "tasks")
