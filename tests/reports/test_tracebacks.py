"""What a terminal shows of common mistakes: less than twelve lines, in each form of a call."""

import subprocess
import sys
import traceback
from pathlib import Path
from typing import NamedTuple

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox

SANDBOX = "ClickupApiConnector.sandbox(tasks=3)"
REVOKED = "ClickupApiConnector.sandbox(Sandbox(tasks=3, revoked=['pk_sandbox']))"
OFFLINE = "ClickupApiConnector('pk_1', base_url='http://127.0.0.1:9', timeout=1)"


class Mistake(NamedTuple):
    """One that people make, and what they are told."""

    made: str
    call: str
    params: str
    said: str


MISTAKES = {
    "entity": Mistake(SANDBOX, "task.search", "{}", "Did you mean `tasks`?"),
    "action": Mistake(SANDBOX, "tasks.serach", "{}", "Did you mean `search`?"),
    "parameter": Mistake(SANDBOX, "tasks.search", "{'prioritty': 1}", "Did you mean `priority`?"),
    "type": Mistake(SANDBOX, "tasks.search", "{'limit': 'many'}", "should be a valid integer"),
    "no token": Mistake("ClickupApiConnector()", "tasks.search", "{}", "Settings > Apps"),
    "no such token": Mistake("ClickupApiConnector('x')", "tasks.search", "{}", "Settings > Apps"),
    "token refused": Mistake(REVOKED, "tasks.search", "{}", "does not accept this token"),
    "not found": Mistake(SANDBOX, "lists.list", "{'folder_id': '1'}", "check the id"),
    "no network": Mistake(OFFLINE, "teams.list", "{}", "could not be reached"),
}

FORMS = {
    "execute_sync": "c = {made}\nc.execute_sync({entity!r}, {action!r}, {params})",
    "run": "c = {made}\nc.run(c.{entity}.{action}(**{params}))",
    "with": "with {made} as c:\n    c.execute_sync({entity!r}, {action!r}, {params})",
    "iterate": "c = {made}\nfor _ in c.iterate({entity!r}, {action!r}, {params}):\n    pass",
    "each": "c = {made}\nfor _ in c.each(c.{entity}.{action}, **{params}):\n    pass",
    "list": "c = {made}\nrows = list(c.each(c.{entity}.{action}, **{params}))",
    "await execute": "await c.execute({entity!r}, {action!r}, {params})",
    "await a method": "await c.{entity}.{action}(**{params})",
    "async for iterate": "async for _ in c.iterate({entity!r}, {action!r}, {params}): pass",
    "async for each": "async for _ in c.each(c.{entity}.{action}, **{params}): pass",
}

ASYNC = """
async def main() -> None:
    async with {made} as c:
        {line}

asyncio.run(main())
"""

HEAD = """import asyncio
from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
"""


def script(form: str, mistake: Mistake) -> str:
    """A file with a mistake in it."""
    body = FORMS[form]
    if form.startswith(("await", "async")):
        body = ASYNC.replace("{line}", body)
    entity, action = mistake.call.split(".")
    return HEAD + body.format(
        made=mistake.made, entity=entity, action=action, params=mistake.params
    )


def shown(text: str, file: Path) -> list[str]:
    """What Python prints when a file is run, without the frames of asyncio itself."""
    file.write_text(text)
    try:
        exec(compile(text, str(file), "exec"), {"__name__": "__main__"})
    except Exception as error:
        told = traceback.TracebackException.from_exception(error)
    told.stack[:] = [frame for frame in told.stack[1:] if "/asyncio/" not in frame.filename]
    return "".join(told.format()).splitlines()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_first_use_23_a_mistake_shows_less_than_twelve_lines(
    mistake: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CLICKUP_API_KEY", "CLICKUP_BASE_URL", "AIRBYTE_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    lines = shown(script(form, MISTAKES[mistake]), tmp_path / "script.py")
    assert len(lines) < 12, "\n".join(lines)
    # Python 3.11 adds what was meant only where it prints an AttributeError itself.
    assert MISTAKES[mistake].said in lines[-1] or "object has no attribute" in lines[-1]
    assert str(tmp_path / "script.py") in lines[1]


@pytest.mark.parametrize(
    ("form", "mistake"), [("iterate", "parameter"), ("run", "not found"), ("each", "action")]
)
def test_it_is_what_a_terminal_shows(form: str, mistake: str, tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    expected = shown(script(form, MISTAKES[mistake]), file)
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False)
    printed = done.stderr.splitlines()
    assert printed[:-1] == expected[:-1]
    assert MISTAKES[mistake].said in printed[-1].replace(": '", " `").replace("'?", "`?")


def test_where_a_coroutine_of_ones_own_went_wrong_is_shown(tmp_path: Path) -> None:
    mine = f"""
c = {SANDBOX}

async def many():
    await c.teams.list()
    raise KeyError("mine")

c.run(many())
"""
    lines = shown(HEAD + mine, tmp_path / "script.py")
    assert any("in many" in line for line in lines)
    assert len(lines) < 12
    theirs = mine.replace('raise KeyError("mine")', "await c.tasks.get('00000000')")
    lines = shown(HEAD + theirs, tmp_path / "script.py")
    assert any("in many" in line for line in lines)
    assert len(lines) < 12


def test_the_cause_of_what_nobody_foresaw_stays() -> None:
    class Broken(Sandbox):
        async def __call__(self, *_: object) -> None:
            raise LookupError("a bug")

    clickup = ClickupApiConnector.sandbox(Broken(tasks=1), timeout=0.4)
    calls = (
        lambda: clickup.execute_sync("teams", "list"),
        lambda: clickup.run(clickup.teams.list()),
        lambda: list(clickup.iterate("teams", "list")),
    )
    for call in calls:
        with pytest.raises(ConnectorError, match="LookupError: a bug"):
            call()
