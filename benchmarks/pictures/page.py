"""A page of 100 tasks: the answer of ClickUp beside what a model reads, to scale."""

import asyncio
import json
import textwrap
from math import sqrt

import httpx

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox
from benchmarks.pictures.svg import mono, picture, text
from benchmarks.questions.serve import NOW, TASKS
from benchmarks.questions.tokens import count

__all__ = ["draw", "texts"]

_WIDTH, _TOP, _LEFT, _BIG_WIDTH, _BIG_HEIGHT, _RIGHT = 860, 44, 20, 420, 322, 464
_LINE = 9
_ROWS = 4


async def texts() -> tuple[str, str]:
    """The answer of ClickUp, and what a model reads of it."""
    sandbox = Sandbox(tasks=TASKS, today=NOW.date(), clock=NOW.timestamp)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        team_id = (await clickup.teams.list()).data[0]["id"]
        call = {"entity": "tasks", "action": "search", "params": {"team_id": team_id}}
        short = await Toolbox(clickup).tools[0].call(call)
    transport = httpx.ASGITransport(app=sandbox)
    async with httpx.AsyncClient(transport=transport, base_url="https://x/api/v2") as client:
        headers = {"Authorization": "pk_example"}
        answer = await client.get(f"/team/{team_id}/task", headers=headers)
    assert len(answer.json()["tasks"]) == len(json.loads(short)["data"]) == 100
    return answer.text, short


def draw() -> str:
    """The picture."""
    raw, short = asyncio.run(texts())
    share = sqrt(len(short.encode()) / len(raw.encode()))
    small = round(_BIG_WIDTH * share), round(_BIG_HEIGHT * share)
    shapes = [
        text(_LEFT, 26, "A page of 100 tasks", "title"),
        *_box(_LEFT, _TOP, _BIG_WIDTH, _BIG_HEIGHT),
        *(
            mono(_LEFT + 8, _TOP + 14 + _LINE * number, line, 7, "faint")
            for number, line in enumerate(textwrap.wrap(raw[:4000], 96)[: _BIG_HEIGHT // _LINE - 1])
        ),
        text(_LEFT, _TOP + _BIG_HEIGHT + 20, f"ClickUp's answer: {_size(raw)}"),
        *_box(_RIGHT, _TOP, *small),
        text(_RIGHT + small[0] + 12, _TOP + 24, f"What a model reads: {_size(short)}"),
        text(_RIGHT + small[0] + 12, _TOP + 42, "(areas to scale; your code gets all)", "faint"),
        *(
            mono(_RIGHT, _TOP + small[1] + 40 + 15 * number, line, 8.5)
            for number, line in enumerate(_beginning(short))
        ),
    ]
    label = f"A page of 100 tasks: {_size(raw)} from ClickUp, {_size(short)} for a model"
    return picture(_WIDTH, _TOP + _BIG_HEIGHT + 36, label, shapes)


def _box(x: int, y: int, width: int, height: int) -> list[str]:
    return [f'<rect class="paper" x="{x}" y="{y}" width="{width}" height="{height}"/>']


def _size(words: str) -> str:
    return f"{len(words.encode()) / 1000:,.0f} KB, {count(words):,} tokens"


def _beginning(short: str) -> list[str]:
    """The columns, the first rows and what is said of the page, as they stand there."""
    shown = json.loads(short)
    rows = [json.dumps(row, ensure_ascii=False) for row in shown["data"][:_ROWS]]
    parts = [json.dumps(shown["columns"]), *rows, "...", json.dumps(shown["meta"])]
    return [line for part in parts for line in textwrap.wrap(part, 72, subsequent_indent="  ")]
