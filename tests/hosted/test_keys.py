"""Keys: shown at the start to be the right ones, and left out only when nothing needs them."""

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from alembic import command
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted import Settings, create_app
from agent_connectors.hosted.admin import admin as commands
from agent_connectors.hosted.admin import serve as serve_
from agent_connectors.hosted.store import migrate as migrating
from agent_connectors.hosted.store.connectors import KeptConnectors
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.keys import prove_keys, reseal
from agent_connectors.hosted.store.migrate import migrate
from agent_connectors.hosted.store.models import Connector
from agent_connectors.hosted.vault import Vault
from tests.hosted.services import fresh_database
from tests.hosted.test_running import PROGRAM, admin


def key() -> Secret:
    return Secret(Fernet.generate_key().decode())


@pytest.fixture
async def engine(tmp_path: Path) -> Any:
    made = open_database(f"sqlite:///{tmp_path / 'agent-connectors.db'}")
    await migrate(made)
    yield made
    await made.dispose()


async def connectors(engine: AsyncEngine, vault: Vault, count: int = 1) -> list[str]:
    """Connectors whose credentials are encrypted by a vault."""
    organization = await Directory(engine).add_organization("acme")
    kept = KeptConnectors(engine)
    values = {"definition_id": "d", "name": "n"}
    return [
        await kept.add(
            organization, f"w{n}", lambda id_: vault.seal(id_, {"api_key": Secret("pk_1")}), values
        )
        for n in range(count)
    ]


async def opened(engine: AsyncEngine, vault: Vault) -> int:
    """How many connectors a vault opens."""
    async with engine.connect() as connection:
        ids = (await connection.scalars(select(Connector.id))).all()
    return len(ids) - len(await prove_keys(engine, vault))


class WritesBetween(Vault):
    """While it encrypts one anew, a server that has the old key first changes another."""

    def __init__(self, keys: Any, engine: AsyncEngine, old: Vault) -> None:
        super().__init__(keys)
        self.path, self.old, self.written = engine.url.database, old, False

    def reseal(self, sealed: bytes) -> bytes:
        if not self.written:
            self.written = True
            with sqlite3.connect(str(self.path)) as connection:
                for (id_,) in connection.execute("SELECT id FROM connectors").fetchall():
                    anew = self.old.seal(id_, {"api_key": Secret("pk_2")})
                    connection.execute(
                        "UPDATE connectors SET credentials = ? WHERE id = ?", (anew, id_)
                    )
        return super().reseal(sealed)


async def test_what_is_written_meanwhile_is_encrypted_anew_as_well(engine: AsyncEngine) -> None:
    old, new = key(), key()
    await connectors(engine, Vault([old]), 3)
    vault = WritesBetween([new, old], engine, Vault([old, new]))
    assert await reseal(engine, vault) == (3, [])
    assert vault.written
    assert await opened(engine, Vault([new])) == 3, "with the first key alone"


async def test_one_that_no_key_opens_is_named_and_stops_no_other(engine: AsyncEngine) -> None:
    old, new = key(), key()
    ids = await connectors(engine, Vault([old]), 3)
    async with engine.begin() as connection:
        lost = update(Connector).where(Connector.id == ids[1])
        await connection.execute(lost.values(credentials=Vault([key()]).seal(ids[1], {})))
    assert await reseal(engine, Vault([new, old])) == (2, [ids[1]])
    assert await prove_keys(engine, Vault([new])) == [ids[1]]
    path = Path(str(engine.url.database)).parent
    refused = admin(path, "rotate-key", keys=f"{new.reveal()},{old.reveal()}", fails=True)
    assert ids[1] in refused
    assert "can go" not in refused


async def test_no_connectors_is_no_success(engine: AsyncEngine) -> None:
    path = Path(str(engine.url.database)).parent
    refused = admin(path, "rotate-key", keys=key().reveal(), fails=True)
    assert "no connectors" in refused
    assert "agent-connectors.db" in refused


async def test_keys_of_another_database_are_refused(engine: AsyncEngine) -> None:
    await connectors(engine, Vault([key()]))
    for keys in ([key()], [key(), key()]):
        with pytest.raises(ConfigurationError, match="other keys"):
            await prove_keys(engine, Vault(keys))
        with pytest.raises(ConfigurationError, match="other keys"):
            await reseal(engine, Vault(keys))


async def test_two_servers_with_keys_of_their_own_do_not_both_begin(engine: AsyncEngine) -> None:
    await prove_keys(engine, Vault([key()]))
    with pytest.raises(ConfigurationError, match="other keys"):
        await prove_keys(engine, Vault([key()]))


def test_postgresql_too() -> None:
    async def tried(url: str) -> None:
        engine = open_database(url)
        await migrate(engine)
        old, new = key(), key()
        await connectors(engine, Vault([old]), 2)
        await prove_keys(engine, Vault([old]))
        with pytest.raises(ConfigurationError, match="other keys"):
            await prove_keys(engine, Vault([new]))
        assert await reseal(engine, Vault([new, old])) == (2, [])
        assert await opened(engine, Vault([new])) == 2
        with pytest.raises(ConfigurationError, match="other keys"):
            await prove_keys(engine, Vault([old]))
        await engine.dispose()

    with fresh_database() as url:
        asyncio.run(tried(url))


def serve(folder: Path, **environment: str) -> str:
    """What a server that does not start says."""
    done = subprocess.run(
        [PROGRAM, "serve", "--port", "0"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


async def test_a_server_that_cannot_read_what_it_keeps_does_not_start(engine: AsyncEngine) -> None:
    folder = Path(str(engine.url.database)).parent
    await connectors(engine, Vault([key()]))
    assert "other keys" in serve(folder, AGENT_CONNECTORS_KEYS=key().reveal())
    lost = serve(folder)
    assert "agent-connectors.key cannot be read" in lost
    assert not (folder / "agent-connectors.key").exists(), "none is made that opens nothing"


def test_no_key_is_made_where_others_would_need_it(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://u:p@h/d", key_file=tmp_path / "key")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        create_app(settings)
    assert not list(tmp_path.iterdir())


def _value(option: click.Parameter) -> str:
    return "9" if isinstance(option.type, click.IntRange) else "x"


def _below(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, each in group.commands.items():
        here = (*path, name)
        if isinstance(each, click.Group):
            yield from _below(each, here)
        else:
            needed = [p for p in each.params if isinstance(p, click.Argument) or p.required]
            given = [
                text
                for p in needed
                for text in ((p.opts[0], _value(p)) if isinstance(p, click.Option) else ("x",))
            ]
            yes = ["--yes"] if any(p.name == "yes" for p in each.params) else []
            change = ["--manage"] if here == ("client", "change") else []
            yield (*here, *yes, *change, *given)


MAKES = {"migrate", "new-key", "organization create x"}
USES = [words for words in _below(commands) if " ".join(words) not in MAKES]


def refusal(words: tuple[str, ...]) -> str:
    """What a command says that does not do what it is told."""
    done = CliRunner().invoke(serve_, ["admin", *words], env={"AGENT_CONNECTORS_KEYS": _KEY})
    assert done.exit_code == 2, done.output
    return done.output


_KEY = key().reveal()


@pytest.mark.parametrize("words", USES, ids=" ".join)
def test_a_command_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no database agent-connectors.db here" in refusal(words)
    assert not list(tmp_path.iterdir())


def test_commands_change_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def to(version: str) -> None:
        engine = open_database("sqlite:///agent-connectors.db")
        async with engine.connect() as connection, connection.begin():
            if version == "0001":
                await connection.run_sync(lambda sync: to_version(sync, version))
            else:
                await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        await engine.dispose()

    asyncio.run(to("0001"))
    for words in USES:
        refused = refusal(words)
        assert "older program" in refused, words
        assert "migrate" in refused
    asyncio.run(to("9999"))
    for words in [*USES, ("migrate",), ("organization", "create", "x")]:
        assert "newer program" in refusal(words), words
    assert "newer program" in serve(tmp_path, AGENT_CONNECTORS_KEYS=_KEY)


def to_version(connection: Any, version: str) -> None:
    """Makes the tables as an older program has them."""
    config = migrating._config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


async def test_a_database_that_was_there_before_keys_were_proved(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'agent-connectors.db'}")
    right = Vault([key()])
    async with engine.connect() as connection, connection.begin():
        await connection.run_sync(lambda sync: to_version(sync, "0001"))
    await connectors(engine, right, 2)
    await migrate(engine)
    with pytest.raises(ConfigurationError, match="other keys"):
        await prove_keys(engine, Vault([key()]))
    assert await prove_keys(engine, right) == []
    await engine.dispose()
