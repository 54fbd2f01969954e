"""Airbyte's side: its tool, in a process of its own environment."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Self

from benchmarks.environments import interpreter, quiet
from benchmarks.questions.chat import Answer

__all__ = ["Theirs"]

_SCHEMA = {
    "additionalProperties": False,
    "properties": {
        "entity": {"type": "string"},
        "action": {"type": "string"},
        "params": {
            "anyOf": [{"additionalProperties": True, "type": "object"}, {"type": "null"}],
            "default": None,
        },
    },
    "required": ["entity", "action"],
    "type": "object",
}
"""The schema that Pydantic AI makes of the function in the connector's README."""


class Theirs:
    """The Airbyte connector's tool, for as long as it is entered.

    Args:
        url: The sandbox.
    """

    def __init__(self, url: str) -> None:
        script = Path(__file__).with_name("theirs_tool.py")
        self._process = subprocess.Popen(
            [interpreter("airbyte"), script, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=quiet(),
        )
        told = self._read()
        self.description = told["description"]
        self.definition = json.dumps(
            told | {"parameters": _SCHEMA}, separators=(",", ":"), ensure_ascii=False
        )

    def renew(self) -> None:
        """Makes a new connector."""
        self._write({})

    def signature(self, entity: str, action: str) -> set[str] | None:
        """The parameters that the description names for an action."""
        _, _, rest = self.description.partition(f"\n  {entity}:\n")
        actions = re.match(r"(?:    - .*\n)*", rest)
        found = re.search(rf"    - {action}\((.*)\)", actions[0] if actions else "")
        if found is None:
            return None
        return {name.rstrip("*?") for name in found[1].split(", ")}

    def call(self, arguments: dict[str, Any]) -> Answer:
        """Calls the tool."""
        self._write(arguments)
        return Answer(**self._read())

    def _write(self, value: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
