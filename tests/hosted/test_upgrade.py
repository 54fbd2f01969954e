"""A database of version 0.1.0 is upgraded while it is used, and one is restored from a backup."""

import asyncio
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.vault import Vault
from tests.hosted.api import CONNECTORS
from tests.hosted.hosting import CLICKUP
from tests.hosted.services import fresh_database, replica
from tests.hosted.test_keys import serve, to_version
from tests.missing import missing
from tests.serving import served

LINES = 3000
TOKEN = "/api/v1/account/applications/token"

pytestmark = pytest.mark.timeout(300)  # it starts several servers


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'agent-connectors.db'}"
        return
    with fresh_database() as url:
        yield url


class Before:
    """What a database of 0.1.0 holds, and the statements by which its servers use it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = Fernet.generate_key().decode()
        self.client_id, self.secret = str(uuid4()), "a-secret-of-0.1.0"
        self.connectors = [str(uuid4()) for _ in range(3)]
        self.token = "pk_of_before"
        self.written = 0
        self.failed: list[str] = []
        self.began, self.ends = threading.Event(), threading.Event()

    async def fill(self) -> None:
        engine = open_database(self.url)
        async with engine.connect() as connection, connection.begin():
            await connection.run_sync(lambda sync: to_version(sync, "0001"))
        hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        vault = Vault([Secret(self.key)])
        async with engine.begin() as connection:
            run = connection.execute
            await run(text("INSERT INTO organizations (id, name) VALUES ('o', 'acme')"))
            await run(
                text(
                    "INSERT INTO clients (id, name, secret_hash, generation, may_manage, revoked)"
                    " VALUES (:id, 'bot', :hash, 1, true, false)"
                ),
                {"id": self.client_id, "hash": hasher.hash(self.secret)},
            )
            await run(
                text("INSERT INTO memberships (client_id, organization_id) VALUES (:id, 'o')"),
                {"id": self.client_id},
            )
            await run(
                text("INSERT INTO workspaces (id, organization_id, name) VALUES ('w', 'o', 'w')")
            )
            for made in self.connectors:
                await run(
                    text(
                        "INSERT INTO connectors (id, workspace_id, definition_id, name,"
                        " credentials, read_only, allow_destructive)"
                        " VALUES (:id, 'w', :kind, 'Ours', :sealed, false, false)"
                    ),
                    {
                        "id": made,
                        "kind": CLICKUP.definition_id,
                        "sealed": vault.seal(made, {"api_key": Secret(self.token)}),
                    },
                )
        for _ in range(LINES // 500):
            await self._lines(engine, 500)
        await engine.dispose()

    async def _lines(self, engine: AsyncEngine, count: int) -> None:
        rows = [
            {"id": uuid4().hex, "at": n, "client": self.client_id, "on": self.connectors[0]}
            for n in range(count)
        ]
        async with engine.begin() as connection:
            await connection.execute(
                text(
                    "INSERT INTO executions (id, at, organization_id, client_id, connector_id,"
                    " request_id, operation, outcome)"
                    " VALUES (:id, :at, 'o', :client, :on, 'r', 'comments.create', 'started')"
                ),
                rows,
            )
        async with engine.begin() as connection:
            await connection.execute(
                text("UPDATE executions SET outcome = 'done', milliseconds = 1 WHERE id = :id"),
                [{"id": row["id"]} for row in rows],
            )
        self.written += count

    async def _use(self, engine: AsyncEngine) -> None:
        async with engine.connect() as connection:
            found = await connection.execute(
                text(
                    "SELECT c.secret_hash, c.generation, c.may_manage, c.revoked, m.organization_id"
                    " FROM clients c JOIN memberships m ON m.client_id = c.id WHERE c.id = :id"
                ),
                {"id": self.client_id},
            )
            assert len(found.all()) == 1
            found = await connection.execute(
                text(
                    "SELECT k.id, k.name, k.credentials, k.operations FROM connectors k"
                    " JOIN workspaces w ON w.id = k.workspace_id WHERE w.organization_id = 'o'"
                )
            )
            assert len(found.all()) == len(self.connectors)

    def work(self) -> None:
        """Does what servers of 0.1.0 do until it is told to end."""

        async def run() -> None:
            engine = open_database(self.url)
            while not self.ends.is_set():
                try:
                    await self._lines(engine, 5)
                    await self._use(engine)
                except Exception as error:
                    self.failed.append(repr(error))
                self.began.set()
            await engine.dispose()

        asyncio.run(run())


def use(url: str, before: Before) -> None:
    """Logs in and carries out a call, as a client of before does."""
    who = {"client_id": before.client_id, "client_secret": before.secret}
    with httpx.Client(base_url=url, timeout=60) as client:
        token = client.post(TOKEN, json=who).json()["access_token"]
        for connector in before.connectors:
            answer = client.post(
                f"{CONNECTORS}/{connector}/execute",
                headers={"Authorization": f"Bearer {token}"},
                json={"entity": "user", "action": "get"},
            )
            assert answer.status_code == 200, answer.text


async def lines(url: str) -> int:
    engine = open_database(url)
    async with engine.connect() as connection:
        query = text("SELECT count(*) FROM executions WHERE operation = 'comments.create'")
        count: int = (await connection.execute(query)).scalar_one()
    await engine.dispose()
    return count


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_is_upgraded_while_it_is_used(tmp_path: Path, kind: str) -> None:
    with database(kind, tmp_path) as url, served(Sandbox(tasks=5, rate_limit=None)) as clickup:
        before = Before(url)
        asyncio.run(before.fill())
        working = threading.Thread(target=before.work)
        working.start()
        try:
            assert before.began.wait(60)
            environment = {
                "AGENT_CONNECTORS_DATABASE_URL": url,
                "AGENT_CONNECTORS_KEYS": before.key,
                "AGENT_CONNECTORS_BASE_URL": clickup,
            }
            with ExitStack() as stack:
                count = 1 if kind == "sqlite" else 2
                new = [stack.enter_context(replica(tmp_path, environment)) for _ in range(count)]
                for one in new:
                    one.wait_until_ready()
                    use(one.url, before)
                while_upgraded = before.written
                threading.Event().wait(0.5)
                assert before.written > while_upgraded, (
                    "servers of before go on beside the new ones"
                )
        finally:
            before.ends.set()
            working.join()
        assert before.failed == []
        assert asyncio.run(lines(url)) == before.written, "no line is lost"


def restore_postgresql(url: str, other: str, folder: Path) -> None:
    if not (shutil.which("pg_dump") and shutil.which("psql")):
        missing("pg_dump and psql are not installed")
    dump = folder / "dump.sql"
    subprocess.run(["pg_dump", "--no-owner", "--file", dump, url], check=True)
    command = ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(dump), other]
    subprocess.run(command, check=True, capture_output=True)


def restore_sqlite(url: str, other: str, folder: Path) -> None:
    paths = (one.removeprefix("sqlite:///") for one in (url, other))
    source, target = (sqlite3.connect(path) for path in paths)
    with closing(source), closing(target):
        source.backup(target)


RESTORES: dict[str, Any] = {"sqlite": restore_sqlite, "postgresql": restore_postgresql}


@pytest.mark.parametrize("kind", RESTORES)
def test_a_backup_and_the_keys_are_enough(tmp_path: Path, kind: str) -> None:
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    there.mkdir()
    elsewhere.mkdir()
    with (
        database(kind, there) as url,
        database(kind, elsewhere) as other,
        served(Sandbox(tasks=5, rate_limit=None)) as clickup,
    ):
        before = Before(url)
        asyncio.run(before.fill())
        environment = {"AGENT_CONNECTORS_KEYS": before.key, "AGENT_CONNECTORS_BASE_URL": clickup}
        with replica(there, environment | {"AGENT_CONNECTORS_DATABASE_URL": url}) as running:
            running.wait_until_ready()
            use(running.url, before)
            RESTORES[kind](url, other, tmp_path)  # while the server runs
        restored = {"AGENT_CONNECTORS_DATABASE_URL": other}
        with replica(elsewhere, environment | restored) as running:
            running.wait_until_ready()
            use(running.url, before)
        assert asyncio.run(lines(other)) == before.written
        wrong = {"AGENT_CONNECTORS_KEYS": Fernet.generate_key().decode()}
        assert "other keys" in serve(elsewhere, **restored, **wrong)
        for dump in tmp_path.glob("dump.sql"):
            assert before.token not in dump.read_text()
