"""nginx with the shipped configuration, before two replicas on PostgreSQL and Redis."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.settings import Settings
from tests.deployment.names import Names, name_server
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, Member
from tests.hosted.services import Replica, fresh_database, redis_url, replica
from tests.missing import missing
from tests.serving import served

__all__ = ["DEPLOY", "ROOT", "Front", "free_port", "front", "program"]

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"

REPLICAS = ("127.0.0.2", "127.0.0.3")


def program(name: str) -> str:
    """Where a program is that Debian's packages bring."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        missing(f"{name} is not installed (`make deployment` says how)")
    return found


def free_port(*addresses: str) -> int:
    """A port that is free on all of these addresses."""
    while True:
        with ExitStack() as open_ones:
            first = open_ones.enter_context(socket.socket())
            first.bind((addresses[0] if addresses else "127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                for address in addresses[1:]:
                    open_ones.enter_context(socket.socket()).bind((address, port))
            except OSError:
                continue
            return port


@dataclass
class Front:
    """What stands behind one address, and a client of it."""

    url: str
    names: Names
    replicas: list[Replica]
    sandbox: Sandbox
    store: Hosting
    tls: ssl.SSLContext
    metrics_port: int
    log: Path
    member: Member = field(init=False)

    def __post_init__(self) -> None:
        self.member = self.store.member()

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, verify=self.tls, timeout=30.0, **options)

    @contextmanager
    def api(self, **options: Any) -> Iterator[Api]:
        with self.client(**options) as client:
            yield Api(client, self.member)

    def metrics(self, index: int = 0) -> str:
        url = f"http://{REPLICAS[index]}:{self.metrics_port}/metrics"
        return httpx.get(url, timeout=30).text


def secrets_made(folder: Path) -> Path:
    """What the shipped script makes."""
    made = folder / "secrets"
    subprocess.run([DEPLOY / "make-secrets.sh", made], check=True, capture_output=True)
    return made


def configured(folder: Path, secrets: Path, port: int, names: Names, server_port: int) -> Path:
    """The shipped configuration, with addresses in the place of names and nothing else changed."""
    text = (DEPLOY / "nginx.conf").read_text()
    for shipped, here in (
        ("resolver 127.0.0.11 ", f"resolver 127.0.0.1:{names.port} "),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/run/secrets/", f"{secrets}/"),
        ("http://server:8000;", f"http://server:{server_port};"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    (folder / "default.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nworker_processes 1;\n"
        f"events {{ worker_connections 2048; }}\n"
        f"http {{\naccess_log {folder}/access.log;\n{temporary}include {folder}/default.conf;\n}}\n"
    )
    return main


@contextmanager
def nginx(main: Path, port: int) -> Iterator[Path]:
    """Runs as long as it is needed; gives its error log."""
    log = main.parent / "error.log"
    command = [program("nginx"), "-c", str(main), "-e", str(log)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield log
    finally:
        process.terminate()
        process.wait(20)


def environment(database: str, keys: str, clickup: str, secrets: Path) -> dict[str, str]:
    """The settings of the compose file, with this machine's addresses."""
    for name, value in (("database_url", database), ("redis_url", redis_url()), ("keys", keys)):
        (secrets / name).write_text(value)
    return {
        "AGENT_CONNECTORS_DATABASE_URL_FILE": str(secrets / "database_url"),
        "AGENT_CONNECTORS_REDIS_URL_FILE": str(secrets / "redis_url"),
        "AGENT_CONNECTORS_KEY_FILE": str(secrets / "keys"),
        "AGENT_CONNECTORS_BASE_URL": clickup,
        "AGENT_CONNECTORS_BEHIND_PROXY": "true",
        "AGENT_CONNECTORS_DOCS": "false",
    }


@contextmanager
def front(folder: Path, sandbox: Sandbox, **settings: str) -> Iterator[Front]:
    """Two replicas behind nginx, as long as they are needed.

    Args:
        folder: For what they write.
        sandbox: Stands for ClickUp.
        settings: Further settings of the replicas.
    """
    program("nginx")
    keys = Fernet.generate_key().decode()
    metrics_port, port = free_port(*REPLICAS), free_port(*REPLICAS)
    secrets, listen = secrets_made(folder), free_port()
    with ExitStack() as stack:
        database = stack.enter_context(fresh_database())
        clickup = stack.enter_context(served(sandbox))
        names = stack.enter_context(name_server(*REPLICAS))
        given = environment(database, keys, clickup, secrets) | {
            "AGENT_CONNECTORS_METRICS_PORT": str(metrics_port)
        }
        given |= {f"AGENT_CONNECTORS_{name.upper()}": value for name, value in settings.items()}
        running = [
            stack.enter_context(replica(folder, given, host=host, port=port)) for host in REPLICAS
        ]
        for one in running:
            one.wait_until_ready()
        main = configured(folder, secrets, listen, names, port)
        log = stack.enter_context(nginx(main, listen))
        yield Front(
            url=f"https://localhost:{listen}",
            names=names,
            replicas=running,
            sandbox=sandbox,
            store=Hosting(Settings(database_url=database, keys=keys)),
            tls=ssl.create_default_context(cafile=str(secrets / "tls.crt")),
            metrics_port=metrics_port,
            log=log,
        )
