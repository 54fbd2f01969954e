"""Files to ClickUp and back."""

import io
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    FileUpload,
    InvalidParams,
    NotFound,
    TransportError,
)
from agent_connectors.clickup.sandbox import Sandbox
from tests.serving import served

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


class _Pipe(io.RawIOBase):
    """A stream that cannot be wound back and does not know its size."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._content.read(size)


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
            _Pipe(CONTENT),  # type: ignore[arg-type]  # as much of a stream as is needed
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
        from agent_connectors.clickup import ClickupApiAuthConfig

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


async def test_a_download_goes_on_where_it_broke_off(
    connector: ClickupApiConnector, task_id: str, files: Path
) -> None:
    sent = (await connector.attachments.upload(task_id, file="report.bin")).data
    (files / "again.bin.part").write_bytes(CONTENT[:500_000])
    told = (await connector.attachments.download(sent["url"], "again.bin")).data
    assert told["resumed_at"] == 500_000
    assert (files / "again.bin").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "url",
    ["https://example.com/x", "http://t1.p.clickup-attachments.com/x", "file:///etc/passwd", "x",
     "https://clickup.com.example.com/x", "https://evilclickup.com/x"],
)  # fmt: skip
async def test_only_clickups_files_are_fetched(connector: ClickupApiConnector, url: str) -> None:
    with pytest.raises(InvalidParams, match="not a file of ClickUp's"):
        await connector.attachments.download(url, "x")


async def test_a_file_that_is_gone(connector: ClickupApiConnector) -> None:
    with pytest.raises(NotFound):
        await connector.attachments.download(f"{connector.base_url}/nothing/here.bin", "x")
