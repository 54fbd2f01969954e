"""How webhooks are called: signed, in order, where they listen, and what becomes of failures."""

import asyncio
import hashlib
import hmac
import logging
import time
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.delivery import outbox
from agent_connectors.clickup.sandbox.delivery.sending import is_here, signature
from tests.sandbox.client import TOKEN, Api
from tests.sandbox.hearing import HERE, Heard, heard
from tests.serving import served


def test_the_signature_is_the_documented_one() -> None:
    body = (
        b'{"webhook_id":"7689a169-a000-4985-8676-6902b96d6627",'
        b'"event":"taskCreated","task_id":"c0j"}'
    )
    assert signature("secret", body) == hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    # RFC 4231, test case 2.
    assert signature("Jefe", b"what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


async def rename(api: Api, task_id: str, name: str) -> None:
    await api.put(f"/task/{task_id}", {"name": name})


def first_task(api: Api) -> str:
    return next(iter(api.workspace.tasks))


async def test_a_delivery_is_signed_json(sandbox: Sandbox, api: Api) -> None:
    app, webhook = await heard(sandbox, api, "taskUpdated")
    await rename(api, first_task(api), "Straße ☂")
    (done,) = await sandbox.deliver()
    ((headers, body),) = app.requests
    assert headers["content-type"] == "application/json"
    key = webhook["secret"].encode()
    assert headers["x-signature"] == hmac.new(key, body, hashlib.sha256).hexdigest()
    assert (done.outcome, done.answers, done.body) == ("delivered", [200], body)
    assert done.json() == app.events[0]
    assert webhook["secret"] not in repr(done)
    assert await sandbox.deliver() == []


async def test_events_come_in_the_order_of_the_changes(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    task = first_task(api)
    for number in range(20):
        await rename(api, task, f"Name {number}")
    await sandbox.deliver()
    names = [event["history_items"][0]["after"] for event in app.events]
    assert names == [f"Name {number}" for number in range(20)]


async def test_another_order_and_twice(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    for number in range(8):
        await rename(api, first_task(api), f"Name {number}")
    done = await sandbox.deliver(shuffle=3, twice=True)
    assert [one.answers for one in done] == [[200, 200]] * 8
    names = [event["history_items"][0]["after"] for event in app.events]
    assert names[::2] == names[1::2] != sorted(names[::2])
    assert sorted(set(names)) == [f"Name {number}" for number in range(8)]
    assert await sandbox.webhooks.again(done[0]) == 200
    assert app.requests[-1] == app.requests[0]


async def test_reads_and_refused_writes_are_no_events(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api)
    await api.get(f"/task/{first_task(api)}")
    await api.put("/task/86nothing1", {"name": "x"}, status=401)
    sandbox.fail(500, method="PUT")
    await api.put(f"/task/{first_task(api)}", {"name": "x"}, status=500)
    assert await sandbox.deliver() == []
    sandbox.fail("drop", method="PUT", after=True)
    with pytest.raises(Exception, match="without an answer"):
        await rename(api, first_task(api), "It happened all the same")
    await sandbox.deliver()
    assert app.names == {"taskUpdated": 1}


async def test_a_webhook_hears_of_its_place_alone(sandbox: Sandbox, api: Api) -> None:
    workspace = api.workspace
    task = next(t for t in workspace.tasks.values() if not t.home.folder.hidden)
    home, folder, space = task.home, task.home.folder, task.home.space
    beside = next(t for t in home.tasks.values() if t is not task)
    elsewhere = next(t for t in workspace.tasks.values() if t.home.space is not space)
    places: dict[str, dict[str, Any]] = {
        "task": {"task_id": task.id, "space_id": int(elsewhere.home.space.id)},
        "list": {"list_id": int(home.id)},
        "folder": {"folder_id": int(folder.id)},
        "space": {"space_id": int(space.id)},
        "all": {},
    }
    apps = {name: (await heard(sandbox, api, **place))[0] for name, place in places.items()}

    async def told() -> set[str]:
        for app in apps.values():
            app.requests.clear()
        await sandbox.deliver()
        return {name for name, app in apps.items() if app.requests}

    await rename(api, task.id, "A")
    assert await told() == {"task", "list", "folder", "space", "all"}
    await rename(api, beside.id, "B")
    assert await told() == {"list", "folder", "space", "all"}
    await rename(api, elsewhere.id, "C")
    assert await told() == {"all"}
    await api.put(f"/folder/{folder.id}", {"name": "D"})
    assert await told() == {"folder", "space", "all"}
    await api.post(f"/team/{api.team}/goal", {"name": "E"})
    assert await told() == {"all"}
    await api.delete(f"/list/{home.id}")
    assert await told() == {"list", "folder", "space", "all"}


async def test_nothing_is_told_to_who_may_not_see_it(sandbox: Sandbox, api: Api) -> None:
    member = next(u for u in api.workspace.users.values() if u.role == 3 and u.joined)
    other = Api(sandbox, sandbox.token_for(member.id))
    app, _ = await heard(sandbox, other)
    task = api.workspace.tasks[first_task(api)]
    await rename(api, task.id, "Seen")
    space = task.home.space.id
    body = {"private": True}
    await api.send("PATCH", f"/api/v3/workspaces/{api.team}/space/{space}/acls", body)
    await rename(api, task.id, "Hidden")
    await sandbox.deliver()
    names = [e["history_items"][0]["after"] for e in app.events if e["event"] == "taskUpdated"]
    assert names == ["Seen"]
    await api.delete(f"/team/{api.team}/user/{member.id}")
    await api.post(f"/team/{api.team}/space", {"name": "New"})
    assert await sandbox.deliver() == []


async def health(api: Api) -> dict[str, Any]:
    (webhook,) = (await api.get(f"/team/{api.team}/webhook"))["webhooks"]
    found: dict[str, Any] = webhook["health"]
    return found


async def test_five_attempts_and_then_it_counts(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    app.statuses = [500, 503]
    await rename(api, first_task(api), "A")
    (done,) = await sandbox.deliver()
    assert (done.outcome, done.answers) == ("delivered", [500, 503, 200])
    assert await health(api) == {"status": "active", "fail_count": 0}
    app.statuses = [500] * 10
    await rename(api, first_task(api), "B")
    await rename(api, first_task(api), "C")
    done, after = await sandbox.deliver()
    assert (done.outcome, done.answers, after.outcome) == ("failed", [500] * 5, "failed")
    assert await health(api) == {"status": "failing", "fail_count": 2}
    await rename(api, first_task(api), "D")
    await sandbox.deliver()
    assert await health(api) == {"status": "active", "fail_count": 0}
    names = [event["history_items"][0]["after"] for event in app.events]
    assert [*dict.fromkeys(names)] == ["A", "B", "C", "D"]  # B and C are not sent again


async def test_a_hundred_failures_suspend(sandbox: Sandbox, api: Api) -> None:
    app, webhook = await heard(sandbox, api, "taskUpdated")
    app.statuses = [500] * 500
    for number in range(103):
        await rename(api, first_task(api), f"Name {number}")
    outcomes = [one.outcome for one in await sandbox.deliver()]
    assert outcomes == ["failed"] * 100 + ["suspended"] * 3
    assert await health(api) == {"status": "suspended", "fail_count": 100}
    assert len(app.requests) == 500
    await rename(api, first_task(api), "Not told")
    assert await sandbox.deliver() == []
    await api.put(f"/webhook/{webhook['id']}", {"status": "active"})
    await rename(api, first_task(api), "Told")
    await sandbox.deliver()
    assert app.events[-1]["history_items"][0]["after"] == "Told"
    assert await health(api) == {"status": "active", "fail_count": 0}


@pytest.mark.parametrize("status", [401, 410])
async def test_some_answers_suspend_at_once(status: int, sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    app.statuses = [status]
    await rename(api, first_task(api), "A")
    await rename(api, first_task(api), "B")
    assert [one.outcome for one in await sandbox.deliver()] == ["failed", "suspended"]
    assert (await health(api))["status"] == "suspended"
    assert len(app.requests) == 1


async def test_what_answers_late_or_breaks_has_failed(sandbox: Sandbox, api: Api) -> None:
    async def late(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    async def breaking(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("a bug of the receiver's")

    _, webhook = await heard(sandbox, api, "taskUpdated")
    sandbox.webhooks.timeout = 0.01
    for app, answer in ((late, "no answer within 0.01 seconds"), (breaking, 500)):
        sandbox.webhooks.to(webhook["endpoint"], app)
        await rename(api, first_task(api), str(answer))
        (done,) = await sandbox.deliver()
        assert (done.outcome, done.answers) == ("failed", [answer] * 5)


async def test_only_this_machine_is_called(
    sandbox: Sandbox, api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    for number, host in enumerate(("hooks.example.com", "127.0.0.1.example.com", "0.0.0.0")):
        body = {"endpoint": f"https://{host}/{number}", "events": ["taskUpdated"]}
        await api.post(f"/team/{api.team}/webhook", body)
    await rename(api, first_task(api), "A")
    with caplog.at_level(logging.WARNING):
        done = await sandbox.deliver()
    assert [(one.outcome, one.answers) for one in done] == [("not allowed", [])] * 3
    assert "hooks.example.com" in caplog.text
    statuses = {w.status for w in api.workspace.webhooks.values()}
    assert statuses == {"active"}  # what is not called does not fail


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
     ("10.0.0.1", False), ("169.254.169.254", False), ("localhost.example.com", False),
     ("", False), ("2130706433", False), ("0x7f.1", False)],
)  # fmt: skip
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert is_here(host) is here


async def test_a_host_that_is_allowed_is_called(sandbox: Sandbox, api: Api) -> None:
    sandbox.webhooks.allow("hooks.invalid")
    body = {"endpoint": "http://hooks.invalid/", "events": ["taskUpdated"]}
    await api.post(f"/team/{api.team}/webhook", body)
    await rename(api, first_task(api), "A")
    (done,) = await sandbox.deliver()
    assert (done.outcome, done.answers) == ("failed", ["no answer: ConnectError"] * 5)


@pytest.mark.parametrize("url", ["", "agent.example", "ftp://agent.example", "https://"])
def test_a_place_to_deliver_to_is_checked(url: str, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="such as"):
        sandbox.webhooks.to(url, Heard())


@pytest.mark.parametrize("host", ["", "https://x.example", "x.example:80", "X.example", "x/y"])
def test_a_host_to_allow_is_checked(host: str, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="such as"):
        sandbox.webhooks.allow(host)


async def test_an_application_gets_what_is_under_its_address(sandbox: Sandbox, api: Api) -> None:
    short, long = Heard(), Heard()
    sandbox.webhooks.to(HERE, short)
    sandbox.webhooks.to(f"{HERE}/long", long)
    for path in ("", "/long?x=1", "/longer", "/other"):
        body = {"endpoint": HERE + path, "events": ["taskUpdated"]}
        await api.post(f"/team/{api.team}/webhook", body)
    await rename(api, first_task(api), "A")
    await sandbox.deliver()
    assert (len(short.requests), len(long.requests)) == (3, 1)


async def test_over_http_on_this_machine(sandbox: Sandbox, api: Api) -> None:
    app = Heard()
    with served(Served(app)) as url:
        body = {"endpoint": f"{url}/hook", "events": ["taskUpdated"]}
        webhook = (await api.post(f"/team/{api.team}/webhook", body))["webhook"]
        await rename(api, first_task(api), "A")
        (done,) = await sandbox.deliver()
    ((headers, sent),) = app.requests
    assert (done.outcome, sent) == ("delivered", done.body)
    assert headers["x-signature"] == signature(webhook["secret"], sent)
    await rename(api, first_task(api), "B")
    (done,) = await sandbox.deliver()
    assert (done.outcome, done.answers) == ("failed", ["no answer: ConnectError"] * 5)


class Served:
    """Answers a server that asks whether it may start, besides."""

    def __init__(self, app: Heard) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)


async def test_one_that_is_served_delivers_by_itself(sandbox: Sandbox) -> None:
    app = Heard()
    sandbox.webhooks.to(HERE, app)
    with served(sandbox) as url:
        api = Api(sandbox)
        api.http = httpx.AsyncClient(base_url=url, headers={"Authorization": TOKEN})
        body = {"endpoint": HERE, "events": ["taskUpdated"]}
        await api.post(f"/team/{api.team}/webhook", body)
        await rename(api, first_task(api), "A")
        deadline = time.monotonic() + 30
        while not app.requests and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await rename(api, first_task(api), "B")
        await api.http.aclose()
    # The second one is delivered at the latest when the server stops.
    assert [e["history_items"][0]["after"] for e in app.events] == ["A", "B"]


async def test_what_is_not_delivered_at_the_end_is_said(
    sandbox: Sandbox, api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_GRACE", 0.05)

    async def never(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    _, webhook = await heard(sandbox, api, "taskUpdated")
    sandbox.webhooks.to(webhook["endpoint"], never)
    with caplog.at_level(logging.WARNING):
        async with sandbox.webhooks.delivering():
            await rename(api, first_task(api), "A")
            await rename(api, first_task(api), "B")
    assert "2 deliveries to webhooks were not made" in caplog.text
    assert [one.outcome for one in sandbox.webhooks.waiting] == ["waiting"] * 2


async def test_what_waits_has_a_limit_that_is_said(
    sandbox: Sandbox, api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_MOST", 3)
    app, _ = await heard(sandbox, api, "taskUpdated")
    with caplog.at_level(logging.WARNING):
        for number in range(5):
            await rename(api, first_task(api), f"Name {number}")
    assert (sandbox.webhooks.dropped, "dropped" in caplog.text) == (2, True)
    await sandbox.deliver()
    assert len(app.requests) == 3


async def test_a_receiver_that_answers_with_changes_has_an_end(
    sandbox: Sandbox, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_MOST", 10)
    app, webhook = await heard(sandbox, api, "taskUpdated")

    async def answering(scope: Any, receive: Any, send: Any) -> None:
        await rename(api, first_task(api), f"Name {len(app.requests)}")
        await app(scope, receive, send)

    sandbox.webhooks.to(webhook["endpoint"], answering)
    await rename(api, first_task(api), "First")
    assert len(await sandbox.deliver()) == 10
    assert len(sandbox.webhooks.waiting) == 1


async def test_a_webhook_that_is_deleted_hears_no_more(sandbox: Sandbox, api: Api) -> None:
    app, webhook = await heard(sandbox, api, "taskUpdated")
    await rename(api, first_task(api), "A")
    await api.delete(f"/webhook/{webhook['id']}")
    (done,) = await sandbox.deliver()
    assert (done.outcome, app.requests) == ("gone", [])
    with pytest.raises(ValueError, match="gone"):
        await sandbox.webhooks.again(done)


async def test_going_back_forgets_what_waits(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    checkpoint = sandbox.checkpoint()
    await rename(api, first_task(api), "A")
    sandbox.restore(checkpoint)
    assert await sandbox.deliver() == []
    await rename(api, first_task(api), "B")
    await sandbox.deliver()
    assert app.names == {"taskUpdated": 1}
    sandbox.reset()
    await rename(api, first_task(api), "C")
    assert await sandbox.deliver() == []


async def test_two_that_deliver_at_once_keep_the_order(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, "taskUpdated")
    for number in range(6):
        await rename(api, first_task(api), f"Name {number}")
    first, second = await asyncio.gather(sandbox.deliver(), sandbox.deliver())
    assert (len(first), len(second)) in {(6, 0), (0, 6)}
    names = [event["history_items"][0]["after"] for event in app.events]
    assert names == [f"Name {number}" for number in range(6)]


@pytest.mark.parametrize(
    "call",
    [
        lambda box: box.to(5, print),
        lambda box: box.to(None, print),
        lambda box: box.to("agent.example", print),
        lambda box: box.to("https://agent.example", None),
        lambda box: box.to("https://agent.example", "app"),
        lambda box: box.allow("*"),
        lambda box: box.allow("*.example.com"),
        lambda box: box.allow("a, b"),
        lambda box: box.allow(None),
        lambda box: box.allow(5),
        lambda box: asyncio.run(box.deliver(shuffle="x")),
        lambda box: asyncio.run(box.deliver(shuffle=True)),
        lambda box: asyncio.run(box.deliver(shuffle=1.5)),
    ],
)
def test_what_deliveries_are_told_is_checked(call: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="must be"):
        call(Sandbox(tasks=1).webhooks)
