"""An upload is the whole file or nothing, whatever becomes of the file meanwhile."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, FileUpload, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from tests.streams import Pipe

SIZES = (0, 1, 255, 256 * 1024, 256 * 1024 + 1, 600_000)


class Text(Pipe):
    def read(self, size: int = -1) -> Any:
        return "text"


def pipe(content: bytes) -> Any:
    return Pipe(content)


def repr_of(size: Any) -> str:
    return repr(size) if not isinstance(size, int) or size < 2**64 else "huge"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=5, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox, tmp_path: Path) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, files=tmp_path)


async def attached(clickup: ClickupApiConnector) -> tuple[str, list[dict[str, Any]]]:
    task = (await clickup.execute("tasks", "search", {"limit": 1})).data[0]["id"]
    return task, (await clickup.execute("tasks", "get", {"task_id": task})).data["attachments"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["path", "bytes", "stream", "pipe"])
async def test_a_file_of_any_size_comes_back(
    clickup: ClickupApiConnector, tmp_path: Path, kind: str, size: int
) -> None:
    content = bytes(n % 251 for n in range(size))
    (tmp_path / "a").write_bytes(content)
    file = {
        "path": lambda: FileUpload(tmp_path / "a"),
        "bytes": lambda: FileUpload(content, name="a"),
        "stream": lambda: FileUpload(io.BytesIO(content), name="a"),
        "pipe": lambda: FileUpload(pipe(content), name="a", size=size),
    }[kind]()
    task, _ = await attached(clickup)
    await clickup.attachments.upload(task, file)
    _, (shown,) = await attached(clickup)
    await clickup.attachments.download(shown["url"], "back")
    assert (tmp_path / "back").read_bytes() == content


@pytest.mark.parametrize("by", [-600_000, -1, 1, 600_000])
@pytest.mark.parametrize("kind", ["pipe", "path", "stream", "path meanwhile"])
async def test_a_file_of_another_size_than_was_said_is_not_sent(
    clickup: ClickupApiConnector, tmp_path: Path, kind: str, by: int
) -> None:
    path, other = tmp_path / "a", bytes(600_000 + by)
    path.write_bytes(bytes(600_000))
    stream = io.BytesIO(bytes(600_000))

    def change(sent: int = 0, total: int = 0) -> None:
        path.write_bytes(other)

    def replace() -> FileUpload:
        upload = FileUpload(stream, name="a")
        stream.truncate(0)
        stream.write(other)
        return upload

    makes: dict[str, Callable[[], FileUpload]] = {
        "pipe": lambda: FileUpload(pipe(other), name="a", size=600_000),
        "path": lambda: FileUpload(path),
        "stream": replace,
        "path meanwhile": lambda: FileUpload(path, on_progress=change),
    }
    upload = makes[kind]()
    if kind == "path":
        change()
    task, _ = await attached(clickup)
    with pytest.raises(InvalidParams, match=r"longer than the 600000 bytes|ended after") as caught:
        await clickup.attachments.upload(task, upload)
    assert "nothing was changed" in str(caught.value)
    assert (await attached(clickup))[1] == []


@pytest.mark.parametrize(
    "size", [-5, -1, True, False, 1.0, 5.5, "5", b"5", [5], 2**63, 1 << 20_000], ids=repr_of
)
def test_what_is_no_size(size: Any) -> None:
    for content in (pipe(b"12345"), io.BytesIO(b"12345"), b"12345"):
        with pytest.raises(InvalidParams, match="`size` is a number of bytes"):
            FileUpload(content, name="a", size=size)


async def test_a_stream_that_gives_text(clickup: ClickupApiConnector) -> None:
    task, _ = await attached(clickup)
    stream: Any = Text(b"")
    with pytest.raises(InvalidParams, match="gives str and not bytes"):
        await clickup.attachments.upload(task, FileUpload(stream, name="a", size=4))


@pytest.mark.parametrize("name", ['a"b.txt', "a'b.txt", "Grüße.txt", "報告 📎.txt", ";="])
async def test_names_of_files(clickup: ClickupApiConnector, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"content")
    task, _ = await attached(clickup)
    await clickup.attachments.upload(task, FileUpload(tmp_path / name))
    _, (shown,) = await attached(clickup)
    assert shown["title"] == name


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\tb", "a\\b", b"a\xffb"])
def test_a_path_whose_name_cannot_be_sent_needs_another(tmp_path: Path, name: Any) -> None:
    path = tmp_path / (name if isinstance(name, str) else name.decode("utf-8", "surrogateescape"))
    path.write_bytes(b"content")
    with pytest.raises(InvalidParams, match="name"):
        FileUpload(path)
    assert FileUpload(path, name="b").name == "b"


@pytest.mark.parametrize("stop", ["cancelled", "refused"])
async def test_a_file_is_closed_when_the_upload_ends_early(tmp_path: Path, stop: str) -> None:
    (tmp_path / "a").write_bytes(bytes(3_000_000))
    reading = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await receive()
        reading.set()
        if stop == "refused":
            raise ConnectionResetError
        await asyncio.sleep(30)

    given: Any = app
    upload = FileUpload(tmp_path / "a")
    clickup = ClickupApiConnector.sandbox(given)
    call = asyncio.ensure_future(clickup.attachments.upload("86abc", upload))
    await reading.wait()
    opened = upload._opened
    if stop == "cancelled":
        assert opened is not None
        call.cancel()
    await asyncio.wait([call])
    assert call.cancelled() or call.exception() is not None
    assert upload._opened is None
    assert opened is None or opened.closed
