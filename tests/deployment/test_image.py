"""The image, as far as it can be made without Docker: what goes in, and whether it runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from docker.utils.build import exclude_paths
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.serve import _GRACE_SECONDS
from agent_connectors.hosted.settings import Settings
from tests.deployment.front import DEPLOY, ROOT
from tests.hosted.services import replica
from tests.serving import served

DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
LOCKS = {
    "requirements.txt": ["anyio", "fastapi", "sqlalchemy"],
    "build-requirements.txt": ["hatchling"],
}
DECOYS = [
    ".git/config",
    ".env",
    "agent-connectors.key",
    "agent-connectors.db",
    "agent-connectors.db-wal",
    "setup.env",
    "deploy/secrets/keys",
    "deploy/secrets/tls.key",
    "adapters/agent_connectors/hosted/server.db",
    "adapters/agent_connectors/hosted/agent-connectors.key",
    "core/agent_connectors/.env",
    "core/agent_connectors/client.env",
    "core/agent_connectors/__pycache__/x.pyc",
    "core/agent_connectors/tls.pem",
    "tests/conftest.py",
    "benchmarks/run.py",
    "docs/hosting.md",
    ".venv/bin/python",
]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `COPY . .` takes, of the repository as it is with what should not be taken beside."""
    folder = tmp_path_factory.mktemp("context")
    whole, taken = folder / "whole", folder / "taken"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (whole / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, whole / name)
    for name in DECOYS:
        (whole / name).parent.mkdir(parents=True, exist_ok=True)
        (whole / name).write_text("secret")
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line]
    patterns = [line for line in ignored if not line.startswith("#")]
    for name in exclude_paths(str(whole), patterns):
        # That one is sent to the builder, and copied by no `COPY`.
        if (whole / name).is_file() and name != ".dockerignore":
            (taken / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(whole / name, taken / name)
    return taken


def test_nothing_that_is_secret_or_not_needed_is_taken(context: Path) -> None:
    taken = {str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()}
    assert not taken & set(DECOYS)
    top = {name.split("/")[0] for name in taken}
    assert top == {"LICENSE", "README.md", "pyproject.toml", "core", "adapters", "deploy"}
    assert {name for name in taken if name.startswith("deploy/")} == {
        f"deploy/{name}" for name in LOCKS
    }
    page = "core/agent_connectors/clickup/sandbox/page/static/"  # what a browser is sent
    code = {name for name in taken if not name.startswith(page)}
    odd = {Path(name).suffix for name in code} - {".py", ".toml", ".md", ".txt", ".typed", ".sql"}
    assert odd <= {"", ".json", ".mako", ".ini"}, odd


def pinned(lock: str) -> dict[str, tuple[str, str]]:
    """The versions of a lock, each with what it is followed by."""
    text = (DEPLOY / lock).read_text()
    lines = re.findall(r"^(\S+)==(\S+?)( ;.*?)? \\\n((?:    --hash=\S+.*\n)+)", text, re.MULTILINE)
    entries = re.findall(r"^[a-z].*$", text, re.MULTILINE)
    assert len(lines) == len(entries), "each is one version with hashes"
    found: dict[str, tuple[str, str]] = {}
    for name, version, marker, hashes in lines:
        if not marker or Marker(marker.lstrip(" ;")).evaluate():
            found[canonicalize_name(name)] = (version, hashes)
    return found


def test_the_lock_is_in_step_with_what_we_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    wanted = {
        "requirements.txt": [
            *project["project"]["dependencies"],
            *(each for extra in ("hosted", "cli", "telemetry") for each in extras[extra]),
        ],
        "build-requirements.txt": project["build-system"]["requires"],
    }
    for lock, requirements in wanted.items():
        found = pinned(lock)
        assert len(found) >= len(LOCKS[lock])
        for text in requirements:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate():
                version, hashes = found[canonicalize_name(requirement.name)]
                assert requirement.specifier.contains(version), f"{text}: run `make lock`"
                assert "sha256" in hashes
    assert "://" not in "".join((DEPLOY / lock).read_text() for lock in LOCKS), "no index is named"


def commands() -> list[str]:
    """What the Dockerfile runs to build."""
    build = DOCKERFILE.split("\nFROM ")[1].replace("\\\n", " ")
    found = [line.removeprefix("RUN ") for line in build.splitlines() if line.startswith("RUN ")]
    assert len(found) == 2
    return found


@pytest.mark.timeout(400)
def test_what_the_dockerfile_runs_gives_a_server_that_works(context: Path, tmp_path: Path) -> None:
    python = shlex.quote(sys.executable)
    for command in commands():
        moved = command.replace("/opt/", f"{tmp_path}/opt/").replace(
            "/wheels", f"{tmp_path}/wheels"
        )
        moved = moved.replace("python -m venv", f"{python} -m venv")
        done = subprocess.run(
            ["sh", "-ec", moved],
            cwd=context,
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    server = tmp_path / "opt" / "server" / "bin"
    assert not (server / "pip").exists(), "nothing is installed in the image any more"
    (tmp_path / "data").mkdir()
    with served(Sandbox(rate_limit=None)) as clickup:
        environment = {"AGENT_CONNECTORS_BASE_URL": clickup, "PYTHONPATH": ""}
        with replica(
            tmp_path / "data", environment, program=server / "agent-connectors"
        ) as running:
            running.wait_until_ready()
            done = subprocess.run(
                [DEPLOY / "try.sh", running.url, "agent-connectors serve admin"],
                cwd=tmp_path / "data",
                env={"PATH": f"{server}:/usr/bin:/bin"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert "It carried out a call." in done.stdout
            health = re.search(r'"-c", "(.+)"\]', DOCKERFILE)
            assert health
            check = health[1].replace("http://127.0.0.1:8000", running.url)
            subprocess.run([server / "python", "-c", check], check=True)
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run([server / "python", "-c", check], check=True, capture_output=True)


def test_the_image_is_nobodys_root_and_holds_no_secret() -> None:
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER \d+:\d+$", last, re.MULTILINE)
    assert re.search(r"^VOLUME /data$", last, re.MULTILINE)
    assert '"agent-connectors", "serve"' in last.splitlines()[-1]
    assert not re.search(r"^ARG|KEYS|PASSWORD|SECRET|TOKEN", DOCKERFILE, re.MULTILINE)


def test_nothing_that_is_under_way_is_cut_off() -> None:
    """Whoever stops a container waits for longer than the server takes."""
    settings = Settings()
    takes = settings.drain_seconds + settings.timeout + _GRACE_SECONDS
    compose = re.search(r"stop_grace_period: (\d+)s", (DEPLOY / "compose.yaml").read_text())
    pods = (DEPLOY / "kubernetes" / "deployment.yaml").read_text()
    grace = re.search(r"terminationGracePeriodSeconds: (\d+)", pods)
    sleep = re.search(r"sleep:\n +seconds: (\d+)", pods)
    read = re.search(r"proxy_read_timeout (\d+)s", (DEPLOY / "nginx.conf").read_text())
    assert compose
    assert grace
    assert sleep
    assert read
    assert int(compose[1]) > takes
    assert int(grace[1]) > takes + int(sleep[1])
    assert int(read[1]) > settings.timeout
