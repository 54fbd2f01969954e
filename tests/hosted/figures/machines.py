"""A PostgreSQL and a Redis of one's own, which may be stopped, killed, frozen and filled up."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from tests.missing import missing

__all__ = ["Machine", "Postgres", "Redis", "free_port", "own_postgres", "own_redis"]

_DEBIAN = Path("/usr/lib/postgresql")

_SMALL_DISK = "size=96m"
"""Room for a new PostgreSQL, and for little else."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Machine:
    """A process that listens on a port.

    Args:
        command: What starts it.
        port: Where it listens.
        folder: Where it keeps its files.
        user: Whom it runs as, if not as we do.
    """

    def __init__(self, command: list[str], port: int, folder: Path, user: str | None) -> None:
        self._command, self._user = command, user
        self.port, self.folder = port, folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process, which must run."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts it, if it does not run, and waits until it listens."""
        if self._process is not None and self._process.poll() is None:
            return
        for _ in range(3):
            with (self.folder / "log").open("ab") as log:
                self._process = subprocess.Popen(
                    self._command,
                    cwd=self.folder,
                    user=self._user,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            while self._process.poll() is None:
                with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                    return
                time.sleep(0.02)
            time.sleep(0.5)  # what was killed a moment ago may still hold its files
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self, how: int) -> None:
        """Sends it a signal that ends it, and waits for that."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(60)

    def freeze(self) -> None:
        """Stops it where it stands, with its children: connections stay, nobody answers."""
        for pid in self.processes():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        for pid in self.processes():
            os.kill(pid, signal.SIGCONT)

    def processes(self) -> list[int]:
        """It and its children."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [self.pid, *map(int, children.read_text().split())]


class Postgres(Machine):
    """A PostgreSQL."""

    @property
    def url(self) -> str:
        """Where it is, with a user who may do everything."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def fill_disk(self) -> None:
        """Leaves no room on its disk, which is a small one."""
        with (self.folder / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while filler.write(bytes(65_536)):
                pass

    def empty_disk(self) -> None:
        """Gives the room back; starts it again if it has given up meanwhile."""
        (self.folder / "filler").unlink()
        self.start()


class Redis(Machine):
    """A Redis."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"redis://127.0.0.1:{self.port}/0"


@contextmanager
def own_postgres(*, small_disk: bool = False) -> Iterator[Postgres]:
    """A new PostgreSQL, with a small disk of its own if so wanted, for which `root` is needed."""
    found = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    program = shutil.which("postgres") or (str(found[-1]) if found else None)
    if program is None:
        missing("there is no PostgreSQL to start")
    # PostgreSQL does not run as root.
    user = "postgres" if os.geteuid() == 0 else None
    owner = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    as_root = [] if user else ["sudo", "-n"]
    folder = Path(mkdtemp(prefix="postgres-"))
    os.chown(folder, owner, -1)
    if small_disk:
        options = f"{_SMALL_DISK},uid={owner}"
        mount = [*as_root, "mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            folder.rmdir()
            missing("only root can make a small disk")
    port = free_port()
    data = str(folder / "data")
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "max_connections": "100",
        "max_wal_size": "32MB",
        "min_wal_size": "32MB",
    }
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [program, "-D", data, "-p", str(port), *given]
    postgres = Postgres(command, port, folder, user)
    initdb = [str(Path(program).with_name("initdb")), "-D", data, "-A", "trust", "-U", "postgres"]
    try:
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=folder)
        postgres.start()
        yield postgres
    finally:
        postgres.stop(signal.SIGQUIT)
        if small_disk:
            subprocess.run([*as_root, "umount", str(folder)], check=True)
        shutil.rmtree(folder)


@contextmanager
def own_redis() -> Iterator[Redis]:
    """A new Redis, which keeps nothing on a disk."""
    program = shutil.which("redis-server")
    if program is None:
        missing("there is no Redis to start")
    folder, port = Path(mkdtemp(prefix="redis-")), free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    redis = Redis([*command, "--appendonly", "no"], port, folder, None)
    try:
        redis.start()
        yield redis
    finally:
        redis.stop(signal.SIGKILL)
        shutil.rmtree(folder)
