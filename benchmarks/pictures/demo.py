"""A terminal after `make demo`: what the demo prints, on one certain day."""

import asyncio
import contextlib
import io
import sys
import textwrap
from datetime import UTC, datetime, tzinfo
from unittest import mock

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.calls import hooks
from benchmarks.environments import ROOT
from benchmarks.pictures.svg import mono, picture

__all__ = ["draw"]

_NOW = datetime(2026, 6, 12, 15, tzinfo=UTC)
_COLUMNS, _LINE, _LEFT, _TOP, _SIZE = 104, 18, 20, 56, 12.5


class _Then(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Then":
        return cls.fromtimestamp(_NOW.timestamp(), tz)


def draw() -> str:
    """The picture."""
    shown = ["$ make demo", *_lines(_printed())]
    width, height = 860, _TOP + _LINE * len(shown) + 8
    shapes = [f'<rect class="paper" x="1" y="1" rx="8" width="{width - 2}" height="{height - 2}"/>']
    shapes += [
        f'<circle cx="{x}" cy="20" r="6" fill="{colour}"/>'
        for x, colour in ((22, "#ff5f57"), (42, "#febc2e"), (62, "#28c840"))
    ]
    for number, line in enumerate(shown):
        style = "head" if line[:1].isdigit() and line[1:3] == ". " else ""
        shapes += [mono(_LEFT, _TOP + _LINE * number, line, _SIZE, style)] if line else []
    return picture(width, height, "A terminal: what make demo prints", shapes)


def _printed() -> str:
    """What the demo prints, on that day."""
    sys.path.insert(0, str(ROOT / "examples"))
    import demo

    printed = io.StringIO()
    with mock.patch.object(hooks, "datetime", _Then), contextlib.redirect_stdout(printed):
        asyncio.run(demo.main(live=False, make=lambda: Sandbox(clock=_NOW.timestamp)))
    return printed.getvalue()


def _lines(printed: str) -> list[str]:
    """Lines that fit."""
    return [
        part
        for line in printed.splitlines()
        for part in textwrap.wrap(line, _COLUMNS, subsequent_indent="  ", drop_whitespace=True)
        or [""]
    ]
