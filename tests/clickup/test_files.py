"""Files to ClickUp and back."""

import asyncio
import errno
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiAuthConfig,
    ClickupApiConnector,
    FileUpload,
    InvalidParams,
    NotFound,
    ServerError,
    TransportError,
)
from agent_connectors.clickup.sandbox import Sandbox
from tests.loopback import Answer, Loopback, Received, Reply
from tests.serving import served
from tests.streams import Pipe

CONTENT = bytes(range(256)) * 4000


@pytest.fixture
def workspace() -> Sandbox:
    return Sandbox(tasks=10, rate_limit=None)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "report.bin").write_bytes(CONTENT)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def connector(workspace: Sandbox, files: Path) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(workspace, files=files)


@pytest.fixture
async def task_id(connector: ClickupApiConnector) -> str:
    return str((await connector.execute("tasks", "search", {"limit": 1})).data[0]["id"])


async def roundtrip(connector: ClickupApiConnector, task_id: str, to: Path, **given: Any) -> bytes:
    sent = (await connector.attachments.upload(task_id, **given)).data
    assert sent["id"]
    task = (await connector.tasks.get(task_id)).data
    shown = next(a for a in task["attachments"] if a["id"] == sent["id"])
    await connector.attachments.download(shown["url"], to)
    return to.read_bytes()


@pytest.mark.parametrize("kind", ["path", "text path", "bytes", "stream", "pipe"])
async def test_what_is_sent_comes_back(
    connector: ClickupApiConnector, task_id: str, files: Path, tmp_path: Path, kind: str
) -> None:
    told: list[tuple[int, int]] = []

    def note(sent: int, total: int) -> None:
        told.append((sent, total))

    source: Any = {
        "path": FileUpload(files / "report.bin", on_progress=note),
        "text path": "report.bin",
        "bytes": FileUpload(CONTENT, name="b.bin", on_progress=note),
        "stream": FileUpload(io.BytesIO(CONTENT), name="s.bin", on_progress=note),
        "pipe": FileUpload(
            Pipe(CONTENT),  # type: ignore[arg-type]  # as much of a stream as is needed
            name="p.bin",
            size=len(CONTENT),
            on_progress=note,
        ),
    }[kind]
    assert await roundtrip(connector, task_id, tmp_path / "back", file=source) == CONTENT
    if kind != "text path":
        assert told[-1] == (len(CONTENT), len(CONTENT))
        assert [sent for sent, _ in told] == sorted({sent for sent, _ in told})


async def test_text_needs_no_file(
    connector: ClickupApiConnector, task_id: str, tmp_path: Path
) -> None:
    back = await roundtrip(connector, task_id, tmp_path / "b", text="Grüße\n", name="notes.txt")
    assert back.decode() == "Grüße\n"


async def test_over_a_real_connection(
    workspace: Sandbox, files: Path, tmp_path: Path, task_id: str
) -> None:
    pytest.importorskip("uvicorn")
    with served(workspace) as url:
        async with ClickupApiConnector.sandbox(workspace) as inside:
            task_id = (await inside.execute("tasks", "search", {"limit": 1})).data[0]["id"]
        async with ClickupApiConnector(ClickupApiAuthConfig("pk_1"), base_url=url) as connector:
            back = await roundtrip(connector, task_id, tmp_path / "b", file=files / "report.bin")
            assert back == CONTENT


async def test_a_model_may_only_read_in_the_folder(
    connector: ClickupApiConnector, task_id: str, workspace: Sandbox, files: Path
) -> None:
    (files / "link").symlink_to(files.parent / "secret.txt")
    for path in ("../secret.txt", str(files.parent / "secret.txt"), "/etc/passwd", "link"):
        with pytest.raises(InvalidParams, match="not in the folder"):
            await connector.execute("attachments", "upload", {"task_id": task_id, "file": path})
        with pytest.raises(InvalidParams, match="not in the folder"):
            await connector.execute(
                "attachments", "download", {"url": "https://app.clickup.com/x", "to": path}
            )
    closed = ClickupApiConnector.sandbox(workspace)
    with pytest.raises(InvalidParams, match="`files`"):
        await closed.execute("attachments", "upload", {"task_id": task_id, "file": "report.bin"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Give `file` or `text`"),
        ({"text": "x"}, "Give a `name`"),
        ({"text": "x", "file": "report.bin"}, "Give `file` or `text`"),
        ({"file": "missing.bin"}, "There is no file"),
        ({"file": b"x"}, "needs a `name`"),
    ],
)
async def test_what_cannot_be_sent(
    connector: ClickupApiConnector, task_id: str, given: Any, said: str
) -> None:
    with pytest.raises(InvalidParams, match=said):
        await connector.execute("attachments", "upload", {"task_id": task_id, **given})


async def test_a_file_that_is_too_large_is_not_kept(
    connector: ClickupApiConnector, task_id: str, files: Path
) -> None:
    sent = (await connector.attachments.upload(task_id, file="report.bin")).data
    with pytest.raises(TransportError, match="1000 are allowed"):
        await connector.attachments.download(sent["url"], "small.bin", max_bytes=1000)
    assert sorted(path.name for path in files.iterdir()) == ["report.bin"]


@pytest.mark.parametrize(
    "url",
    ["https://example.com/x", "http://t1.p.clickup-attachments.com/x", "file:///etc/passwd", "x",
     "https://clickup.com.example.com/x", "https://evilclickup.com/x", "https://[x",
     "https://a.clickup.com:abc/x", "https://a.clickup.com/\0"],
)  # fmt: skip
async def test_only_clickups_files_are_fetched(connector: ClickupApiConnector, url: str) -> None:
    with pytest.raises(InvalidParams, match="not a file of ClickUp's"):
        await connector.attachments.download(url, "x")


async def test_a_file_that_is_gone(connector: ClickupApiConnector) -> None:
    with pytest.raises(NotFound):
        await connector.attachments.download(f"{connector.base_url}/nothing/here.bin", "x")


class Flaky(Loopback):
    """Gives one file, in parts if asked, and closes after `most` bytes of each answer."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content
        self.most = len(content)
        self.tag: str | None = '"v1"'
        self.wrong: dict[str, str] = {}
        self.handler = self._give

    def _give(self, request: Received) -> Answer:
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        known = request.headers.get("if-range")
        if known is not None and known != self.tag:
            start = 0
        size = len(self.content)
        tag = {} if self.tag is None else {"ETag": self.tag}
        head = {"Content-Length": str(size - start), "Content-Type": "text/plain"} | tag
        piece = self.content[start : start + self.most]
        if not start:
            return Reply(piece, headers=head)
        told = {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
        return Reply(piece, status=206, headers=head | told | self.wrong)

    async def _answer(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        return await super()._answer(request, writer) and self.most >= len(self.content)


@pytest.fixture
def flaky() -> Iterator[Flaky]:
    server = Flaky(CONTENT)
    yield server
    server.close()


@pytest.fixture
def getting(flaky: Flaky, files: Path) -> Iterator[ClickupApiConnector]:
    with closing(
        ClickupApiConnector(
            ClickupApiAuthConfig("pk_1"), base_url=flaky.url, files=files, timeout=10
        )
    ) as connector:
        yield connector


async def broken_off(getting: ClickupApiConnector, flaky: Flaky, to: str = "again.bin") -> None:
    """Leaves a transfer behind that broke off."""
    flaky.most = 100_000
    with pytest.raises(TransportError, match="400000 bytes are there; call again"):
        await getting.attachments.download(f"{flaky.url}/a.bin", to)
    flaky.most = len(CONTENT)


def names(files: Path) -> list[str]:
    return sorted(path.name for path in files.iterdir())


async def test_a_download_goes_on_where_it_broke_off(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    await broken_off(getting, flaky)
    assert not (files / "again.bin").exists()
    told = (await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")).data
    assert told["resumed_at"] == 400_000
    assert flaky.received[-1].headers["range"] == "bytes=400000-"
    assert flaky.received[-1].headers.get("if-range") == flaky.tag
    assert (files / "again.bin").read_bytes() == CONTENT
    assert names(files) == ["again.bin", "report.bin"]


async def test_a_download_that_breaks_off_once_needs_no_second_call(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    flaky.most = 600_000
    told = (await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")).data
    assert told["bytes"] == len(CONTENT)
    assert "resumed_at" not in told
    assert (files / "again.bin").read_bytes() == CONTENT


async def test_without_a_tag_there_is_nothing_to_go_on_from(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    flaky.tag, flaky.most = None, 100_000
    with pytest.raises(TransportError, match=r"broke off .* Call again\."):
        await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")
    assert all("range" not in request.headers for request in flaky.received)
    assert names(files) == ["report.bin"]


@pytest.mark.parametrize("change", ["tag", "size"])
async def test_a_file_that_has_changed_is_fetched_anew(
    getting: ClickupApiConnector, flaky: Flaky, files: Path, change: str
) -> None:
    await broken_off(getting, flaky)
    flaky.content = bytes(len(CONTENT)) if change == "tag" else bytes(len(CONTENT) + 1)
    flaky.most = len(flaky.content)
    flaky.tag = '"v2"' if change == "tag" else flaky.tag
    told = (await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")).data
    assert "resumed_at" not in told
    assert (files / "again.bin").read_bytes() == flaky.content


async def test_what_broke_off_of_another_file_is_not_taken(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    (files / "again.bin.part").write_bytes(b"A" * 10)
    await broken_off(getting, flaky)
    flaky.content = bytes(len(CONTENT))
    told = (await getting.attachments.download(f"{flaky.url}/b.bin", "again.bin")).data
    assert "resumed_at" not in told
    assert (files / "again.bin").read_bytes() == flaky.content
    assert (files / "again.bin.part").read_bytes() == b"A" * 10


@pytest.mark.parametrize("wrong", ["bytes 7-9/10", "bytes 400000-500000/7", "nonsense", ""])
async def test_a_part_that_was_not_asked_for_is_not_put_in(
    getting: ClickupApiConnector, flaky: Flaky, files: Path, wrong: str
) -> None:
    await broken_off(getting, flaky)
    flaky.wrong = {"Content-Range": wrong}
    await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")
    assert (files / "again.bin").read_bytes() == CONTENT


async def test_a_server_that_never_has_the_part(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    flaky.handler = lambda _: Reply(b"", status=416)
    with pytest.raises(ServerError, match="416"):
        await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")
    flaky.handler = lambda _: Reply(b"", status=302, headers={"Location": "/a.bin"})
    with pytest.raises(TransportError):
        await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")
    assert names(files) == ["report.bin"]


async def test_a_link_in_the_place_of_a_part_is_not_written_through(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    await broken_off(getting, flaky)
    part = next(path for path in files.iterdir() if path.name.endswith(".part"))
    part.unlink()
    part.symlink_to(files.parent / "secret.txt")
    await getting.attachments.download(f"{flaky.url}/a.bin", "again.bin")
    assert (files / "again.bin").read_bytes() == CONTENT
    assert (files.parent / "secret.txt").read_text() == "secret"


@pytest.mark.parametrize("to", ["", ".", "folder", "folder/..", "a\0b", "x" * 300, "\ud800",
                                "report.bin/x", "loop/x"])  # fmt: skip
async def test_what_cannot_be_written(
    getting: ClickupApiConnector, flaky: Flaky, files: Path, to: str
) -> None:
    (files / "folder").mkdir()
    (files / "loop").symlink_to(files / "loop")
    around = names(files.parent)
    for given in (to, files / to):
        with pytest.raises(InvalidParams):
            await getting.attachments.download(f"{flaky.url}/a.bin", given)
    with pytest.raises(InvalidParams):
        await getting.attachments.upload("1", to)
    assert names(files.parent) == around
    assert names(files) == ["folder", "loop", "report.bin"]


async def test_folders_are_made_for_text_only(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    await getting.attachments.download(f"{flaky.url}/a.bin", "sub/dir/x.txt")
    assert (files / "sub" / "dir" / "x.txt").read_bytes() == CONTENT
    with pytest.raises(InvalidParams, match="no folder"):
        await getting.attachments.download(f"{flaky.url}/a.bin", files / "none" / "x.txt")
    flaky.handler = lambda _: Reply(status=404)
    with pytest.raises(NotFound):
        await getting.attachments.download(f"{flaky.url}/a.bin", "other/x.txt")
    assert not (files / "other").exists()


async def test_a_long_name_is_kept(getting: ClickupApiConnector, flaky: Flaky, files: Path) -> None:
    await getting.attachments.download(f"{flaky.url}/a.bin", "ö" * 127)
    assert (files / ("ö" * 127)).read_bytes() == CONTENT


@pytest.mark.parametrize("file", [5, {}, ["a"], True, io.StringIO("text")])
async def test_what_is_no_file(connector: ClickupApiConnector, task_id: str, file: Any) -> None:
    with pytest.raises(InvalidParams, match=r"path|bytes"):
        await connector.attachments.upload(task_id, file, name="x")


@pytest.mark.parametrize("name", ["../../x.txt", "a/b", "a\\b", "..", "a\0b", "a\nb"])
async def test_a_name_is_no_path(connector: ClickupApiConnector, task_id: str, name: str) -> None:
    for given in ({"text": "x"}, {"file": "report.bin"}):
        with pytest.raises(InvalidParams, match="name"):
            await connector.execute(
                "attachments", "upload", {"task_id": task_id, "name": name, **given}
            )


async def test_the_limit_is_the_one_that_is_told(
    getting: ClickupApiConnector, flaky: Flaky, files: Path
) -> None:
    flaky.handler = lambda _: Reply(b"", headers={"Content-Length": "100000001"})
    with pytest.raises(TransportError, match="100000000 are allowed"):
        await getting.attachments.download(f"{flaky.url}/a.bin", "x")
    (operation,) = (
        o
        for o in ClickupApiConnector.operations.filter(entity="attachments")
        if o.action == "download"
    )
    assert "100 MB" in (operation.parameters["max_bytes"].description or "")


@pytest.mark.parametrize("kind", ["file", "empty", "link"])
async def test_a_file_that_is_there_is_kept(
    getting: ClickupApiConnector, flaky: Flaky, files: Path, kind: str
) -> None:
    target = files / "mine.txt"
    if kind == "link":
        target.symlink_to(files / "none")
    else:
        target.write_bytes(b"mine" if kind == "file" else b"")
    for to in (target,) if kind == "link" else (target, "mine.txt"):
        with pytest.raises(InvalidParams, match=r"There is a file 'mine.txt' .*`overwrite=True`"):
            await getting.attachments.download(f"{flaky.url}/a.bin", to)
    assert flaky.received == []
    assert target.is_symlink() is (kind == "link")
    await getting.attachments.download(f"{flaky.url}/a.bin", target, overwrite=True)
    assert target.read_bytes() == CONTENT
    assert not (files / "none").exists()


@pytest.mark.parametrize("links", [True, False])
async def test_nor_is_one_replaced_that_came_meanwhile(
    getting: ClickupApiConnector, flaky: Flaky, files: Path, links: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(*_: Any) -> None:
        raise OSError(errno.ENOTSUP, "no links here")

    if not links:
        monkeypatch.setattr("os.link", refuse)
    usual = flaky.handler

    def meanwhile(request: Any) -> Any:
        (files / "mine.txt").write_bytes(b"mine")
        assert usual is not None
        return usual(request)

    await getting.attachments.download(f"{flaky.url}/a.bin", "first.txt")
    assert (files / "first.txt").read_bytes() == CONTENT
    flaky.handler = meanwhile
    with pytest.raises(InvalidParams, match="overwrite"):
        await getting.attachments.download(f"{flaky.url}/a.bin", "mine.txt")
    assert (files / "mine.txt").read_bytes() == b"mine"
    assert names(files) == ["first.txt", "mine.txt", "report.bin"]
