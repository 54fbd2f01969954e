"""Runs the parts, prints their figures, and writes the page and the plot of the docs."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.store import answers, plot, sizes, speed
from benchmarks.store.asking import Put, put_all
from benchmarks.table import Table

__all__ = ["report"]


def report(
    table: Table,
    parts: Sequence[str],
    tasks: Sequence[int],
    *,
    only: Sequence[int] = (),
    others: bool = True,
    alone: bool = False,
    write: bool = False,
) -> None:
    """Measures.

    Args:
        table: Where figures are printed.
        parts: What to measure.
        tasks: Sizes of workspaces.
        only: Numbers of the questions to put; all if not given.
        others: Whether DuckDB and the Airbyte connector take part.
        alone: Whether to put the questions to the store alone.
        write: Whether to write the page and the plot.
    """
    syncs, speeds = {}, {}
    for number in tasks if {"sync", "speed"} & set(parts) else ():
        with (
            tempfile.TemporaryDirectory() as folder,
            sizes.replica(number, Path(folder)) as (url, path),
        ):
            syncs[number] = sizes.measure(table, url, path, number)
            if "speed" in parts:
                speeds[number] = speed.measure(table, url, path, number, duckdb=others)
    if write and syncs:
        sizes.write(syncs)
    if write and speeds:
        speed.write(speeds)
    if "questions" in parts:
        table.heading("Questions: tokens, calls, requests, seconds; live, by the store, Airbyte's")
        live: list[int] | None = [] if alone else None
        found, requests, minutes = put_all(_tell, only, live=live, airbyte=others and not alone)
        answers.tell(table, found)
        if write:
            answers.write(found, requests, minutes)
    if write:
        plot.write()


def _tell(put: Put) -> None:
    parts = [f"  {put.number:>2} {put.asked.partition(' It is ')[0][:44]:<44}"]
    for outcome in put.outcomes.values():
        verdict = "right" if outcome.right else "no"
        parts.append(
            f"{outcome.tokens:>9,} {outcome.calls:>4} {outcome.requests:>5} "
            f"{outcome.seconds:>8.2f} s {verdict:<5}"
        )
    print(" ".join(parts).rstrip(), flush=True)
