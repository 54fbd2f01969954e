"""What models are told of the tables: little, and enough to ask."""

import re

import pytest

from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.store.describe import describe
from agent_connectors.engine.store.tables import Column, Schema, Table


def test_what_a_model_must_know_of_the_tables_fits_400_tokens(replica: ContextStore) -> None:
    pytest.importorskip("tiktoken")
    from benchmarks.questions.tokens import count

    assert count(replica.describe()) <= 400


async def test_what_is_told_is_there(replica: ContextStore) -> None:
    told = replica.describe()
    lines = re.findall(r"(\w+)\(([^)]*)\)", told)
    assert {name for name, _ in lines} >= set(replica.schema.by_name)
    for name, columns in lines:
        names = ", ".join(
            column.partition("=")[0] for column in columns.split(", ") if column != "..."
        )
        await replica.sql(f"SELECT {names} FROM {name} LIMIT 1")  # noqa: S608


@pytest.mark.parametrize("column", ["status_type", "priority"])
async def test_the_values_that_are_told_are_those_that_there_are(
    column: str, replica: ContextStore
) -> None:
    told = re.search(rf"\b{column}=([\w |]+)", replica.describe())
    assert told is not None
    rows = await replica.sql(
        f"SELECT DISTINCT {column} AS value FROM tasks WHERE {column} IS NOT NULL"  # noqa: S608
    )
    assert {row["value"] for row in rows.data} <= set(told[1].split("|"))


def test_all_columns_are_told_when_asked_for() -> None:
    rare = Column("b", rare=True)
    table = Table(
        "things", "things", (Column("id"), Column("a", values=("x", "y")), rare), "Things."
    )
    schema = Schema((table,))
    assert "things(id, a=x|y, ...)" in describe(schema)
    assert "b text" in describe(schema, ["things"])
    assert "a text: x, y" in describe(schema, ["things"])
