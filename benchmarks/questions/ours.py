"""Our side: the tool `clickup_execute`, as every framework is given it."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any, Self

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector, ConnectorError
from agent_connectors.engine.tools import Toolbox
from benchmarks.questions.chat import Answer

__all__ = ["Ours"]


class Ours:
    """Our tool, with connections that last as long as it is entered.

    Args:
        url: The sandbox.
        runner: What runs it.
        clock: Tells seconds.
        http_client: Makes what it sends requests with, if not its own.
    """

    def __init__(
        self,
        url: str,
        runner: asyncio.Runner | None = None,
        clock: Callable[[], float] = time.perf_counter,
        http_client: Callable[[], Any] = lambda: None,
    ) -> None:
        self._url = url
        self._runner = asyncio.Runner() if runner is None else runner
        self._clock = clock
        self._http_client = http_client
        self.renew()
        self.description = self._tool.description
        schema = self._tool.schema
        self.definition = _compact(
            {"name": self._tool.name, "description": self.description, "parameters": schema}
        )

    def renew(self) -> None:
        """Forgets what was learnt in earlier conversations, such as the ids of names."""
        self._connector = ClickupApiConnector(
            ClickupApiAuthConfig("pk_q"), base_url=self._url, http_client=self._http_client()
        )
        self._tool = Toolbox(self._connector).tools[0]

    def signature(self, entity: str, action: str) -> set[str] | None:
        """The parameters that the description names for an action, and those of every list."""
        lines = self.description.splitlines()
        line = next((line for line in lines if line.startswith(f"{entity}: ")), "")
        found = re.search(rf"\b{action}\b(\(([^)]*)\))?", line.partition(": ")[2])
        if found is None:
            return None
        prose = "\n".join(line for line in lines if not re.match(r"\w+: ", line))
        return {*re.findall(r"\w+", found[2] or ""), *re.findall(r'"(\w+)"', prose)}

    def call(self, arguments: dict[str, Any]) -> Answer:
        """Calls the tool."""
        begun = self._clock()
        try:
            text, failed = str(self._runner.run(self._tool.call(arguments))), False
        except ConnectorError as error:
            text, failed = str(error), True
        return Answer(text, self._clock() - begun, failed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._connector.aclose())
        self._runner.close()


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
