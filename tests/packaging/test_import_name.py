"""Two distributions that bring the same import name: what is told, and that it puts it right."""

import hashlib
import os
import shlex
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.running import run

OTHER = "airbyte-agent-clickup-api"
PACKAGE = "airbyte_agent_clickup_api"

LOOK = f"import {PACKAGE} as p; print(getattr(p, 'WHOSE', p.ClickupApiConnector and 'ours'))"


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the other distribution's name, with the same files."""
    path = tmp_path_factory.mktemp("other") / f"{PACKAGE}-9.0-py3-none-any.whl"
    info = f"{PACKAGE}-9.0.dist-info"
    files = {
        f"{PACKAGE}/__init__.py": "WHOSE = 'theirs'\nClickupApiConnector = object\n",
        f"{PACKAGE}/models.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {OTHER}\nVersion: 9.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    listed = []
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
            digest = urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
            listed.append(f"{name},sha256={digest.decode()},{len(text)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*listed, f"{info}/RECORD,,"]))
    return path


class Place:
    """An environment, and what is tried in it."""

    def __init__(self, programs: Path, wheel: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        path = f"{programs}:{os.environ['PATH']}"
        # The index of these environments is a folder: nothing is released yet.
        self._env = {"PATH": path, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}

    def pip(self, *args: str | Path) -> None:
        done = run(self._programs / "python", "-m", "pip", "--quiet", *args, env=self._env)
        assert done.returncode == 0, done.stderr

    def look(self, *options: str) -> tuple[str, str]:
        """Whose code the name is, and what Python says of it."""
        python = self._programs / "python"
        done = run(python, *options, "-c", LOOK, cwd=self._folder, env=self._env)
        return done.stdout.strip(), done.stderr

    def doctor(self) -> list[str]:
        """What `doctor` finds wrong with the name."""
        done = run(self._programs / "agent-connectors", "doctor", "--sandbox", env=self._env)
        found = [line for line in done.stdout.splitlines() if PACKAGE[:14] in line]
        assert done.returncode == (1 if found else 0), done.stdout
        return found

    def follow(self, told: str) -> None:
        """Carries out the command that a text ends with."""
        command = "pip " + told.partition("pip ")[2]
        for one in command.splitlines()[0].split(" && "):
            done = run(*shlex.split(one), cwd=self._folder, env=self._env)
            assert done.returncode == 0, (one, done.stderr)

    def is_right(self) -> bool:
        return self.look("-W", "error") == ("ours", "") and not self.doctor()


@pytest.fixture
def place(environment: Callable[..., Path], wheel: Path, tmp_path: Path) -> Place:
    return Place(environment("cli", "pip"), wheel, tmp_path)


@pytest.mark.timeout(900)
def test_advice_puts_the_import_name_right(place: Place, other: Path, wheel: Path) -> None:
    assert place.is_right(), "alone"

    place.pip("install", other)
    assert place.look()[0] == "theirs", "what is installed last is there"
    place.follow(place.doctor()[0])
    assert place.is_right()

    place.pip("install", other)
    place.pip("install", "--force-reinstall", "--no-deps", wheel)
    whose, warned = place.look()
    assert whose == "ours"
    assert OTHER in warned
    place.follow(warned)
    assert place.is_right()

    place.pip("install", other)
    place.pip("uninstall", "-y", OTHER)
    assert place.look()[0] == "", "the files are gone"
    place.follow(place.doctor()[0])
    assert place.is_right()

    place.pip("install", other)
    place.pip("uninstall", "-y", "agent-connectors")
    assert place.look()[0] == "", "the files are gone"
    place.pip("install", "--no-deps", wheel)
    place.follow(place.look()[1])
    assert place.is_right()
