"""A copy that is cut off goes on; what fails is tried again, or told; nothing else is lost."""

import asyncio
import errno
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, InvalidParams
from agent_connectors.clickup.copying import CopyReport, copy_workspace
from agent_connectors.clickup.copying.file import CopyError, WrongCopy
from agent_connectors.clickup.sandbox import RequestRecord, Sandbox
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from agent_connectors.engine.store import sync
from agent_connectors.engine.store.errors import StoreDamaged, StoreError, WrongStore
from tests.copying.conftest import small
from tests.sandbox.client import Clock
from tests.virtual import on_a_virtual_clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "workspace.jsonl"


async def copy(sandbox: Sandbox, path: Path, **options: Any) -> CopyReport:
    async with ClickupApiConnector.sandbox(sandbox) as connector:
        return await copy_workspace(connector, path, clock=Clock(), **options)


async def whole(path: Path) -> bytes:
    """What a copy is that nothing has cut off."""
    await copy(small(), path)
    written = path.read_bytes()
    path.unlink()
    return written


class Cut:
    """Cancels the copy that is under way at its nth request from now on, before the answer."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.left = 0
        self.task: asyncio.Task[Any] | None = None
        sandbox.listeners.append(self._count)

    def _count(self, _: RequestRecord, __: Workspace) -> None:
        self.left -= 1
        if self.left == 0 and self.task is not None:
            self.task.cancel()


@pytest.mark.timeout(300)
async def test_cut_off_again_and_again_it_is_the_same_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = await whole(path)
    monkeypatch.setattr(sync, "_AT_ONCE", 1)  # so that each run gets as far as it can
    sandbox = small()
    cut = Cut(sandbox)
    runs = 0
    while not path.exists():
        # Few further than what it takes to begin again.
        cut.left = 5
        cut.task = asyncio.ensure_future(copy(sandbox, path))
        try:
            await cut.task
        except asyncio.CancelledError:
            runs += 1
            assert runs < 200
            assert Path(f"{path}.part").exists()
    assert runs > 30
    assert path.read_bytes() == wanted
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.timeout(300)
async def test_what_was_read_is_not_read_again(path: Path) -> None:
    sandbox = small()
    cut = Cut(sandbox)
    cut.left = 60
    cut.task = asyncio.ensure_future(copy(sandbox, path))
    with pytest.raises(asyncio.CancelledError):
        await cut.task
    report = await copy(sandbox, path)
    fresh = small()
    assert report.requests <= (await copy(fresh, path)).requests - 50


SOME = (
    "/api/v2/user",
    "/api/v2/list/*/field",
    "/api/v2/team/*/task",
    "/api/v2/task/*/comment",
    "/api/v3/*/docs",
    "/api/v3/*/messages",
)


@pytest.mark.parametrize("kind", [429, 500, 502, 503, "drop", "html", "garbage", "empty"])
@on_a_virtual_clock
async def test_what_fails_once_is_asked_again(kind: Any, path: Path) -> None:
    wanted = await whole(path)
    sandbox = small()
    for address in SOME:
        sandbox.fail(kind, path=address)
    report = await copy(sandbox, path)
    assert report.left_out == []
    assert not sandbox.faults
    assert path.read_bytes() == wanted


@on_a_virtual_clock
async def test_what_fails_for_good_ends_it_and_the_next_one_goes_on(path: Path) -> None:
    wanted = await whole(path)
    sandbox = small()
    sandbox.fail(500, path="/api/v3/*", times=1000)
    with pytest.raises(ConnectorError):
        await copy(sandbox, path)
    assert not path.exists()
    sandbox.faults.clear()
    await copy(sandbox, path)
    assert path.read_bytes() == wanted


async def test_what_the_token_may_not_read_is_told_in_the_file(path: Path) -> None:
    sandbox = Sandbox(tasks=3, one_list=True, plan="free", rate_limit=None)
    report = await copy(sandbox, path)
    assert [line.partition(":")[0] for line in report.left_out] == ["roles"]
    head = json.loads(path.read_text().splitlines()[0])
    assert head["left_out"] == report.left_out
    assert Sandbox.load(path).workspace.plan.name == "Free"


@pytest.mark.parametrize("who", ["Ruth Mensah", "Priya Raman"])
async def test_a_copy_is_what_the_token_sees(who: str, path: Path) -> None:
    """Guests see little; what they see is in places that they do not see."""
    sandbox = Sandbox(tasks=120, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox, as_user=who) as connector:
        await copy_workspace(connector, path)
        seen = (await connector.execute("tasks", "search", {"include_closed": True})).data
    loaded = Sandbox.load(path)
    assert loaded.workspace.owner.username == who
    async with ClickupApiConnector.sandbox(loaded) as connector:
        again = (await connector.execute("tasks", "search", {"include_closed": True})).data
        me = (await connector.execute("user", "get")).data
    assert me["username"] == who
    assert [task["id"] for task in again] == [task["id"] for task in seen]


async def test_feeds_are_left_out(path: Path) -> None:
    report = await copy(small(), path, without=["comments", "task_details", "reactions"])
    assert "reactions" not in report.counts
    assert Sandbox.load(path).workspace.tasks
    with pytest.raises(InvalidParams, match="no feed 'coments'"):
        await copy(small(), path, without=["coments"])


async def test_another_workspace_is_refused(path: Path) -> None:
    other = small()
    other.workspace.id = "77"
    await copy(small(), path)
    before = path.read_bytes()
    with pytest.raises(WrongCopy, match=r"holds another workspace \(9015482310\)"):
        await copy(other, path)
    assert path.read_bytes() == before
    with pytest.raises(InvalidParams, match=r"no workspace '9'.*9015482310"):
        await copy(small(), path, workspace="9")
    await copy(small(), path, workspace="9015482310")
    assert path.read_bytes() == before


async def test_going_on_with_another_workspace_or_account_is_refused(path: Path) -> None:
    sandbox = small()
    cut = Cut(sandbox)
    cut.left = 20
    cut.task = asyncio.ensure_future(copy(sandbox, path))
    with pytest.raises(asyncio.CancelledError):
        await cut.task
    sandbox.workspace.id = "77"
    with pytest.raises(WrongCopy, match=r"was begun for another workspace \(9015482310\)"):
        await copy(sandbox, path)
    sandbox.workspace.id = "9015482310"
    async with ClickupApiConnector.sandbox(sandbox, as_user="Priya Raman") as connector:
        with pytest.raises(WrongStore, match="another account"):
            await copy_workspace(connector, path)


async def test_what_is_no_copy_is_not_replaced(path: Path) -> None:
    for text in ("my thesis", '{"format": "other"}\n', "{", "[]\n"):
        path.write_text(text)
        with pytest.raises(WrongCopy, match="is there already, and is not the copy"):
            await copy(small(), path)
        assert path.read_text() == text
    with pytest.raises(WrongCopy, match="is no file"):
        await copy(small(), path.parent)
    with pytest.raises(WrongCopy, match="no folder"):
        await copy(small(), path.parent / "missing" / "file")


async def test_what_was_read_is_damaged(path: Path) -> None:
    Path(f"{path}.part").write_bytes(b"\0garbage" * 500)
    with pytest.raises(StoreDamaged):
        await copy(small(), path)
    assert not path.exists()


async def test_where_the_disk_is_full_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await copy(small(), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CopyError, match="No space left on device"):
        await copy(small(), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    # All was read; only what may have changed is asked again.
    assert (await copy(small(), path)).requests < 20
    assert path.read_bytes() == before


async def test_where_what_was_read_cannot_be_kept(path: Path) -> None:
    folder = path.parent / "folder"
    folder.mkdir()
    (folder / "workspace.jsonl.part").mkdir()
    with pytest.raises(StoreError, match="no file"):
        await copy(small(), folder / "workspace.jsonl")


async def test_what_is_kept_meanwhile_is_for_its_owner(path: Path) -> None:
    sandbox = small()
    cut = Cut(sandbox)
    cut.left = 30
    cut.task = asyncio.ensure_future(copy(sandbox, path))
    with pytest.raises(asyncio.CancelledError):
        await cut.task
    part = Path(f"{path}.part")
    assert part.stat().st_mode & 0o77 == 0
    connection = sqlite3.connect(part)
    assert connection.execute("SELECT count(*) FROM store_records").fetchone()[0] > 5
    connection.close()
