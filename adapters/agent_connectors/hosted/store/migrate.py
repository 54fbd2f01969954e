"""Brings the tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["check_tables", "migrate"]

_LOCK = 7_204_811_523
"""A number that nothing else in the same PostgreSQL database locks."""


async def migrate(engine: AsyncEngine) -> None:
    """Brings the tables up to date; replicas that start together do it one after another.

    Raises:
        ConfigurationError: They are those of a newer program.
    """
    if await _state(engine) == "current":
        return  # so that a user that may not change tables can serve
    async with engine.connect() as connection:
        await connection.execution_options(writes=True)
        async with connection.begin():
            if connection.dialect.name == "postgresql":
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK}
                )
            await connection.run_sync(_upgrade)


async def check_tables(engine: AsyncEngine, *, begin: bool = False) -> None:
    """Refuses tables that are not those of this program, and changes none.

    Args:
        engine: The database.
        begin: Whether to make the tables where there are none at all.

    Raises:
        ConfigurationError: They are older or newer, or there are none.
    """
    state = await _state(engine)
    if state == "empty" and begin:
        await migrate(engine)
    elif state != "current":
        raise ConfigurationError(
            "There are no tables in this database."
            if state == "empty"
            else "The tables of this database are those of an older program.",
            hint="`agent-connectors serve admin migrate` brings them up to date.",
        )


async def _state(engine: AsyncEngine) -> str:
    """What the tables are: `current`, `older` or `empty`.

    Raises:
        ConfigurationError: They are newer.
    """
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    scripts = ScriptDirectory.from_config(_config())
    if found is None:
        return "empty"
    if found not in {script.revision for script in scripts.walk_revisions()}:
        raise ConfigurationError(
            "The tables of this database are those of a newer program.",
            hint="Upgrade `agent-connectors`. Nothing was changed.",
        )
    return "current" if found == scripts.get_current_head() else "older"


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
