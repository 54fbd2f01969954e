"""What is taken in and what is refused; what comes twice, in another order, or late."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.webhooks import (
    FolderUpdated,
    InboxError,
    SqliteInbox,
    TaskCommentPosted,
    TaskCommentUpdated,
    TaskEvent,
    TaskUpdated,
    UnknownEvent,
    WebhookEvent,
    WebhookReceiver,
    working,
)
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.inbox import Taken
from agent_connectors.postgres import PostgresInbox
from tests.clickup.webhooks.receiving import SECRET, URL, made, now, post, receiving, with_item
from tests.hosted.services import fresh_database

NO_JSON = (b"NaN", b"Infinity", b"-Infinity", b"1e999", b'"\xff"', b'"\xed\xa0\x80"', b"'x'", b"01")


async def test_what_is_signed_is_noted_and_dealt_with(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    seen: list[Any] = []
    receiver.on(TaskUpdated)(seen.append)
    async with receiver:
        answer = await post(receiver, with_item(1))
        assert (answer.status_code, answer.text) == (200, "noted")
        assert await receiver.drained() == {"waiting": 0, "done": 1, "failed": 0}
    (event,) = seen
    assert (event.task_id, event.history[0].after) == ("86abc", "Name 1")


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (405, {"method": "GET"}),
        (405, {"method": "PUT"}),
        (403, {"secret": None}),
        (403, {"secret": "another"}),
        (403, {"headers": {"X-Signature": ""}}),
        (403, {"headers": {"X-Signature": "0" * 64}}),
        (400, {"body": b"null"}),
        (400, {"body": b"{"}),
        (400, {"body": b""}),
        (400, {"body": b"[" * 10_000}),
        *((400, {"body": with_item(1).replace(b'"Name 1"', odd)}) for odd in NO_JSON),
        (413, {"body": b" " * 1_000_001}),
        (413, {"body": [b" " * 600_000] * 2}),
        (400, {"body": with_item(1).replace(b"179", b"178")}),
    ],
)
async def test_what_is_refused(status: int, request_: dict[str, Any], tmp_path: Path) -> None:
    receiver = made(tmp_path, remember=timedelta(days=7))
    receiver.on()(print)
    given = {"body": with_item(1), **request_}
    async with receiver:
        answer = await post(receiver, given.pop("body"), **given)
        assert answer.status_code == status
        assert (await receiver.inbox.counts())["waiting"] == 0
    assert ("allow" in answer.headers) is (status == 405)


async def test_two_signatures_are_none(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    receiver.on()(print)
    transport = httpx.ASGITransport(app=receiver)
    async with receiver, httpx.AsyncClient(transport=transport) as client:
        right = (await post(receiver, b"{}")).request.headers["x-signature"]
        headers = [("X-Signature", right), ("X-Signature", "0" * 64)]
        assert (await client.post(URL, content=b"{}", headers=headers)).status_code == 403


async def test_nothing_is_taken_that_nobody_deals_with(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = made(tmp_path)
    with pytest.raises(ConfigurationError, match="Nothing deals with"):
        await receiver.__aenter__()
    assert (await post(receiver, with_item(1))).status_code == 503
    assert "Nothing deals with" in caplog.text


async def test_two_webhooks_that_hear_of_the_same_add_nothing(tmp_path: Path) -> None:
    async with receiving(tmp_path, ["taskUpdated"]) as received:
        hook = {"endpoint": f"{URL}/new", "events": ["taskUpdated", "taskCreated"]}
        made = await received.clickup.execute("webhooks", "create", hook)
        secrets = [w.secret for w in received.sandbox.workspace.webhooks.values()]
        assert made.data["secret"] in secrets
        both = WebhookReceiver(secrets, tmp_path / "both.db")
        both.on()(received.events.append)
        received.sandbox.webhooks.to(URL, both)
        task = next(iter(received.sandbox.workspace.tasks))
        await received.clickup.execute("tasks", "update", {"task_id": task, "name": "Once"})
        async with both:
            answers = [one.answers for one in await received.sandbox.deliver()]
            await both.drained()
        assert answers == [[200], [200]]
        assert len(received.events) == 1


async def test_a_body_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_connectors.clickup.webhooks.receiver._PATIENCE", 0.01)
    receiver = made(tmp_path)
    sent: list[Any] = []
    receiver.on()(print)

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async with receiver:
        await receiver({"type": "http", "method": "POST", "headers": []}, receive, send)
        assert sent[0]["status"] == 408

        async def gone() -> Any:
            return {"type": "http.disconnect"}

        await receiver({"type": "http", "method": "POST", "headers": []}, gone, send)
        assert len(sent) == 2


async def test_what_cannot_be_noted_is_not_acknowledged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = WebhookReceiver(SECRET, tmp_path / "nowhere" / "inbox.db", clock=now)
    receiver.on()(print)
    with pytest.raises(InboxError, match="nowhere"):
        await receiver.__aenter__()
    with caplog.at_level(logging.INFO):
        answer = await post(receiver, with_item(1))
        with pytest.raises(InboxError, match="No such file or directory"):
            await receiver.drained()
        await receiver.__aexit__()
    assert (answer.status_code, answer.text) == (503, "cannot be noted now")
    assert "in a folder that exists" in caplog.text
    assert str(tmp_path) not in answer.text
    assert SECRET not in caplog.text


async def test_an_inbox_that_is_locked_is_not_a_sender_who_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_connectors.clickup.webhooks.receiver._NOTING", 0.05)
    receiver = made(tmp_path)
    receiver.on()(print)
    async with receiver:
        with closing(sqlite3.connect(tmp_path / "inbox.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert (await post(receiver, with_item(1))).status_code == 503
            other.execute("COMMIT")
        # It is noted after all: whoever comes again finds it so, and it is dealt with once.
        await post(receiver, with_item(1))
        assert (await receiver.drained())["done"] == 1


async def test_a_comment_may_be_edited_back(tmp_path: Path) -> None:
    async with receiving(tmp_path) as received:
        execute, task = received.clickup.execute, next(iter(received.sandbox.workspace.tasks))
        first = {"task_id": task, "comment_text": "A"}
        comment = (await execute("comments", "create", first)).data["id"]
        await received.told()
        keys = set()
        for text in ("B", "C", "B", "A"):
            change = {"comment_id": str(comment), "comment_text": text}
            await execute("comments", "update", change)
            edits = [e for e in await received.told() if isinstance(e, TaskCommentUpdated)]
            assert [e.comment.text for e in edits if e.comment] == [text]
            keys.add(edits[0].key)
            # What comes again is the same one still.
            last = received.sandbox.webhooks.done[-1]
            await received.sandbox.webhooks.again(last)
            assert await received.told() == []
        assert len(keys) == 4


async def test_secrets_are_replaced(tmp_path: Path) -> None:
    current = ["old"]
    receiver = WebhookReceiver(lambda: current, tmp_path / "inbox.db", clock=now)
    receiver.on()(print)
    async with receiver:
        assert (await post(receiver, with_item(1), secret="old")).status_code == 200
        current.append("new")
        assert (await post(receiver, with_item(2), secret="new")).status_code == 200
        current.remove("old")
        assert (await post(receiver, with_item(3), secret="old")).status_code == 403
        current.clear()
        assert (await post(receiver, with_item(4), secret="")).status_code == 503


@pytest.mark.parametrize(
    "given",
    ["OURS", ["OURS"], ("OURS", "old"), lambda: "OURS", lambda: ["OURS"], lambda: {"old", "OURS"}],
)
async def test_a_text_is_one_secret(given: Any, tmp_path: Path) -> None:
    receiver = WebhookReceiver(given, tmp_path / "inbox.db", clock=now)
    receiver.on()(print)
    async with receiver:
        assert (await post(receiver, with_item(1), secret="OURS")).status_code == 200
        for number, forged in enumerate(["O", "U", "R", "S", "OUR", "ours"], 2):
            assert (await post(receiver, with_item(number), secret=forged)).status_code == 403


@pytest.mark.parametrize("secrets", ["", [], [""], ["a", ""], None, 5, [5], b"x", {"a": "b"}])
def test_an_empty_secret_is_refused(secrets: Any, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="secret of a webhook"):
        WebhookReceiver(secrets, tmp_path / "inbox.db")


@pytest.mark.parametrize(
    "options",
    [{"at_once": 0}, {"attempts": 0}, {"lease": 0}, {"largest": 0},
     {"lease": 3601}, {"remember": 5}, {"remember": timedelta(0)}, {"remember": -timedelta(1)},
     {"clock": None}, {"clock": 5}, {"clock": lambda: 5}, {"clock": datetime.now},
     {"store": 5}, {"close_seconds": -1}, {"close_seconds": None}, {"inbox": 5}, {"inbox": ""},
     {"inbox": ":memory:"}, {"inbox": f"postgresql://u:{SECRET}@h/x"}, {"at_wonce": 1}],
)  # fmt: skip
def test_options_are_checked(options: dict[str, Any], tmp_path: Path) -> None:
    given = {"inbox": tmp_path / "inbox.db", **options}
    with pytest.raises(ConfigurationError) as caught:
        WebhookReceiver(SECRET, **given)
    assert SECRET not in repr(caught.value)


@pytest.mark.parametrize("secret", [" s", "s\n", ["right", "s\t"]])
def test_what_was_read_with_a_line_break_is_told(secret: Any, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="strip"):
        WebhookReceiver(secret, tmp_path / "inbox.db")


async def _yields(event: WebhookEvent) -> Any:
    yield event


@pytest.mark.parametrize(
    "handler", [5, None, "print", lambda: 1, lambda a, b: 1, lambda *, event: 1, _yields,
                lambda event: (yield event)]
)  # fmt: skip
def test_what_takes_no_event_deals_with_none(handler: Any, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="takes"):
        made(tmp_path).on()(handler)


async def test_a_server_is_told_that_it_does_not_start(tmp_path: Path) -> None:
    without, nowhere = made(tmp_path), made(tmp_path / "nowhere")
    nowhere.on()(print)
    for receiver, why in ((without, "Nothing deals with"), (nowhere, "nowhere")):
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "lifespan.startup"}

        async def send(message: Any, sent: list[Any] = sent) -> None:
            sent.append(message)

        await receiver({"type": "lifespan"}, receive, send)
        (told,) = sent
        assert told["type"] == "lifespan.startup.failed"
        assert why in told["message"]


def test_a_handler_is_for_types_of_events(tmp_path: Path) -> None:
    receiver: Any = made(tmp_path)
    for wrong in ("taskUpdated", dict, TaskUpdated(name="", webhook_id="", task_id="")):
        with pytest.raises(ConfigurationError, match="TaskCommentPosted"):
            receiver.on(wrong)
    assert SECRET not in repr(receiver)


@pytest.fixture(params=["sqlite", "postgres"])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "sqlite":
        yield lambda: SqliteInbox(tmp_path / "inbox.db")
        return
    with fresh_database() as url:
        yield lambda: PostgresInbox(url)


async def test_what_comes_twice_is_dealt_with_once_by_any_of_several(inbox: Any) -> None:
    seen: list[WebhookEvent] = []
    replicas = [WebhookReceiver(SECRET, inbox(), clock=now) for _ in range(3)]
    for one in replicas:
        one.on()(seen.append)
    bodies = [with_item(number, task_id=f"86{number % 3}") for number in range(9)]
    async with replicas[0], replicas[1], replicas[2]:
        for which in (0, 1, 2):
            answers = [await post(replicas[which], each) for each in bodies]
            assert {a.text for a in answers} == {"noted" if which == 0 else "noted before"}
        assert await replicas[1].drained() == {"waiting": 0, "done": 9, "failed": 0}
    assert sorted(event.history[0].id for event in seen) == list("012345678")
    # A process that is begun later knows them as well.
    later = WebhookReceiver(SECRET, inbox(), clock=now)
    later.on()(seen.append)
    async with later:
        assert (await post(later, bodies[4])).text == "noted before"


@pytest.mark.parametrize("order", [1, 2, 3])
async def test_everything_twice_and_in_another_order(order: int, tmp_path: Path) -> None:
    async with receiving(tmp_path, ["taskUpdated", "taskCommentPosted"]) as received:
        tasks = list(received.sandbox.workspace.tasks)[:3]
        for number in range(9):
            text = {"task_id": tasks[number % 3], "comment_text": f"Comment {number}"}
            await received.clickup.execute("comments", "create", text)
        await received.sandbox.deliver(shuffle=order, twice=True)
        old = list(received.sandbox.webhooks.done)
        assert [one.answers for one in old] == [[200, 200]] * 18
        await received.receiver.drained()
        assert {await received.sandbox.webhooks.again(one) for one in old} == {200}
        assert await received.receiver.drained() == {"waiting": 0, "done": 18, "failed": 0}
        posted = [e for e in received.events if isinstance(e, TaskCommentPosted)]
        assert sorted(e.comment.text for e in posted if e.comment) == [
            f"Comment {number}" for number in range(9)
        ]
        # The time of the change tells which was first.
        times = [e.at for e in posted if e.at is not None]
        assert len(times) == 9


async def test_each_edit_of_a_comment_is_an_event_of_its_own(tmp_path: Path) -> None:
    async with receiving(tmp_path, ["taskCommentPosted", "taskCommentUpdated"]) as received:
        execute, task = received.clickup.execute, next(iter(received.sandbox.workspace.tasks))
        first = {"task_id": task, "comment_text": "One"}
        comment = (await execute("comments", "create", first)).data["id"]
        for text in ("Two", "Three"):
            change = {"comment_id": str(comment), "comment_text": text}
            await execute("comments", "update", change)
        told = await received.told()
        assert [type(event) for event in told] == [TaskCommentPosted] + [TaskCommentUpdated] * 2
        assert len({event.history[0].id for event in told}) == 1  # as documented
        assert len({event.key for event in told}) == 3


async def test_an_event_without_history_is_never_dropped_for_an_earlier_one(tmp_path: Path) -> None:
    async with receiving(tmp_path, ["folderUpdated"]) as received:
        folder = next(f for f in received.sandbox.workspace.folders.values() if not f.hidden)
        for name in ("One", "Two"):
            change = {"folder_id": folder.id, "name": name}
            await received.clickup.execute("folders", "update", change)
            (event,) = await received.told()
            assert isinstance(event, FolderUpdated)
        # Those that wait say the same, and one is enough.
        for name in ("Three", "Four", "Five"):
            change = {"folder_id": folder.id, "name": name}
            await received.clickup.execute("folders", "update", change)
        first, second = received.events
        assert first.key != second.key
        assert 1 <= len(await received.told()) <= 3


async def test_an_event_of_tomorrow_is_kept_as_it_is(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    seen: list[Any] = []
    tasks: list[Any] = []
    receiver.on()(seen.append)
    receiver.on(TaskEvent)(tasks.append)
    async with receiver:
        raw = {"event": "taskTeleported", "task_id": "1", "webhook_id": "w", "to": {"x": 1}}
        assert (await post(receiver, json.dumps(raw).encode())).status_code == 200
        await receiver.drained()
    assert [type(event) for event in seen] == [UnknownEvent]
    assert (seen[0].raw, tasks) == (raw, [])


async def test_a_handler_that_fails_is_called_again_and_then_given_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_LONGEST_WAIT", 0.0)
    receiver = made(tmp_path, attempts=3)
    calls: list[str] = []

    @receiver.on(TaskUpdated)
    def handler(event: TaskUpdated) -> None:
        calls.append(event.key)
        if event.history[0].id == "1":
            raise ValueError("the token is pk_123")
        if event.history[0].id == "2" and len(calls) < 6:
            raise ConnectorError("ClickUp is away")

    with caplog.at_level(logging.INFO):
        async with receiver:
            await post(receiver, with_item(1))
            await post(receiver, with_item(2))
            await post(receiver, with_item(3))
            assert await receiver.drained() == {"waiting": 0, "done": 2, "failed": 1}
    assert len(set(calls[:3])) == 1  # those of one task stay in order
    assert len(calls) == 7
    assert "given up after 3 attempts: ValueError" in caplog.text
    assert "ClickUp is away" in caplog.text
    for hidden in ("pk_123", SECRET, "86abc", "Name 1"):
        assert hidden not in caplog.text
    # When the fault is mended, it can be tried again.
    calls.clear()
    receiver = made(tmp_path)
    receiver.on()(lambda event: calls.append(event.key))
    async with receiver:
        assert await receiver.inbox.revive() == 1
        assert (await receiver.drained())["failed"] == 0
    assert len(calls) == 1


async def test_a_receiver_that_stops_puts_back_what_it_has_begun(tmp_path: Path) -> None:
    begun = asyncio.Event()
    seen: list[Any] = []
    first = made(tmp_path, close_seconds=0)

    @first.on()
    async def never(event: WebhookEvent) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with first:
        await post(first, with_item(1))
        await begun.wait()
    second = made(tmp_path)
    second.on()(seen.append)
    async with second:
        await second.drained()
    assert len(seen) == 1


async def test_what_takes_long_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver, kept = made(tmp_path, lease=0.3, at_once=1), asyncio.Event()
    keep = receiver.inbox.keep
    leases: list[float] = []

    async def keeping(taken: Taken, lease: float) -> bool:
        leases.append(lease)
        if len(leases) == 3:
            kept.set()
        return await keep(taken, lease)

    monkeypatch.setattr(receiver.inbox, "keep", keeping)

    @receiver.on()
    async def slowly(event: WebhookEvent) -> None:
        await kept.wait()

    async with receiver:
        await post(receiver, with_item(1))
        assert (await receiver.drained())["done"] == 1
    assert leases[:3] == [0.3] * 3


async def test_the_inbox_is_away_for_a_while(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_POLL", 0.01)
    receiver, faults = made(tmp_path), [1] * 5
    seen: list[Any] = []
    receiver.on()(seen.append)
    take = receiver.inbox.take

    async def failing(worker: str, lease: float) -> Any:
        if faults:
            faults.pop()
            raise sqlite3.OperationalError("disk I/O error")
        return await take(worker, lease)

    monkeypatch.setattr(receiver.inbox, "take", failing)
    async with receiver:
        await post(receiver, with_item(1))
        await receiver.drained()
    assert len(seen) == 1
    assert "cannot be used: OperationalError" in caplog.text


async def test_it_is_mounted_in_other_applications(tmp_path: Path) -> None:
    starlette = pytest.importorskip("starlette.applications")
    routing = pytest.importorskip("starlette.routing")
    receiver = made(tmp_path)
    seen: list[Any] = []
    receiver.on()(seen.append)
    app = starlette.Starlette(
        routes=[routing.Route("/clickup", receiver), routing.Mount("/below", receiver)],
        lifespan=receiver.lifespan,
    )
    async with app.router.lifespan_context(app):
        right = await post(receiver, with_item(1))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await client.post(URL, content=with_item(2), headers=right.request.headers)
            assert answer.status_code == 403
            answer = await client.post(URL, content=with_item(1), headers=right.request.headers)
            assert answer.text == "noted before"
            below = URL.replace("/clickup", "/below/clickup")
            answer = await client.post(below, content=with_item(1), headers=right.request.headers)
            assert answer.text == "noted before"
        await receiver.drained()
    assert len(seen) == 1


async def test_by_itself_it_answers_the_server(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    sent: list[Any] = []
    receiver.on()(print)
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await receiver({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    messages = iter([{"type": "websocket.connect"}])
    await receiver({"type": "websocket"}, receive, send)
    assert sent[2:] == ["websocket.close"]


async def test_one_whose_lifespan_nobody_runs_works_all_the_same(tmp_path: Path) -> None:
    receiver = made(tmp_path)
    seen: list[Any] = []
    receiver.on()(seen.append)
    await post(receiver, with_item(1))
    await receiver.drained()
    await receiver.__aexit__()
    assert len(seen) == 1


async def test_a_suspended_webhook_is_woken_up(tmp_path: Path) -> None:
    async with receiving(tmp_path, ["taskUpdated"]) as received:
        hook = (await received.clickup.execute("webhooks", "list")).data[0]
        task = next(iter(received.sandbox.workspace.tasks))

        async def gone(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 410, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        received.sandbox.webhooks.to(URL, gone)
        await received.clickup.execute("tasks", "update", {"task_id": task, "name": "A"})
        await received.sandbox.deliver()
        assert received.sandbox.workspace.webhooks[hook["id"]].status == "suspended"
        received.sandbox.webhooks.to(URL, received.receiver)
        await received.clickup.execute("tasks", "update", {"task_id": task, "name": "B"})
        assert await received.told() == []
        wake = {"webhook_id": hook["id"], "status": "active"}
        await received.clickup.execute("webhooks", "update", wake)
        await received.clickup.execute("tasks", "update", {"task_id": task, "name": "C"})
        (event,) = await received.told()
        assert event.history[0].after == "C"
