"""Every fault, by every method, once and always: what a caller is told, and what was done.

python -m tests.reliability.matrix          writes the table of docs/reliability.md
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    Timeouts,
)
from tests.reliability.faults import FAULTS
from tests.reliability.server import Account, Fault, LedgerServer

__all__ = ["Cell", "Verdict", "cells", "run", "table"]

TOKEN = "pk_10000001_THISISNOTAREALTOKEN"

PATIENCE = Timeouts(total=6.0, connect=3.0, read=0.8, write=1.0)

AT_ONCE = 48

OPERATIONS = {
    "GET": ("tasks", "get", {"task_id": "t1"}),
    "POST": ("tasks", "create", {"list_id": "901100000001", "name": "T"}),
    "PUT": ("tasks", "update", {"task_id": "t1", "name": "T"}),
    "DELETE": ("tasks", "delete", {"task_id": "t1"}),
}

_COLUMNS = (
    *("faults", "cells", "success", "refused", "unknown", "doubled", "false success"),
    *("false refusal", "foreign exceptions", "token seen", "hung"),
)

Told = Literal["success", "unknown", "refused"]


@dataclass(frozen=True)
class Cell:
    """One fault, met in one way.

    Args:
        fault: What the server does wrong.
        method: With requests of which method.
        always: Each time, or only the first.
        hosted: Through a server that holds the token, of which the fault is then.
    """

    fault: Fault
    method: str
    always: bool
    hosted: bool = False

    def __str__(self) -> str:
        often = "always" if self.always else "once"
        where = ", hosted" if self.hosted else ""
        return f"{self.fault.kind}: {self.fault.name}, {self.method}, {often}{where}"


@dataclass(frozen=True)
class Verdict:
    """What came of a cell.

    Args:
        cell: The cell.
        told: What the caller was told.
        doubled: The server carried out a write more than once.
        false_success: The caller was told of a success, and the server knows of none, or the
            answer was that to something else.
        false_refusal: The caller was told that nothing changed, and the server did it.
        foreign: An exception that is none of the connector's.
        token_seen: The token stood in a text, a traceback, its variables, or a log record.
        seconds: How long it took.
    """

    cell: Cell
    told: Told
    doubled: bool
    false_success: bool
    false_refusal: bool
    foreign: str
    token_seen: bool
    seconds: float

    @property
    def hung(self) -> bool:
        """Whether it took several times as long as the call may take."""
        return self.seconds > 5 * PATIENCE.total

    @property
    def faults(self) -> list[str]:
        """What is wrong with it."""
        wrong = {
            "doubled": self.doubled,
            "false success": self.false_success,
            "false refusal": self.false_refusal,
            f"foreign exception {self.foreign}": bool(self.foreign),
            "token seen": self.token_seen,
            "hung": self.hung,
        }
        return [f"{self.cell}: {name}" for name, is_so in wrong.items() if is_so]


def cells() -> Iterator[Cell]:
    """All cells: each method directly, a read and a write through a server."""
    for fault in FAULTS:
        for always in (False, True):
            for method in OPERATIONS:
                yield Cell(fault, method, always)
            for method in ("GET", "POST"):
                yield Cell(fault, method, always, hosted=True)


async def run(wanted: Iterable[Cell], client: Callable[[], Any] | None = None) -> list[Verdict]:
    """Tries cells, many at once.

    Args:
        wanted: The cells.
        client: Makes a client of the HTTP library to go through; our own way if not given.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    records = _Records()
    logger = logging.getLogger("agent_connectors")
    logger.addHandler(records)
    propagated, level = logger.propagate, logger.level
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    try:
        async with LedgerServer() as server:

            async def one(number: int, cell: Cell) -> Verdict:
                async with gate:
                    return await _try(server, f"c{number}", cell, client)

            # What is imported by the first call would count as its time.
            await _try(server, "warm", Cell(FAULTS[0], "GET", always=False))
            tried = await asyncio.gather(*(one(n, cell) for n, cell in enumerate(wanted)))
    finally:
        logger.removeHandler(records)
        logger.propagate = propagated
        logger.setLevel(level)
    assert not records.token_seen, "a log record holds the token"
    return tried


async def _try(
    server: LedgerServer, name: str, cell: Cell, client: Callable[[], Any] | None = None
) -> Verdict:
    method = "POST" if cell.hosted else cell.method
    target = "/execute" if cell.hosted else "/task"
    account = server.accounts[name] = Account(cell.fault, method, cell.always, target)
    account.action = OPERATIONS[cell.method][1] if cell.hosted else ""
    auth: AirbyteAuthConfig | ClickupApiAuthConfig = ClickupApiAuthConfig(TOKEN)
    if cell.hosted:
        auth = AirbyteAuthConfig(
            airbyte_client_id="id", airbyte_client_secret=TOKEN, connector_id="c1"
        )
    given = client() if client is not None else None
    connector = ClickupApiConnector(
        auth,
        base_url=server.url(name),
        timeout=PATIENCE,
        allow_destructive=True,
        http_client=given,
    )
    begun = time.monotonic()
    told: Told = "refused"
    right, foreign, seen = True, "", False
    try:
        result = await connector.execute(*OPERATIONS[cell.method])
        told, right = "success", "other" not in str(result.data)
    except ConnectorError as error:
        told = "unknown" if isinstance(error, OutcomeUnknown) else "refused"
        seen = _shows_token(error)
    except Exception as error:
        foreign, seen = type(error).__name__, _shows_token(error)
    seconds = time.monotonic() - begun
    await connector.aclose()
    if given is not None:
        await given.aclose()
    done = account.done[method]
    writes = cell.method != "GET"
    return Verdict(
        cell,
        told,
        doubled=writes and done > 1,
        false_success=told == "success" and (not right or not done),
        false_refusal=writes and told == "refused" and bool(done) and not foreign,
        foreign=foreign,
        token_seen=seen,
        seconds=seconds,
    )


def _shows_token(error: BaseException) -> bool:
    """Whether the token stands anywhere in what a crash report would show of an error."""
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    own = [frame for frame in report.stack if "reliability" not in frame.filename]
    report.stack = traceback.StackSummary.from_list(own)
    return TOKEN in "".join(report.format()) + repr(error)


class _Records(logging.Handler):
    """Looks at every log record."""

    token_seen = False

    def emit(self, record: logging.LogRecord) -> None:
        """Looks at one."""
        self.token_seen |= TOKEN in record.getMessage()


def table(verdicts: list[Verdict]) -> str:
    """The figures by kind of fault, as a table in Markdown."""
    lines = [
        f"| fault | {' | '.join(_COLUMNS)} |",
        "|---|" + "---:|" * len(_COLUMNS),
    ]
    kinds = list(dict.fromkeys(verdict.cell.fault.kind for verdict in verdicts))
    lines += [_row(kind, [v for v in verdicts if v.cell.fault.kind == kind]) for kind in kinds]
    lines.append(_row("**all**", verdicts))
    return "\n".join(lines) + "\n"


def _row(kind: str, those: list[Verdict]) -> str:
    figures = [
        len({(v.cell.fault.kind, v.cell.fault.name) for v in those}),
        len(those),
        *(sum(v.told == told for v in those) for told in ("success", "refused", "unknown")),
        sum(v.doubled for v in those),
        sum(v.false_success for v in those),
        sum(v.false_refusal for v in those),
        sum(bool(v.foreign) for v in those),
        sum(v.token_seen for v in those),
        sum(v.hung for v in those),
    ]
    return f"| {kind} | " + " | ".join(f"{figure:,}" for figure in figures) + " |"


def main() -> None:
    """Runs all cells, and writes the table into the page."""
    begun = time.monotonic()
    verdicts = asyncio.run(run(cells()))
    for verdict in verdicts:
        for fault in verdict.faults:
            print(fault)
    slowest = max((v for v in verdicts), key=lambda v: v.seconds)
    print(f"{len(verdicts):,} cells in {time.monotonic() - begun:.0f} s; {slowest.seconds:.1f} s")
    print(f"for the slowest, of {PATIENCE.total:.0f} s: {slowest.cell}")
    page = Path(__file__).parents[2] / "docs" / "reliability.md"
    before, mark, rest = page.read_text().partition("<!-- matrix -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    page.write_text(before + mark + table(verdicts) + end + after)


if __name__ == "__main__":
    main()
