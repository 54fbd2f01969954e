"""What is released: the same bytes for everybody, all that it needs, and nothing else."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
UV = Path(sys.executable).with_name("uv")


def build(source: Path, out: Path, *options: str) -> dict[str, Path]:
    """What is built of a folder, by the end of its name."""
    done = subprocess.run(
        [UV, "build", "--quiet", "--python", sys.executable, "--out-dir", out, *options, source],
        env=os.environ | {"SOURCE_DATE_EPOCH": "1767225600"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {path.suffix: path for path in out.iterdir() if path.suffix in {".gz", ".whl"}}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return build(ROOT, tmp_path_factory.mktemp("dist"), "--sdist", "--wheel")


def files(folder: str) -> set[str]:
    """What is in a folder, but for what running it has left there."""
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not re.search(r"/(__pycache__|\.\w+)/", str(path.relative_to(ROOT)))
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_source_distribution_makes_the_same_wheel(
    built: dict[str, Path], tmp_path: Path
) -> None:
    with tarfile.open(built[".gz"]) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    again = build(source, tmp_path / "again", "--wheel")
    assert digest(again[".whl"]) == digest(built[".whl"])


def test_the_source_distribution_has_what_its_tests_need(built: dict[str, Path]) -> None:
    with tarfile.open(built[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    folders = ("core", "adapters", "tests", "docs", "examples", "benchmarks", "deploy")
    wanted = set().union(*map(files, folders))
    assert wanted - names == set()
    assert {"README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"} <= names
    assert not [name for name in names if name.endswith((".db", ".key", ".pyc", ".log"))]


def test_the_wheel_holds_nothing_else(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".whl"]) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"agent_connectors", "airbyte_agent_clickup_api"}
    known = files("core") | files("adapters")
    assert sorted(names) == sorted(name.partition("/")[2] for name in known)


def test_the_changelog_begins_with_the_version() -> None:
    heads = re.findall(r"^## (\S+) \((.+)\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heads[0][0] == VERSION
    dated = re.compile(r"\d{4}-\d\d-\d\d")
    assert heads[0][1] == "unreleased" or dated.fullmatch(heads[0][1])
    assert all(dated.fullmatch(when) for _, when in heads[1:])
