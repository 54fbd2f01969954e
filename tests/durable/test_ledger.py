"""What a ledger notes, and what a call does that finds something noted."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import (
    ConfigurationError,
    ConnectionFailed,
    InvalidCall,
    NotFound,
    OutcomeUnknown,
)
from agent_connectors.engine.ledger import Ledger, Noted, SqliteLedger
from agent_connectors.engine.tools import Tool, Toolbox, call_once
from agent_connectors.postgres import PostgresLedger
from tests.durable.killed import LIST, named
from tests.hosted.services import fresh_database


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        yield SqliteLedger(tmp_path / "calls.sqlite")
        return
    with fresh_database() as url:
        yield PostgresLedger(url)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=5, rate_limit=None)


@pytest.fixture
def tool(sandbox: Sandbox) -> Tool:
    (made,) = Toolbox(ClickupApiConnector.sandbox(sandbox, timeout=5)).tools
    return made


def create(name: str = "Once", **more: Any) -> dict[str, Any]:
    return {
        "entity": "tasks",
        "action": "create",
        "params": {"list_id": LIST, "name": name, **more},
    }


async def test_it_notes_a_call_once(ledger: Ledger) -> None:
    assert await ledger.look("a") is None
    assert await ledger.begin("a", "one")
    assert not await ledger.begin("a", "one")
    assert await ledger.begin("b", "two")
    assert await ledger.look("a") == Noted("one")
    await ledger.release("b")
    assert await ledger.look("b") is None
    await ledger.finish("a", '{"data":"ä"}')
    await ledger.release("a")  # what is finished stays
    assert await ledger.look("a") == Noted("one", '{"data":"ä"}')


async def test_of_many_who_begin_one_does(ledger: Ledger) -> None:
    begun = await asyncio.gather(*(ledger.begin("a", "one") for _ in range(20)))
    assert sum(begun) == 1


async def test_it_forgets_what_is_old(ledger: Any) -> None:
    await ledger.begin("a", "one")
    assert await ledger.forget(timedelta(hours=1)) == 0
    assert await ledger.forget(timedelta(seconds=-1)) == 1
    assert await ledger.look("a") is None


async def test_the_second_call_gives_what_the_first_gave(
    tool: Tool, sandbox: Sandbox, ledger: Ledger
) -> None:
    first = await call_once(tool, create(), None, ledger, "run/1")
    again = await call_once(tool, create(), None, ledger, "run/1")
    assert str(again) == str(first)
    assert again.result.to_dict() == first.result.to_dict()
    assert named(sandbox, "Once") == 1
    await call_once(tool, create(), None, ledger, "run/2")
    assert named(sandbox, "Once") == 2


async def test_twenty_at_once_write_once(tool: Tool, sandbox: Sandbox, ledger: Ledger) -> None:
    calls = [call_once(tool, create(), None, ledger, "run/1") for _ in range(20)]
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert named(sandbox, "Once") == 1
    failed = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, OutcomeUnknown) for one in failed)
    assert len(failed) < 20


async def test_a_ledger_that_cannot_release_does_not_hide_what_was_said(
    tool: Tool, sandbox: Sandbox, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: str) -> None:
        raise OSError

    monkeypatch.setattr(ledger, "release", full)
    comment = {
        "entity": "comments",
        "action": "create",
        "params": {"task_id": "86c7zzzzz", "comment_text": "x"},
    }
    with pytest.raises(NotFound):
        await call_once(tool, comment, None, ledger, "run/1")
    with pytest.raises(OutcomeUnknown, match="was begun before"):
        await call_once(tool, comment, None, ledger, "run/1")


async def test_a_lost_answer_stays_unknown(tool: Tool, sandbox: Sandbox, ledger: Ledger) -> None:
    sandbox.fail("drop", method="POST", after=True)
    for told in ("may or may not", "was begun before"):
        with pytest.raises(OutcomeUnknown, match=told) as caught:
            await call_once(tool, create(), None, ledger, "run/1")
        assert caught.value.look == ("tasks.list", {"list_id": LIST})
    assert named(sandbox, "Once") == 1


async def test_what_was_refused_may_be_tried_again(
    tool: Tool, sandbox: Sandbox, ledger: Ledger
) -> None:
    comment = {
        "entity": "comments",
        "action": "create",
        "params": {"task_id": "86c7zzzzz", "comment_text": "x"},
    }
    with pytest.raises(NotFound):
        await call_once(tool, comment, None, ledger, "run/1")
    assert await ledger.look("run/1") is None
    with pytest.raises(InvalidCall):
        await call_once(tool, create(due_date="never"), None, ledger, "run/2")
    assert await ledger.look("run/2") is None
    await call_once(tool, create(), None, ledger, "run/2")
    assert named(sandbox, "Once") == 1


async def test_a_key_is_of_one_call(tool: Tool, sandbox: Sandbox, ledger: Ledger) -> None:
    await call_once(tool, create(), None, ledger, "run/1")
    with pytest.raises(InvalidCall, match="a key of its own"):
        await call_once(tool, create("Other"), None, ledger, "run/1")
    shuffled = {"params": {"name": "Once", "list_id": LIST}, "action": "create", "entity": "tasks"}
    await call_once(tool, shuffled, None, ledger, "run/1")
    assert named(sandbox, "Other") == 0
    assert named(sandbox, "Once") == 1


async def test_reads_are_made_each_time(tool: Tool, ledger: Ledger) -> None:
    read = {"entity": "teams", "action": "list"}
    await call_once(tool, read, None, ledger, "run/1")
    assert await ledger.look("run/1") is None
    await call_once(tool, {"entity": "tasks", "action": "describe"}, None, ledger, "run/1")


async def test_many_writes_of_one_call_are_one_call(
    tool: Tool, sandbox: Sandbox, ledger: Ledger
) -> None:
    tasks = [{"name": "Once"} for _ in range(12)]
    many = {
        "entity": "tasks",
        "action": "create_many",
        "params": {"list_id": LIST, "tasks": tasks},
    }
    first = await call_once(tool, many, None, ledger, "run/1")
    assert str(await call_once(tool, many, None, ledger, "run/1")) == str(first)
    assert named(sandbox, "Once") == 12


async def test_a_call_that_stops_before_it_writes_leaves_no_note(
    tool: Tool, sandbox: Sandbox, ledger: Ledger
) -> None:
    sandbox.latency = 0.2
    by_name = create()
    by_name["params"]["list_id"] = "Security"  # looked up first
    task = asyncio.create_task(call_once(tool, by_name, None, ledger, "run/1"))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await ledger.look("run/1") is None


class Broken:
    """A ledger that fails in one of its methods."""

    def __init__(self, ledger: Ledger, method: str) -> None:
        self._ledger, self._method = ledger, method

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def call(*args: Any) -> Any:
            if name == self._method:
                raise OSError("the password is hunter2")
            return await getattr(self._ledger, name)(*args)

        return call


@pytest.mark.parametrize("method", ["look", "begin"])
async def test_without_a_ledger_nothing_is_written(
    tool: Tool, sandbox: Sandbox, ledger: Ledger, method: str
) -> None:
    broken: Any = Broken(ledger, method)
    with pytest.raises(ConnectionFailed, match="Nothing was sent") as caught:
        await call_once(tool, create(), None, broken, "run/1")
    assert "hunter2" not in str(caught.value)
    assert named(sandbox, "Once") == 0
    await call_once(tool, create(), None, ledger, "run/1")
    assert named(sandbox, "Once") == 1


async def test_what_is_done_is_done_though_it_cannot_be_noted(
    tool: Tool, sandbox: Sandbox, ledger: Ledger
) -> None:
    broken: Any = Broken(ledger, "finish")
    done = await call_once(tool, create(), None, broken, "run/1")
    assert "could not be noted" in done.meta.warnings[0]
    with pytest.raises(OutcomeUnknown):
        await call_once(tool, create(), None, ledger, "run/1")
    assert named(sandbox, "Once") == 1


def test_a_file_is_its_owners_and_lives_in_any_loop(tmp_path: Path) -> None:
    path = tmp_path / "calls.sqlite"
    made = SqliteLedger(path)
    assert asyncio.run(made.begin("a", "one"))
    assert not asyncio.run(SqliteLedger(str(path)).begin("a", "one"))
    assert path.stat().st_mode & 0o077 == 0
    assert repr(made) == f"SqliteLedger({str(path)!r})"


def test_no_password_is_shown() -> None:
    assert "hunter2" not in repr(PostgresLedger("postgresql://me:hunter2@localhost/x"))
    with pytest.raises(ConfigurationError, match="URL of a database"):
        PostgresLedger(5)  # type: ignore[arg-type]


class Odd:
    """A ledger of somebody's own, which gives what it likes.

    Args:
        given: What it holds of every call.
    """

    def __init__(self, given: Any) -> None:
        self.given = given

    async def look(self, key: str) -> Any:
        return self.given

    async def begin(self, key: str, call: str) -> bool:
        return True

    async def finish(self, key: str, result: str) -> None: ...

    async def release(self, key: str) -> None: ...


@pytest.mark.parametrize(
    "given", [("one", None), "one", {"call": "one"}, 1, True, False, 0, object(), b"", Noted]
)
async def test_a_ledger_that_gives_something_else_lets_nothing_through(
    tool: Tool, sandbox: Sandbox, given: Any
) -> None:
    with pytest.raises(ConnectionFailed, match="The ledger gave a"):
        await call_once(tool, create(), None, Odd(given), "k")
    assert named(sandbox, "Once") == 0


@pytest.mark.parametrize(
    "result", ["", "{", "null", "[]", "7", "{}", '{"text":"x","data":1,"meta":7}', 7, b"\xff"]
)
async def test_a_result_that_cannot_be_read_is_unknown(
    tool: Tool, sandbox: Sandbox, result: Any, tmp_path: Path
) -> None:
    kept = SqliteLedger(tmp_path / "calls.sqlite")
    await call_once(tool, create(), None, kept, "k")
    noted = await kept.look("k")
    assert noted is not None
    with pytest.raises(OutcomeUnknown, match="no result of it that could be read"):
        await call_once(tool, create(), None, Odd(Noted(noted.call, result)), "k")
    assert named(sandbox, "Once") == 1
