"""Installs clients that others published, drives them on a sandbox, and prints what became of it.

python -m tests.conformance.clients           all of them
python -m tests.conformance.clients NAME ...  some
python -m tests.conformance.clients docs      all, and writes the table of docs/sandbox.md

It needs pip to reach a registry; environments are kept in `build/clients`.
"""

import asyncio
import sys
from pathlib import Path

from tests.conformance.clients.catalogue import CLIENTS, NOT_INSTALLED
from tests.conformance.clients.driving import Outcome, driven

DOCS = Path(__file__).parents[3] / "docs" / "sandbox.md"
BEGIN, END = "<!-- clients -->\n", "<!-- end of clients -->\n"


def table(outcomes: list[Outcome]) -> str:
    """The table, as Markdown."""
    rows = [
        "| client | version | calls | passed | requests | refused | why not |",
        "|---|---|---|---|---|---|---|",
    ]
    # All but the last, which has every failure.
    rows += [f"| {' | '.join(map(str, outcome[:-1]))} |" for outcome in outcomes]
    rows += [
        f"| {name} | - | - | - | - | - | not driven: {why} |" for name, why in NOT_INSTALLED.items()
    ]
    return "\n".join(rows) + "\n"


async def main(names: list[str]) -> None:
    wanted = [client for client in CLIENTS if not names or client.name in names]
    outcomes = [await driven(client) for client in wanted]
    print(table(outcomes))
    for outcome in outcomes:
        for line in outcome.failures:
            print(f"{outcome.name}: {line}")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given == ["docs"]:
        told = table([asyncio.run(driven(client)) for client in CLIENTS])
        before, _, rest = DOCS.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        DOCS.write_text(f"{before}{BEGIN}{told}{END}{after}")
    else:
        asyncio.run(main(given))
