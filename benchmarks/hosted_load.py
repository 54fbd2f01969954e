"""Calls a server for hosted execution as fast as it can, and reads what that costs the server.

    python hosted_load.py URL TOKEN CONNECTOR LIST_ID SERVER_PID

Run by `benchmarks` in a process of its own; prints JSON.
"""

import asyncio
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import httpx

_SMALL = {"entity": "user", "action": "get", "params": {}}


class Server:
    """What the operating system says of the server's process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._folder = Path(f"/proc/{pid}")

    def cpu(self) -> float:
        """Seconds of CPU so far, in the kernel and outside."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident megabytes."""
        pages = int((self._folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Load:
    """Has connections of its own, so that the client is as cheap as httpx allows."""

    def __init__(self, url: str, token: str, connector: str, width: int) -> None:
        self._path = f"{url}/api/v1/integrations/connectors/{connector}/execute"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._width = width

    async def run(self, body: dict[str, Any], times: int) -> float:
        """Sends so many requests; gives the seconds that it took."""
        left = iter(range(times))
        content = json.dumps(body).encode()
        # Anew each time: servers close what is not used for some seconds.
        own = [httpx.AsyncHTTPTransport() for _ in range(self._width)]
        begun = time.perf_counter()
        await asyncio.gather(*(self._work(t, left, content) for t in own))
        taken = time.perf_counter() - begun
        await asyncio.gather(*(transport.aclose() for transport in own))
        return taken

    async def _work(self, transport: httpx.AsyncHTTPTransport, left: Any, content: bytes) -> None:
        for _ in left:
            request = httpx.Request("POST", self._path, headers=self._headers, content=content)
            response = await transport.handle_async_request(request)
            await response.aread()
            if response.status_code != 200:
                raise RuntimeError(response.text)


async def main(url: str, token: str, connector: str, list_id: str, pid: str) -> dict[str, Any]:
    """All measurements."""
    server = Server(int(pid))
    page = {"entity": "tasks", "action": "list", "params": {"list_id": list_id}}
    one, many = Load(url, token, connector, 4), Load(url, token, connector, 32)
    await one.run(page, 50)
    before = server.cpu()
    await one.run(page, 1000)
    page_cpu = (server.cpu() - before) / 1000
    await many.run(_SMALL, 2000)
    rates = [2000 / await many.run(_SMALL, 2000) for _ in range(3)]
    before, memory = server.cpu(), server.memory()
    await many.run(_SMALL, 20_000)
    return {
        "page_ms": page_cpu * 1000,
        "small_ms": (server.cpu() - before) / 20_000 * 1000,
        "rate": statistics.median(rates),
        "memory": memory,
        "growth": server.memory() - memory,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
