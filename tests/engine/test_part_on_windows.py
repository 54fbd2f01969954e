"""The lock of a part as Windows has it, with a module in the place of `msvcrt`."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from agent_connectors.engine.files import locks as real_locks
from agent_connectors.engine.files import part as real

Locks = dict[tuple[int, int], int]


@pytest.fixture
def locks() -> Locks:
    """What is locked: which byte of which file, and by which descriptor."""
    return {}


def imported(real: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module anew, under a name."""
    spec = importlib.util.spec_from_file_location(name, str(real.__file__))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch, locks: Locks) -> Iterator[ModuleType]:
    """The module as it is imported on Windows."""

    def locking(file: int, mode: int, length: int) -> None:
        assert length == 1
        place = (os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR))
        if mode == 2:
            if locks.get(place, file) != file:
                raise PermissionError(13, "Permission denied")
            locks[place] = file
        else:
            assert locks.pop(place) == file, "unlocked where it was not locked"

    fake = SimpleNamespace(locking=locking, LK_NBLCK=2, LK_UNLCK=0)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    system = imported(real_locks, real_locks.__name__, monkeypatch)
    module = imported(real, "part_on_windows", monkeypatch)
    vars(module)["InUse"] = system.InUse
    yield module
    assert not locks, "a lock was left"


async def test_one_call_at_a_time_and_on_from_where_it_broke_off(
    part: Any, locks: Locks, tmp_path: Path
) -> None:
    path = tmp_path / "file.bin"
    first, second = part.Part("https://x/1", path), part.Part("https://x/1", path)
    first.claim()
    first.begin(part.Known(6, '"a"', ""))
    await first.write(b"abc")
    assert len(locks) == 1
    with pytest.raises(part.InUse):
        second.claim()
    await first.write(b"d")
    first.leave()
    assert not locks
    second.claim()
    assert (second.there, second.taken_over) == (4, 4)
    await second.write(b"ef")
    assert second.become(6)
    second.leave()
    assert path.read_bytes() == b"abcdef"
    assert [p.name for p in tmp_path.iterdir()] == ["file.bin"]


async def test_what_cannot_be_gone_on_from_is_taken_away(part: Any, tmp_path: Path) -> None:
    one = part.Part("https://x/1", tmp_path / "file.bin")
    one.claim()
    one.begin(part.Known())
    await one.write(b"abc")
    one.leave()
    assert list(tmp_path.iterdir()) == []
