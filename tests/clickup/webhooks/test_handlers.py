"""However a function ends, or does not, no worker ends with it, and nothing runs twice at once."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup.webhooks import TaskUpdated, WebhookEvent, working
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.inbox import SqliteInbox
from tests.clickup.webhooks.receiving import made, post, with_item


class Poison(BaseException):
    """None of the exceptions that programs catch."""


class Odd(Exception):
    """One with a name that would be a line of a log."""


Odd.__name__ = "Odd\nERROR forged"

ENDS: tuple[type[BaseException], ...] = (
    ValueError,
    TimeoutError,
    StopIteration,
    StopAsyncIteration,
    asyncio.CancelledError,
    GeneratorExit,
    BaseException,
    Poison,
    Odd,
)


def plain(end: Callable[[WebhookEvent], None]) -> Any:
    """A plain function, which is called in a thread."""
    return end


def in_loop(end: Callable[[WebhookEvent], None]) -> Any:
    """An asynchronous one."""

    async def handler(event: WebhookEvent) -> None:
        await asyncio.sleep(0)
        end(event)

    return handler


def given_back(end: Callable[[WebhookEvent], None]) -> Any:
    """A plain function that gives something to wait for."""

    def handler(event: WebhookEvent) -> Any:
        return in_loop(end)(event)

    return handler


def nested(end: Callable[[WebhookEvent], None]) -> Any:
    """One that waits for a group of tasks."""

    async def handler(event: WebhookEvent) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(in_loop(end)(event))

    return handler


@pytest.mark.parametrize("way", [plain, in_loop, given_back, nested])
@pytest.mark.parametrize("odd", ENDS)
async def test_an_odd_end_of_a_function_is_a_failure_like_any_other(
    odd: type[BaseException],
    way: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(working, "_LONGEST_WAIT", 0.0)
    receiver, calls = made(tmp_path, at_once=1, attempts=2), []

    def end(event: WebhookEvent) -> None:
        calls.append(event.history[0].id)
        # A task that is cancelled is no failure of the group that it is in.
        if calls[-1] == "1" and not (way is nested and odd is asyncio.CancelledError):
            raise odd

    receiver.on()(way(end))
    with caplog.at_level(logging.WARNING):
        async with receiver:
            await post(receiver, with_item(1))
            await post(receiver, with_item(2))
            counts = await receiver.drained(within=10)
    if len(calls) == 3:
        assert counts == {"waiting": 0, "done": 1, "failed": 1}
        assert calls == ["1", "1", "2"]
    else:
        assert (way, odd) == (nested, asyncio.CancelledError)
    assert not any("\n" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("odd", [SystemExit, KeyboardInterrupt])
async def test_what_ends_a_program_ends_none_in_a_thread(
    odd: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_LONGEST_WAIT", 0.0)
    receiver = made(tmp_path, at_once=1, attempts=2)

    @receiver.on()
    def handler(event: WebhookEvent) -> None:
        raise odd

    async with receiver:
        await post(receiver, with_item(1))
        assert (await receiver.drained())["failed"] == 1


def test_an_event_that_ends_the_program_does_so_a_few_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_LONGEST_WAIT", 0.0)
    calls: list[str] = []

    def program() -> dict[str, int]:
        async def run() -> dict[str, int]:
            receiver = made(tmp_path, at_once=1, attempts=3, lease=0.01)

            @receiver.on()
            async def handler(event: WebhookEvent) -> None:
                calls.append(event.key)
                raise SystemExit(1)

            async with receiver:
                if not calls:
                    await post(receiver, with_item(1))
                return dict(await receiver.drained())

        return asyncio.run(run())

    for _ in range(3):
        with pytest.raises(SystemExit):
            program()
    assert program() == {"waiting": 0, "done": 0, "failed": 1}
    assert len(calls) == 3


async def test_closing_waits_for_what_was_begun(tmp_path: Path) -> None:
    receiver, ended = made(tmp_path), []
    both, go = [asyncio.Event(), asyncio.Event()], threading.Event()
    loop = asyncio.get_running_loop()

    @receiver.on()
    async def slowly(event: WebhookEvent) -> None:
        if event.history[0].id == "1":
            both[0].set()
            await asyncio.to_thread(go.wait, 30)
            ended.append("async")

    @receiver.on()
    def in_thread(event: WebhookEvent) -> None:
        if event.history[0].id == "2":
            loop.call_soon_threadsafe(both[1].set)
            go.wait(30)
            ended.append("plain")

    async with receiver:
        for number in (1, 2):
            await post(receiver, with_item(number, task_id=f"t{number}"))
        await asyncio.gather(*(begun.wait() for begun in both))
        loop.call_later(0.05, go.set)
    assert sorted(ended) == ["async", "plain"]
    assert await receiver.inbox.counts() == {"waiting": 0, "done": 2, "failed": 0}


async def test_what_goes_on_in_a_thread_is_nobody_else_s_until_the_lease_is_over(
    tmp_path: Path,
) -> None:
    first, begun, go = made(tmp_path, close_seconds=0), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    @first.on()
    def never(event: WebhookEvent) -> None:
        loop.call_soon_threadsafe(begun.set)
        go.wait(60)

    async with first:
        await post(first, with_item(1))
        await begun.wait()
    try:
        assert await SqliteInbox(tmp_path / "inbox.db").take("other", 30) is None
        assert (await first.inbox.counts())["waiting"] == 1
    finally:
        go.set()


async def test_functions_that_wait_hold_up_no_inbox(tmp_path: Path) -> None:
    """More of them than the event loop has threads."""
    receiver, go, many = made(tmp_path, at_once=40), threading.Event(), 40
    begun, lock = [0], threading.Lock()

    @receiver.on()
    def waits(event: WebhookEvent) -> None:
        with lock:
            begun[0] += 1
            if begun[0] == many:
                go.set()
        go.wait(60)

    async with receiver:
        for number in range(many):
            answer = await post(receiver, with_item(number, task_id=f"t{number}"))
            assert answer.status_code == 200
        assert (await receiver.drained())["done"] == many


async def test_each_function_has_an_event_of_its_own(tmp_path: Path) -> None:
    receiver, seen = made(tmp_path), []

    @receiver.on()
    def spoils(event: Any) -> None:
        event.raw.clear()

    @receiver.on(TaskUpdated)
    def reads(event: TaskUpdated) -> None:
        seen.append(event.raw["task_id"])

    async with receiver:
        await post(receiver, with_item(1))
        await receiver.drained()
    assert seen == ["86abc"]


async def test_one_that_is_closed_takes_nothing_until_it_is_entered_again(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    receiver.on()(print)
    async with receiver:
        assert (await post(receiver, with_item(1))).status_code == 200
    assert (await post(receiver, with_item(2))).status_code == 503
    with pytest.raises(ConfigurationError, match="closed"):
        await receiver.drained()
    async with receiver:
        assert (await post(receiver, with_item(2))).status_code == 200
        await receiver.drained()


async def test_one_that_does_not_end_when_it_is_cancelled_is_left_to_the_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_LAST", 0.0)
    receiver, begun, go = made(tmp_path, close_seconds=0), asyncio.Event(), asyncio.Event()

    @receiver.on()
    async def stays(event: WebhookEvent) -> None:
        begun.set()
        while not go.is_set():
            with suppress(asyncio.CancelledError):
                await go.wait()

    async with receiver:
        await post(receiver, with_item(1))
        await begun.wait()
    assert await SqliteInbox(tmp_path / "inbox.db").take("other", 30) is None
    go.set()
