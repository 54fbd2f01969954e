"""Half an hour at the rate limit, with cancels and faults: is anything lost, or done twice?

    python -m tests.reliability.soak --minutes 30

A server in a process of its own counts in real windows and keeps a ledger of what it created.
Threads with event loops of their own and threads without one write and read through several
connectors with one token, ask for more than the limit allows, and cancel at random. At the end
each call's outcome is held against the ledger.
"""

import argparse
import asyncio
import gc
import json
import multiprocessing
import os
import random
import sys
import threading
import time
from array import array
from collections import Counter
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from agent_connectors.clickup import (
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    Timeouts,
)
from tests.reliability.server import http

DONE, UNKNOWN, CANCELLED, REFUSED = range(4)
OUTCOMES = ("done", "unknown", "cancelled", "refused")
TOKEN = "pk_10000001_THISISNOTAREALTOKEN"


class SoakServer:
    """Creates tasks within a rate limit, and fails now and then, before or after it has done so."""

    def __init__(self, limit: int, window: float, seed: int) -> None:
        self.limit, self.window = limit, window
        self.random = random.Random(seed)
        self.ledger: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self._ends = 0.0
        self._left = 0

    async def serve(self, pipe: Connection) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        while not pipe.poll():  # noqa: ASYNC110 - a pipe of another process
            await asyncio.sleep(0.2)
        pipe.send((dict(self.ledger), dict(self.answers)))
        server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _count(self) -> tuple[bool, list[str]]:
        """Counts a request; gives whether it is allowed, and what is said about the limit."""
        now = time.time()
        if now >= self._ends:
            self._ends, self._left = now // self.window * self.window + self.window, self.limit
        allowed = self._left > 0
        self._left -= allowed
        return allowed, [
            f"X-RateLimit-Limit: {self.limit}",
            f"X-RateLimit-Remaining: {self._left}",
            f"X-RateLimit-Reset: {int(self._ends)}",
            "Content-Type: application/json",
        ]

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method = head.split(" ", 1)[0]
        body: dict[str, Any] = {}
        for line in head.lower().split("\r\n"):
            if line.startswith("content-length: "):
                body = json.loads(await reader.readexactly(int(line[16:])))
        allowed, headers = self._count()
        if not allowed:
            self.answers["429 at the limit"] += 1
            writer.write(http(429, b'{"err": "Rate limit reached"}', *headers))
            return True
        fault = self.random.choices(
            ["none", "500", "500 after", "reset", "reset after", "hang after", "half", "429"],
            [940, 10, 10, 10, 10, 3, 10, 7],
        )[0]
        self.answers[fault] += 1
        name = str(body.get("name", "T"))
        if method == "POST" and fault in {"none", "500 after", "reset after", "hang after", "half"}:
            self.ledger[name] += 1
        answer = http(200, json.dumps({"id": f"t-{name}", "name": name}).encode(), *headers)
        match fault:
            case "none":
                await asyncio.sleep(self.random.random() * 0.02)
                writer.write(answer)
            case "500" | "500 after":
                writer.write(http(500, b'{"err": "Internal"}', *headers))
            case "429":
                writer.write(http(429, b'{"err": "Slow down"}', "Retry-After: 1"))
            case "hang after":
                await asyncio.sleep(3)
                return False
            case "half":
                writer.write(answer[:-9])
                await writer.drain()
                return False
            case _:
                writer.transport.abort()
                return False
        await writer.drain()
        return True


def _serve(pipe: Connection, limit: int, window: float, seed: int) -> None:
    asyncio.run(SoakServer(limit, window, seed).serve(pipe))


class Worker:
    """Creates tasks, one after another, and reads some of them; notes how each create ended."""

    def __init__(self, number: int, connector: ClickupApiConnector, until: float) -> None:
        self.number, self.connector, self.until = number, connector, until
        self.outcomes = array("b")
        self.wrong = 0
        self.foreign: list[str] = []
        self.random = random.Random(number)

    def _name(self) -> str:
        return f"w{self.number}-{len(self.outcomes)}"

    def _note(self, result: Any, name: str) -> None:
        self.wrong += result.data["name"] != name
        self.outcomes.append(DONE)

    def _note_error(self, error: BaseException) -> None:
        if isinstance(error, OutcomeUnknown):
            self.outcomes.append(UNKNOWN)
        elif isinstance(error, ConnectorError):
            self.outcomes.append(REFUSED)
        else:
            self.outcomes.append(UNKNOWN)
            self.foreign.append(repr(error))

    def run(self) -> None:
        """Works in a thread, without an event loop."""
        while time.monotonic() < self.until:
            name = self._name()
            try:
                self._note(self.connector.execute_sync("tasks", "create", _task(name)), name)
            except Exception as error:
                self._note_error(error)

    async def work(self) -> None:
        """Works in an event loop, and cancels now and then."""
        while time.monotonic() < self.until:
            if self.random.random() < 0.3:
                with suppress(ConnectorError):
                    await self.connector.execute("tasks", "get", {"task_id": "86abc1"})
            name = self._name()
            call = asyncio.create_task(self.connector.execute("tasks", "create", _task(name)))
            cancelling = self.random.random() < 0.05
            if cancelling:
                await asyncio.wait({call}, timeout=self.random.random() * 0.05)
                call.cancel()
            try:
                self._note(await call, name)
            except asyncio.CancelledError:
                self.outcomes.append(CANCELLED)
            except Exception as error:
                self._note_error(error)


def _task(name: str) -> dict[str, str]:
    return {"list_id": "901100000001", "name": name}


def _loop_of(workers: list[Worker]) -> None:
    async def work() -> None:
        await asyncio.gather(*(worker.work() for worker in workers))

    asyncio.run(work())


def _memory() -> float:
    """Resident memory of this process, in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def soak(
    seconds: float, *, limit: int = 1000, window: float = 10.0, seed: int = 1
) -> dict[str, Any]:
    """Runs it; gives the figures."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, limit, window, seed), daemon=True
    )
    server.start()
    url = f"http://127.0.0.1:{here.recv()}"
    begun = time.monotonic()
    timeouts = Timeouts(total=30, read=1.5)
    connectors = [
        ClickupApiConnector(ClickupApiAuthConfig(TOKEN), base_url=url, timeout=timeouts)
        for _ in range(3)
    ]
    workers = [Worker(n, connectors[n % 3], begun + seconds) for n in range(36)]
    threads = [
        threading.Thread(target=_loop_of, args=(workers[n * 10 : n * 10 + 10],)) for n in range(3)
    ] + [threading.Thread(target=worker.run) for worker in workers[30:]]
    for thread in threads:
        thread.start()
    time.sleep(max(seconds / 6, 5))
    warm = _memory()
    while any(thread.is_alive() for thread in threads):
        time.sleep(min(60.0, seconds / 4))
        calls = sum(len(worker.outcomes) for worker in workers)
        minutes = (time.monotonic() - begun) / 60
        print(f"{minutes:5.1f} min  {calls:8,} creates  {_memory():6.1f} MB", flush=True)
    for thread in threads:
        thread.join()
    final = _memory()
    for connector in connectors:
        connector.close()
    here.send("end")
    ledger, answers = here.recv()
    server.join(10)
    return _verdict(workers, ledger, answers) | {"MB warm": warm, "MB at the end": final}


def _verdict(
    workers: list[Worker], ledger: dict[str, int], answers: dict[str, int]
) -> dict[str, Any]:
    """Holds what the callers were told against what the server did."""
    told: Counter[str] = Counter()
    lost = doubled = untrue = 0
    for worker in workers:
        for number, outcome in enumerate(worker.outcomes):
            told[OUTCOMES[outcome]] += 1
            times = ledger.get(f"w{worker.number}-{number}", 0)
            doubled += times > 1
            lost += outcome == DONE and times == 0
            untrue += outcome == REFUSED and times > 0
    return {
        "creates": dict(told),
        "created": len(ledger),
        "server": answers,
        "lost": lost,
        "doubled": doubled,
        "said to be refused, but created": untrue,
        "answers of other calls": sum(worker.wrong for worker in workers),
        "foreign exceptions": sum(len(worker.foreign) for worker in workers),
        "first of them": next((e for worker in workers for e in worker.foreign), None),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    figures = soak(given.minutes * 60, seed=given.seed)
    for name, value in figures.items():
        print(f"{name}: {value:.1f}" if isinstance(value, float) else f"{name}: {value}")
    growth = figures["MB at the end"] / figures["MB warm"] - 1
    print(f"memory: {growth:+.1%} since it was warm")
    bad = [
        figures[name]
        for name in (
            "lost",
            "doubled",
            "said to be refused, but created",
            "answers of other calls",
            "foreign exceptions",
        )
    ]
    passed = not any(bad) and growth <= 0.05
    print("passed" if passed else "FAILED")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
