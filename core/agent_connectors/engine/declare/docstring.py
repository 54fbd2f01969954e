"""Reads Google-style docstrings: what an operation says of itself and of its parameters."""

import re
from collections.abc import Mapping
from inspect import cleandoc
from typing import NamedTuple

__all__ = ["Docstring", "parse"]

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields|Example|Examples|Note|Attributes):\s*$")
_ARGUMENT = re.compile(r"^ {4}\*{0,2}(\w+)(?: \([^)]*\))?:\s*(.*)$")


class Docstring(NamedTuple):
    """A docstring taken apart."""

    summary: str
    """The first paragraph, on one line."""
    text: str
    """Everything before the first section."""
    arguments: Mapping[str, str]
    """What is said of each parameter, each on one line."""
    example: str
    """The code under `Example:`."""


def parse(docstring: str | None) -> Docstring:
    """Takes a Google-style docstring apart."""
    prose: list[str] = []
    arguments: dict[str, str] = {}
    code: list[str] = []
    section = current = ""
    for line in cleandoc(docstring or "").splitlines():
        if heading := _SECTION.match(line):
            section = heading[1]
        elif not section:
            prose.append(line)
        elif section == "Example":
            code.append(line[4:])
        elif section == "Args":
            if argument := _ARGUMENT.match(line):
                current = argument[1]
                arguments[current] = argument[2]
            elif current and line.strip():
                arguments[current] = f"{arguments[current]} {line.strip()}".strip()
    text = "\n".join(prose).strip()
    summary = " ".join(text.partition("\n\n")[0].split())
    return Docstring(summary, text, arguments, "\n".join(code).strip())
