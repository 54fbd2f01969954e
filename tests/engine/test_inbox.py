"""Deliveries are noted once, taken in order, and by one at a time."""

import asyncio
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.inbox import Inbox, InboxError, SqliteInbox, Taken, WrongInbox
from agent_connectors.postgres import PostgresInbox
from tests.hosted.services import fresh_database
from tests.systems import MODES

LEASE = 60.0


@pytest.fixture(params=["sqlite", "postgres"])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        yield SqliteInbox(tmp_path / "inbox.db")
        return
    with fresh_database() as url:
        yield PostgresInbox(url)


async def taken(inbox: Inbox, worker: str = "w", lease: float = LEASE) -> Taken:
    found = await inbox.take(worker, lease)
    assert found is not None
    return found


async def test_a_delivery_is_noted_once(inbox: Inbox) -> None:
    assert await inbox.note("a", "task 1", '{"ä": "☂"}')
    assert not await inbox.note("a", "task 1", "other")
    one = await taken(inbox)
    assert (one.key, one.body, one.attempts) == ("a", '{"ä": "☂"}', 1)
    assert not await inbox.note("a", "task 1", "other")
    await inbox.done(one)
    assert not await inbox.note("a", "task 1", "other")
    assert await inbox.counts() == {"waiting": 0, "done": 1, "failed": 0}
    assert "☂" not in repr(one)


async def test_of_many_who_note_one_does(inbox: Inbox) -> None:
    noted = await asyncio.gather(*(inbox.note("a", "s", "x") for _ in range(20)))
    assert sum(noted) == 1


async def test_what_has_no_identity_is_new_once_it_is_taken(inbox: Inbox) -> None:
    assert await inbox.note("a", "s", "1", again=True)
    assert not await inbox.note("a", "s", "2", again=True)  # one that waits says as much
    first = await taken(inbox)
    assert await inbox.note("a", "s", "3", again=True)
    await inbox.put_back(first, 0)
    once_more = await taken(inbox)
    assert (once_more.number, once_more.key) == (first.number, first.key)
    await inbox.done(once_more)
    second = await taken(inbox)
    assert second.body == "3"
    assert second.key != first.key


async def test_one_of_a_subject_at_a_time_in_order(inbox: Inbox) -> None:
    for key, subject in (("a", "1"), ("b", "1"), ("c", "2"), ("d", "1")):
        await inbox.note(key, subject, key)
    first, other = await taken(inbox), await taken(inbox)
    assert (first.key, other.key) == ("a", "c")
    assert await inbox.take("w", LEASE) is None
    await inbox.put_back(first, LEASE)
    assert await inbox.take("w", LEASE) is None  # the others of its subject wait for it
    await inbox.give_up(await _due(inbox, first))
    assert [(await taken(inbox)).key] == ["b"]


async def _due(inbox: Inbox, one: Taken) -> Taken:
    """Takes again what was put back for later; it is nobody's until then."""
    await inbox.done(one)  # which was let go: nothing happens
    counts = await inbox.counts()
    assert counts["done"] == 0
    if isinstance(inbox, SqliteInbox):
        inbox._clock = lambda: 4e9
    else:
        pool = await inbox._ready()  # type: ignore[attr-defined]
        await pool.execute("UPDATE agent_connectors_deliveries SET due = now()")
    return await taken(inbox)


async def test_what_somebody_has_is_taken_over_when_the_lease_ends(inbox: Inbox) -> None:
    await inbox.note("a", "s", "x")
    late = await taken(inbox, "slow", 0)
    other = await taken(inbox, "quick")
    assert (other.number, other.attempts) == (late.number, 2)
    assert not await inbox.keep(late, LEASE)
    await inbox.done(late)  # comes too late to say so
    assert (await inbox.counts())["waiting"] == 1
    assert await inbox.keep(other, LEASE)
    await inbox.done(other)
    assert (await inbox.counts())["done"] == 1


async def test_many_workers_take_each_once(inbox: Inbox) -> None:
    for number in range(60):
        await inbox.note(str(number), f"task {number % 7}", str(number))
    seen: list[tuple[int, str]] = []

    async def work(name: str) -> None:
        while (await inbox.counts())["waiting"]:
            one = await inbox.take(name, LEASE)
            if one is not None:
                seen.append((int(one.body) % 7, one.body))
                await inbox.done(one)

    await asyncio.gather(*(work(f"w{number}") for number in range(6)))
    assert sorted(int(body) for _, body in seen) == list(range(60))
    for subject in range(7):
        own = [int(body) for kind, body in seen if kind == subject]
        assert own == sorted(own)


async def test_what_was_given_up_can_be_tried_again(inbox: Inbox) -> None:
    await inbox.note("a", "s", "x")
    await inbox.give_up(await taken(inbox))
    assert await inbox.take("w", LEASE) is None
    assert await inbox.revive() == 1
    assert ((await taken(inbox)).body, await inbox.revive()) == ("x", 0)


async def test_what_is_dealt_with_is_forgotten_in_the_end(inbox: Inbox) -> None:
    for key in "abc":
        await inbox.note(key, key, "x")
    await inbox.done(await taken(inbox))
    await inbox.give_up(await taken(inbox))
    assert await inbox.forget(timedelta(hours=1)) == 0
    assert await inbox.forget(timedelta(seconds=-5)) == 2
    assert await inbox.counts() == {"waiting": 1, "done": 0, "failed": 0}


@MODES
async def test_the_file_is_its_owner_s_and_keeps_no_body_that_is_done(tmp_path: Path) -> None:
    path = tmp_path / "inbox.db"
    inbox = SqliteInbox(path)
    await inbox.note("a", "s", "what a customer wrote")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    await inbox.done(await taken(inbox))
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT body FROM deliveries").fetchall() == [("",)]
    # Another process goes on where this one ended.
    assert not await SqliteInbox(path).note("a", "s", "again")


async def test_a_clock_that_is_set_back_holds_nothing_up(tmp_path: Path) -> None:
    now = [2e9]
    inbox = SqliteInbox(tmp_path / "inbox.db", clock=lambda: now[0])
    await inbox.note("a", "s", "x")
    now[0] -= 86_400 * 400
    first = await taken(inbox, lease=30)
    assert await inbox.take("w", 30) is None
    now[0] -= 86_400 * 400  # its lease seems to end in a year
    assert (await taken(inbox)).number == first.number


async def test_a_state_is_new_where_another_one_was_noted_last(inbox: Inbox) -> None:
    async def noted(key: str, series: str = "comment 1") -> bool:
        return await inbox.note(key, "s", key, series=series)

    for key in "abcb":
        assert await noted(key)
        assert not await noted(key)
    assert await noted("x", "comment 2")
    found = []
    while (one := await inbox.take("w", LEASE)) is not None:
        found.append((one.body, one.key))
        await inbox.done(one)
    assert [body for body, _ in found] == ["a", "b", "c", "b", "x"]
    assert len({key for _, key in found}) == 5
    assert not await noted("b")
    assert await noted("a")


async def test_of_many_states_at_once_one_is_the_last(inbox: Inbox) -> None:
    keys = "abcd" * 5
    noted = await asyncio.gather(*(inbox.note(k, "s", k, series="c") for k in keys))
    assert sum(noted) == (await inbox.counts())["waiting"] >= 4
    again = [not await inbox.note(k, "s", k, series="c") for k in "abcd"]
    assert sum(again) <= 1  # whichever it was; of two, one would be taken for the other


async def test_what_was_not_tried_is_no_attempt(inbox: Inbox) -> None:
    await inbox.note("a", "s", "x")
    for tried, attempts in ((True, 1), (False, 2), (False, 2), (True, 2), (True, 3)):
        one = await taken(inbox)
        assert one.attempts == attempts
        await inbox.put_back(one, 0, tried=tried)


def _text(path: Path) -> None:
    path.write_text("not a database, but rather long " * 40)


def _cut(path: Path) -> None:
    asyncio.run(SqliteInbox(path).note("a", "s", "x"))
    path.write_bytes(path.read_bytes()[:5000])


def _statements(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    return make


def _newer(path: Path) -> None:
    asyncio.run(SqliteInbox(path).note("a", "s", "x"))
    _statements("PRAGMA user_version = 99")(path)


def _other_columns(path: Path) -> None:
    asyncio.run(SqliteInbox(path).note("a", "s", "x"))
    _statements("ALTER TABLE deliveries RENAME COLUMN series TO other")(path)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        (WrongInbox, _text),
        (WrongInbox, _cut),
        (WrongInbox, _newer),
        (WrongInbox, _other_columns),
        (WrongInbox, _statements("CREATE TABLE accounts (id)")),
        (WrongInbox, _statements("CREATE TABLE deliveries (id)")),
        (WrongInbox, _statements("PRAGMA user_version = 99")),
        (WrongInbox, _statements("PRAGMA application_id = 7")),
        (InboxError, Path.mkdir),
        (InboxError, lambda path: path.symlink_to(path.parent / "nowhere" / "inbox.db")),
    ],
)
def test_a_file_that_is_no_inbox_is_told_and_left_alone(
    kind: type[InboxError], make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "inbox.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind) as caught:
        asyncio.run(SqliteInbox(path).note("b", "s", "x", series="c"))
    assert str(path) in str(caught.value)
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(
    "path", ["", " ", ":memory:", "file:x?mode=memory", "postgresql://u:hush@h/x", 5, None, b"x",
             "a\0b"]
)  # fmt: skip
def test_a_path_that_is_none_is_refused(path: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        SqliteInbox(path)
    assert "hush" not in repr(caught.value)
    assert ("PostgresInbox" in str(caught.value)) is ("://" in str(path))


def test_an_inbox_shows_no_password() -> None:
    assert "pw" not in repr(PostgresInbox("postgresql://u:pw@h/d"))
