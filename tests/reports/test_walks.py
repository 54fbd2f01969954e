"""Long work: walks over lists that change, many tasks at once, files."""

import asyncio
import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    FileUpload,
    InvalidParams,
    InvalidResponse,
    OutcomeUnknown,
    PermissionDenied,
    TransportError,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.files.source import PrivateAddress, is_public, public_address


def connector(answer: Any, **options: Any) -> ClickupApiConnector:
    """A ClickUp of one function: `answer(scope)` gives status, body and headers."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        status, body, *headers = await answer(scope)
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = [(a.encode(), b.encode()) for a, b in headers]
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return ClickupApiConnector.sandbox(app, **options)


async def first_list(clickup: ClickupApiConnector) -> str:
    space = (await clickup.execute("spaces", "list")).data[0]
    lists = (await clickup.execute("lists", "list", {"space_id": space["id"]})).data
    return str(lists[0]["id"])


async def test_faults_n1_older_tasks_are_not_reported_as_created() -> None:
    sandbox = Sandbox(tasks=5)
    setup = ClickupApiConnector.sandbox(sandbox)
    list_id = await first_list(setup)
    for _ in range(3):
        await setup.tasks.create(list_id, "Follow up")

    async def outage(scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "POST":
            raise ConnectionResetError
        await sandbox(scope, receive, send)

    cut_off = ClickupApiConnector.sandbox(outage)
    params = {"list_id": list_id, "tasks": [{"name": "Follow up"}] * 3}
    result = await cut_off.execute("tasks", "create_many", params)
    assert "created" not in result.meta.extra
    assert sum(result.meta.extra.values()) == 3


@pytest.mark.parametrize("limit", [None, 1000])
async def test_faults_n2_a_list_that_grows_while_it_is_walked(limit: int | None) -> None:
    live = [f"t{n}" for n in range(900)]
    made = 0

    async def answer(scope: Any) -> Any:
        nonlocal made
        page = int(scope["query_string"][5:] or 0)
        await asyncio.sleep(0.01 * (page % 2))
        rows, last = live[page * 100 :][:100], page * 100 + 100 >= len(live)
        made += 1
        live.insert(0, f"new{made}")
        return 200, {"tasks": [{"id": i} for i in rows], "last_page": last}

    clickup = connector(answer)
    if limit is None:
        found = [t["id"] async for t in clickup.iterate("tasks", "list", {"list_id": "901"})]
    else:
        result = await clickup.execute("tasks", "list", {"list_id": "901", "limit": limit})
        found = [task["id"] for task in result.data]
    assert {f"t{n}" for n in range(900)} <= set(found)
    assert max(Counter(found).values()) == 1


async def test_faults_n2_a_loop_that_closes_what_it_walks_sees_all() -> None:
    live = [f"t{n}" for n in range(628)]

    async def answer(scope: Any) -> Any:
        page = int(scope["query_string"][5:] or 0)
        rows = live[page * 100 :][:100]
        return 200, {"tasks": [{"id": i} for i in rows], "last_page": page * 100 + 100 >= len(live)}

    seen = []
    async for task in connector(answer).iterate("tasks", "list", {"list_id": "901"}):
        seen.append(task["id"])
        live.remove(task["id"])
    assert len(seen) == len(set(seen)) == 628


@pytest.mark.parametrize("page", [{"tasks": []}, {"tasks": [{"name": "x"}]}, {"tasks": [None]}])
async def test_faults_n8_pages_without_end(page: dict[str, Any]) -> None:
    asked = 0

    async def answer(scope: Any) -> Any:
        nonlocal asked
        asked += 1
        return 200, page | {"last_page": False}

    clickup = connector(answer)
    with pytest.raises(InvalidResponse, match="does not end"):
        [task async for task in clickup.iterate("tasks", "list", {"list_id": "901"})]
    with pytest.raises(InvalidResponse, match="does not end"):
        await clickup.execute("tasks", "list", {"list_id": "901", "limit": 5000})
    assert asked < 60


async def test_faults_n8_cursors_without_end() -> None:
    asked = 0

    async def answer(scope: Any) -> Any:
        nonlocal asked
        asked += 1
        return 200, {"docs": [], "next_cursor": f"c{asked}"}

    with pytest.raises(InvalidResponse, match="does not end"):
        [d async for d in connector(answer).iterate("docs", "list", {"workspace_id": "1"})]
    assert asked < 10


@pytest.mark.parametrize(
    "to",
    ["http://169.254.169.254/latest/meta-data", "https://169.254.169.254/x", "https://127.0.0.1/x",
     "https://2130706433/x", "https://0x7f000001/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/",
     "https://localhost/x", "https://example.com/x", "http://a.clickup.com/x", "file:///etc/passwd",
     "https://a.clickup.com@10.0.0.1/x", "https://a.clickup.com:22/x", "//10.0.0.1/x"],
)  # fmt: skip
async def test_faults_n3_a_redirect_leads_nowhere_else(to: str, tmp_path: Path) -> None:
    asked: list[str] = []

    async def answer(scope: Any) -> Any:
        asked.append(dict(scope["headers"])[b"host"].decode())
        assert b"authorization" not in dict(scope["headers"])
        return 302, b"", ("location", to)

    clickup = connector(answer, files=tmp_path)
    with pytest.raises(PermissionDenied, match="redirects to"):
        await clickup.attachments.download("https://x.clickup.com/a", "x")
    assert asked == ["x.clickup.com"]
    assert not list(tmp_path.iterdir())


async def test_faults_n3_redirects_among_clickups_hosts_are_followed_and_end(
    tmp_path: Path,
) -> None:
    async def answer(scope: Any) -> Any:
        if scope["path"] == "/a":
            return 302, b"", ("location", "https://t1.p.clickup-attachments.com/b")
        return (200, b"file") if scope["path"] == "/b" else (302, b"", ("location", "/c"))

    clickup = connector(answer, files=tmp_path)
    await clickup.attachments.download("https://x.clickup.com/a", "x")
    assert (tmp_path / "x").read_bytes() == b"file"
    with pytest.raises(TransportError, match="more than 5 times"):
        await clickup.attachments.download("https://x.clickup.com/c", "y")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
     "64:ff9b::a00:1", "2002:a00:1::",
     "fec0::1", "::127.0.0.1", "::10.0.0.1", "64:ff9b:1::a00:1", "64:ff9b:1:1::8.8.8.8",
     "2001:0:a00:1::1", "2001:db8::1", "ff02::1", "4000::1", "2002:7f00:1::", "2002:a9fe:a9fe::",
     "224.0.0.1", "255.255.255.255", "x"],
)  # fmt: skip
def test_faults_n3_addresses_that_are_nobodys(address: str) -> None:
    assert not is_public(address)
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")


async def test_faults_n3_a_name_that_leads_home_is_refused() -> None:
    with pytest.raises(PrivateAddress):
        await public_address("localhost", 443)


async def test_faults_n10_a_file_that_drips_ends_with_the_time(tmp_path: Path) -> None:
    async def drip(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(30)

    clickup = ClickupApiConnector.sandbox(drip, files=tmp_path, timeout=0.3)
    with pytest.raises(TransportError, match="did not come within"):
        await clickup.attachments.download("https://x.clickup.com/a", "x")


async def test_faults_n10_a_packed_file_is_measured_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    async def answer(scope: Any) -> Any:
        return 200, bomb, ("content-encoding", "gzip")

    clickup = connector(answer, files=tmp_path)
    with pytest.raises(TransportError, match="1000000 are allowed"):
        await clickup.attachments.download("https://x.clickup.com/a", "x", max_bytes=1_000_000)
    await clickup.attachments.download("https://x.clickup.com/a", "x", max_bytes=50_000_000)
    assert (tmp_path / "x").stat().st_size == 50_000_000


async def test_faults_n22_create_many_keeps_to_its_time() -> None:
    async def answer(scope: Any) -> Any:
        if scope["method"] == "POST":
            await asyncio.sleep(30)
        return 200, {"tasks": [], "last_page": True}

    params = {"list_id": "901", "tasks": [{"name": f"n{n}"} for n in range(40)]}
    clickup = connector(answer, timeout=0.4)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout_at(loop.time() + 20):
        result = await clickup.execute("tasks", "create_many", params)
    assert set(result.meta.extra) == {"unknown", "not_sent"}
    assert sum(result.meta.extra.values()) == 40
    assert result.meta.extra["unknown"] <= 8, "nothing new was begun"


async def test_faults_n22_a_cancelled_call_says_what_was_made(
    caplog: pytest.LogCaptureFixture,
) -> None:
    posts = 0
    hanging = asyncio.Event()

    async def answer(scope: Any) -> Any:
        nonlocal posts
        if scope["method"] == "GET":
            return 200, {"tasks": [], "last_page": True}
        posts += 1
        if posts == 5:
            hanging.set()
        if posts > 3:
            await asyncio.sleep(30)
        return 200, {"id": f"t{posts}", "name": "n"}

    params = {"list_id": "901", "tasks": [{"name": "n"}] * 40, "at_once": 2}
    call = asyncio.ensure_future(connector(answer).execute("tasks", "create_many", params))
    await hanging.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert "0: t1" in caplog.text
    assert "2: t3" in caplog.text
    assert "unknown: 2" in caplog.text
    assert "not_sent: 35" in caplog.text


class _Once(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return b"x" * min(size, 50)


@pytest.mark.parametrize("kind", ["shrank", "vanished", "cannot be rewound", "progress"])
async def test_faults_n23_an_upload_that_cannot_go_on_says_why(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(bytes(600_000))

    def refuse(sent: int, total: int) -> None:
        raise RuntimeError("enough")

    stream: Any = _Once()
    file = {
        "cannot be rewound": lambda: FileUpload(stream, name="s", size=50),
        "progress": lambda: FileUpload(path, on_progress=refuse),
    }.get(kind, lambda: FileUpload(path))()
    if kind == "shrank":
        path.write_bytes(b"short")
    if kind == "vanished":
        path.unlink()
    sandbox = Sandbox(tasks=3)
    task = (await ClickupApiConnector.sandbox(sandbox).execute("tasks", "search")).data[0]["id"]
    if kind == "cannot be rewound":
        sandbox.fail(429, method="POST")
    clickup = ClickupApiConnector.sandbox(sandbox)
    with pytest.raises(InvalidParams, match=r"could not be read to its end.*nothing was changed"):
        await clickup.attachments.upload(task, file)


async def test_faults_n24_what_is_unknown_is_named() -> None:
    async def answer(scope: Any) -> Any:
        raise ConnectionResetError

    clickup = connector(answer, allow_destructive=True)
    with pytest.raises(OutcomeUnknown) as caught:
        await clickup.execute("tasks", "create", {"list_id": "901", "name": "Plan"})
    assert caught.value.operation == "tasks.create"
    assert caught.value.params == {"list_id": "901", "name": "Plan"}
    assert caught.value.look == ("tasks.list", {"list_id": "901"})
    assert "'Plan'" in str(caught.value)
    assert '`tasks.list` {"list_id": "901"}' in str(caught.value)
    with pytest.raises(OutcomeUnknown) as caught:
        await clickup.execute("tasks", "delete", {"task_id": "86abc"})
    assert caught.value.look == ("tasks.get", {"task_id": "86abc"})


async def test_structure_a4_records_of_one_id_are_all_given_where_pages_have_no_numbers() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = b'{"teams": [{"id": "1", "name": "issue"}, {"id": "1", "name": "pull request"}]}'
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    clickup: Any = app
    connector = ClickupApiConnector.sandbox(clickup)
    found = [team["name"] async for team in connector.iterate("teams", "list")]
    assert found == ["issue", "pull request"]
