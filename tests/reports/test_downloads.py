"""A download is one version of a file, whole, or it is not there; whoever else fetches it."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import anyio
import pytest

from agent_connectors.clickup import (
    ClickupApiAuthConfig,
    ClickupApiConnector,
    InvalidParams,
    TransportError,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.files.part import Known, Part
from tests.loopback import Loopback, Received, Reply

OLD, NEW = b"o" * 300_000, b"n" * 300_000
URL = "https://x.clickup.com/a"
TAGS = {"strong": '"v1"', "weak": 'W/"v1"', "none": None, "changed": '"v2"', "bare": "v1"}
TIMES = {"same": "Wed, 01 Jan 2020 00:00:00 GMT", "none": None,
         "changed": "Thu, 02 Jan 2020 00:00:00 GMT"}  # fmt: skip
SPANS = {"right": "bytes {at}-{last}/{size}", "early": "bytes 0-{last}/{size}",
         "late": "bytes {after}-{last}/{size}", "short": "bytes {at}-{before}/{size}",
         "other total": "bytes {at}-{last}/{more}", "no total": "bytes {at}-{last}/*",
         "none": None, "odd": "nonsense"}  # fmt: skip


class Files:
    """An ASGI application that gives a file, and says of it what it is told to say."""

    def __init__(self) -> None:
        self.content = OLD
        self.etag: str | None = '"v1"'
        self.modified: str | None = TIMES["same"]
        self.span: str | None = SPANS["right"]
        self.status: int | None = None
        self.asked: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        told = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.asked.append(told)
        at = int(told.get("range", "bytes=0-")[6:-1])
        status = (self.status or 206) if at else 200
        size = len(self.content)
        rest = {206: self.content[at:], 200: self.content}.get(status, b"")
        head = {"content-length": str(len(rest)), "etag": self.etag, "last-modified": self.modified}
        if status == 206 and self.span is not None:
            head["content-range"] = self.span.format(
                at=at, after=at + 1, last=size - 1, before=size - 2, size=size, more=size + 1
            )
        lines = [(name.encode(), text.encode()) for name, text in head.items() if text is not None]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": rest})


class Slow(Loopback):
    """Gives files over a real connection; waits after `stop` bytes until it may `go` on."""

    def __init__(self) -> None:
        super().__init__()
        self.content = OLD
        self.others: dict[str, bytes] = {}
        self.etag: str | None = '"v1"'
        self.stop: int | None = None
        self.go = threading.Event()

    async def _answer(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        content = self.others.get(request.path, self.content)
        size, at = len(content), int(request.headers.get("range", "bytes=0-")[6:-1])
        head = {"Content-Length": str(size - at)}
        if self.etag is not None:
            head["ETag"] = self.etag
        if at:
            head["Content-Range"] = f"bytes {at}-{size - 1}/{size}"
        stop = size if self.stop is None else self.stop
        writer.write(Reply(content[at:stop], 206 if at else 200, head).encode())
        await writer.drain()
        while self.stop is not None and not self.go.is_set():  # noqa: ASYNC110 - another thread
            await asyncio.sleep(0.002)
        writer.write(content[max(at, stop) :])
        await writer.drain()
        return True


@pytest.fixture
def slow() -> Iterator[Slow]:
    server = Slow()
    yield server
    server.close()


def calling(server: Loopback, folder: Path, **given: Any) -> ClickupApiConnector:
    auth = ClickupApiAuthConfig("pk_1")
    return ClickupApiConnector(auth, base_url=server.url, files=folder, **given)


async def begun(folder: Path, size: int) -> None:
    """Waits until this many bytes are there."""
    while not any(p.stat().st_size >= size for p in folder.glob("*.part")):  # noqa: ASYNC110
        await asyncio.sleep(0.002)


@pytest.fixture
def server() -> Files:
    return Files()


@pytest.fixture
def clickup(server: Files, tmp_path: Path) -> ClickupApiConnector:
    return connector(server, tmp_path)


def connector(server: Files, folder: Path) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(server, files=folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def descriptors() -> set[str]:
    """Parts that this process has open."""
    found = set()
    for link in Path("/proc/self/fd").iterdir() if Path("/proc/self/fd").exists() else ():
        try:
            found.add(str(link.readlink()))
        except OSError:
            continue
    return {path for path in found if ".part" in path}


def left_behind(folder: Path, known: Known, content: bytes) -> None:
    """What a process leaves that is killed while it fetches."""
    part = Part(URL, folder / "x")
    part.begin(known)
    part._write(content)
    part._let_go()


@pytest.fixture(autouse=True)
async def closed() -> AsyncIterator[None]:
    yield
    assert not descriptors()


@pytest.mark.parametrize(
    ("status", "span"), [*((206, span) for span in SPANS), (200, "right"), (416, "right")]
)
async def test_no_answer_mixes_two_versions(
    server: Files, clickup: ClickupApiConnector, tmp_path: Path, span: str, status: int
) -> None:
    """Whatever is told before and after of the version, and of the range."""
    first = [*product(TAGS, ["same"]), ("strong", "none")]
    for (tag, time), again, changed in product(first, TAGS, TIMES):
        left_behind(tmp_path, Known(len(OLD), TAGS[tag] or "", TIMES[time] or ""), OLD[:100_000])
        server.asked.clear()
        server.content, server.status, server.span = NEW, status, SPANS[span]
        server.etag, server.modified = TAGS[again], TIMES[changed]
        asks = tag in {"strong", "changed"}
        goes_on = (
            asks and status == 206 and span == "right" and tag == again
            and changed in {"none", time}
        )  # fmt: skip
        told = (await clickup.attachments.download(URL, "x", overwrite=True)).data
        # The version is the same where all that tells it is: there the bytes are taken for it.
        wanted = OLD[:100_000] + NEW[100_000:] if goes_on else NEW
        case = (tag, time, again, changed)
        assert (tmp_path / "x").read_bytes() == wanted, case
        assert told.get("resumed_at") == (100_000 if goes_on else None), case
        assert names(tmp_path) == ["x"], case
        asked = server.asked[0]
        assert asked.get("range") == ("bytes=100000-" if asks else None), case
        assert asked.get("if-range") == (TAGS[tag] if asks else None), case


@pytest.mark.parametrize(
    ("etag", "certain"),
    [('"v1"', True), ('"!#~"', True), ("", False), ('"', False), ('""', False), ("v1", False),
     ('"v1', False), ('W/"v1"', False), ('w/"v1"', False), ('"v1", "v2"', False), ('"v1" ', False),
     ('"é"', False), ('"a b"', False), ('"a\nb"', False), ('"a"b"', False)],
)  # fmt: skip
async def test_which_tags_are_strong(
    server: Files, clickup: ClickupApiConnector, tmp_path: Path, etag: str, certain: bool
) -> None:
    known = Known(len(OLD), etag, TIMES["same"] or "")
    left_behind(tmp_path, known, OLD[:5])
    server.etag = etag
    told = (await clickup.attachments.download(URL, "x", overwrite=True)).data
    assert (known.certain, told.get("resumed_at", 0)) == (certain, 5 if certain else 0)
    assert not Known(0, etag).certain
    assert not Known(None, etag).certain
    assert (tmp_path / "x").read_bytes() == OLD


@pytest.mark.parametrize("there", [0, 1, 299_999, 300_000, 300_001])
async def test_a_part_of_any_size(
    server: Files, clickup: ClickupApiConnector, tmp_path: Path, there: int
) -> None:
    left_behind(tmp_path, Known(len(OLD), '"v1"', TIMES["same"] or ""), b"o" * there)
    told = (await clickup.attachments.download(URL, "x", overwrite=True)).data
    assert (tmp_path / "x").read_bytes() == OLD
    assert told.get("resumed_at", 0) == (there if there < len(OLD) else 0)
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize(
    "note",
    ["", "[]", "5", "null", '"x"', "{", "[" * 100_000, "{}", '{"url": 5}',
     *(json.dumps({"total": total, "etag": '"v1"', "modified": ""}) for total in (None, "x", -1))],
    ids=str.__len__,
)  # fmt: skip
async def test_a_note_that_is_none(clickup: ClickupApiConnector, tmp_path: Path, note: str) -> None:
    left_behind(tmp_path, Known(len(OLD), '"v1"', TIMES["same"] or ""), b"x" * 5)
    (place,) = tmp_path.glob("*.json")
    url = json.loads(place.read_text())["url"]
    place.write_text(note.replace('{"total"', f'{{"url": "{url}", "total"'))
    await clickup.attachments.download(URL, "x", overwrite=True)
    assert (tmp_path / "x").read_bytes() == OLD
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("etag", ['"v1"', None])
async def test_a_file_without_a_byte(
    server: Files, clickup: ClickupApiConnector, tmp_path: Path, etag: str | None
) -> None:
    server.content, server.etag = b"", etag
    (tmp_path / "x").write_bytes(b"before")
    assert (await clickup.attachments.download(URL, "x", overwrite=True)).data["bytes"] == 0
    assert (tmp_path / "x").read_bytes() == b""
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("loops", ["one", "two"])
@pytest.mark.parametrize("other", ["/a", "/b"])
async def test_two_at_once_to_one_path(slow: Slow, tmp_path: Path, other: str, loops: str) -> None:
    """The second is refused while the first is on its way, and the first is whole."""
    slow.stop = 100_000
    slow.others["/b"] = NEW[:50_000]
    first = asyncio.create_task(
        calling(slow, tmp_path).attachments.download(f"{slow.url}/a", "x", overwrite=True)
    )
    await begun(tmp_path, 100_000)
    asked = len(slow.received)
    call = calling(slow, tmp_path).attachments.download(f"{slow.url}{other}", "x", overwrite=True)
    with pytest.raises(InvalidParams, match=r"Another call is fetching .* another path"):
        await (call if loops == "one" else asyncio.to_thread(asyncio.run, awaited(call)))
    assert len(slow.received) == asked
    slow.go.set()
    assert "resumed_at" not in (await first).data
    assert (tmp_path / "x").read_bytes() == OLD
    await calling(slow, tmp_path).attachments.download(f"{slow.url}/b", "x", overwrite=True)
    assert (tmp_path / "x").read_bytes() == NEW[:50_000]
    assert names(tmp_path) == ["x"]


async def awaited(call: Awaitable[Any]) -> Any:
    return await call


async def test_many_at_once_are_whole_or_refused(slow: Slow, tmp_path: Path) -> None:
    slow.others = {f"/{n}": bytes([n]) * (200_000 + n) for n in range(8)}
    calls = [
        calling(slow, tmp_path).attachments.download(f"{slow.url}/{n % 8}", "x", overwrite=True)
        for n in range(16)
    ]
    ends = await asyncio.gather(*calls, return_exceptions=True)
    refused = [end for end in ends if isinstance(end, BaseException)]
    assert len(refused) < len(ends)
    assert all(isinstance(end, InvalidParams) and "Another call" in str(end) for end in refused)
    assert (tmp_path / "x").read_bytes() in slow.others.values()
    assert names(tmp_path) == ["x"]


def test_many_threads_are_whole_or_refused(slow: Slow, tmp_path: Path) -> None:
    slow.others = {f"/{n}": bytes([n]) * 50_000 for n in range(4)}
    whole: list[int] = []
    odd: list[object] = []

    def fetch(n: int) -> None:
        for _ in range(8):
            call = calling(slow, tmp_path).attachments.download(
                f"{slow.url}/{n}", "x", overwrite=True
            )
            try:
                asyncio.run(awaited(call))
                whole.append(n)
            except Exception as error:
                if not isinstance(error, InvalidParams) or "Another call" not in str(error):
                    odd.append(error)
            if (tmp_path / "x").exists():
                seen = (tmp_path / "x").read_bytes()
                if seen not in slow.others.values():
                    odd.append(seen[:100])

    threads = [threading.Thread(target=fetch, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert whole
    assert not odd
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("etag", ['"v1"', None])
@pytest.mark.parametrize("how", ["cancel", "scope", "timeout"])
@pytest.mark.parametrize("came", [0, 1, 100_000, 299_999])
async def test_a_call_that_is_stopped(
    slow: Slow, tmp_path: Path, came: int, how: str, etag: str | None
) -> None:
    """At most a part is left, closed, that the next call takes or overwrites."""
    (tmp_path / "x").write_bytes(b"before")
    slow.etag, slow.stop = etag, came
    clickup = calling(slow, tmp_path, timeout=1 if how == "timeout" else 60)
    if how == "scope":
        async with anyio.create_task_group() as group:
            group.start_soon(
                partial(clickup.attachments.download, f"{slow.url}/a", "x", overwrite=True)
            )
            await begun(tmp_path, came)
            group.cancel_scope.cancel()
    elif how == "cancel":
        task = asyncio.create_task(
            clickup.attachments.download(f"{slow.url}/a", "x", overwrite=True)
        )
        await begun(tmp_path, came)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    else:
        with pytest.raises(TransportError):
            await clickup.attachments.download(f"{slow.url}/a", "x", overwrite=True)
        # How much has come by then is left to the clock.
        came = sum(part.stat().st_size for part in tmp_path.glob("*.part"))
    await stopped(slow, tmp_path, came if etag else 0)


async def stopped(slow: Slow, folder: Path, there: int) -> None:
    assert not descriptors()
    assert (folder / "x").read_bytes() == b"before"
    assert len(names(folder)) == (3 if there else 1)
    slow.go.set()
    told = (
        await calling(slow, folder).attachments.download(f"{slow.url}/a", "x", overwrite=True)
    ).data
    assert told.get("resumed_at", 0) == there
    assert (folder / "x").read_bytes() == OLD
    assert names(folder) == ["x"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, asyncio.CancelledError, SystemExit])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["claim", "begin", "write", "become"])
async def test_an_interrupt_at_each_step(
    slow: Slow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    when: str,
    error: type[BaseException],
) -> None:
    (tmp_path / "x").write_bytes(b"before")
    slow.stop = 100_000
    real = getattr(Part, step)
    written = 0

    async def write(part: Part, piece: bytes) -> None:
        nonlocal written
        if when == "after":
            await real(part, piece)
            written += len(piece)
        raise error

    def strike(part: Part, *given: Any) -> Any:
        if when == "after":
            real(part, *given)
        raise error

    if step == "become":
        slow.go.set()
    with monkeypatch.context() as patch:
        patch.setattr(Part, step, write if step == "write" else strike)
        with pytest.raises(error):
            await calling(slow, tmp_path).attachments.download(f"{slow.url}/a", "x", overwrite=True)
    if step == "become" and when == "after":
        assert (tmp_path / "x").read_bytes() == OLD
        assert names(tmp_path) == ["x"]
        return
    await stopped(slow, tmp_path, written)


@pytest.mark.parametrize("what", ["gone", "longer", "shorter", "another"])
async def test_a_part_that_somebody_else_changes_is_not_told_whole(
    slow: Slow, tmp_path: Path, what: str
) -> None:
    slow.stop = 200_000
    call = calling(slow, tmp_path).attachments.download(f"{slow.url}/a", "x", overwrite=True)
    task = asyncio.create_task(awaited(call))
    await begun(tmp_path, 200_000)
    (part,) = tmp_path.glob("*.part")
    if what in {"gone", "another"}:
        part.unlink()
    if what != "gone":
        with part.open("ab") as file:
            file.truncate({"longer": 400_000, "shorter": 5, "another": 100_000}[what])
    slow.go.set()
    await task
    assert (tmp_path / "x").read_bytes() == OLD
    assert len(slow.received) == 2
    assert names(tmp_path) == ["x"]


FETCH = """
import asyncio
import sys
from pathlib import Path
from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
clickup = ClickupApiConnector(ClickupApiAuthConfig("pk_1"), base_url=sys.argv[1])
asyncio.run(clickup.attachments.download(sys.argv[1] + "/a", Path(sys.argv[2])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
async def test_a_process_that_is_killed_leaves_one_part_and_no_lock(tmp_path: Path) -> None:
    """Killed as often as one likes; another process meanwhile is refused."""
    slow = Slow()
    slow.stop = 50_000
    command = [sys.executable, "-c", FETCH, slow.url, str(tmp_path / "x")]
    try:
        for _ in range(2):
            with subprocess.Popen(command) as process:  # noqa: ASYNC220 - that is its time
                try:
                    await begun(tmp_path, slow.stop)
                    with pytest.raises(InvalidParams, match="Another call"):
                        await calling(slow, tmp_path).attachments.download(
                            f"{slow.url}/a", "x", overwrite=True
                        )
                finally:
                    process.kill()
            assert len(names(tmp_path)) == 2
            slow.stop += 50_000
        slow.go.set()
        told = (
            await calling(slow, tmp_path).attachments.download(f"{slow.url}/a", "x", overwrite=True)
        ).data
        assert told["resumed_at"] == 100_000
        assert (tmp_path / "x").read_bytes() == OLD
        assert names(tmp_path) == ["x"]
    finally:
        slow.close()


async def test_the_sandbox_gives_files_whole(tmp_path: Path) -> None:
    clickup = ClickupApiConnector.sandbox(Sandbox(tasks=5, rate_limit=None), files=tmp_path)
    task = (await clickup.execute("tasks", "search", {"limit": 1})).data[0]["id"]
    sent = (await clickup.attachments.upload(task, text="Bring cake.", name="a.txt")).data
    await asyncio.gather(*(clickup.attachments.download(sent["url"], f"x{n}") for n in range(5)))
    assert {path.read_text() for path in tmp_path.iterdir()} == {"Bring cake."}
