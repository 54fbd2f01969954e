"""Where the context stores of a server are: files of a folder, or schemas of a database."""

from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.store.database import Database
from agent_connectors.engine.store.errors import StoreError
from agent_connectors.engine.store.storage import Place, Storage
from agent_connectors.engine.store.tables import Schema

__all__ = ["StorePlaces"]

_SCHEMA = "agent_store_"

_MAY_MAKE = (
    "SELECT (rolsuper OR rolcreaterole) AND "
    "has_database_privilege(current_database(), 'CREATE') FROM pg_roles "
    "WHERE rolname = current_user"
)


class StorePlaces:
    """Gives each connector a place, whose name says of which server's database it is.

    Args:
        where: A folder, or `postgresql://...`.

    Raises:
        ConfigurationError: It is neither, or the folder cannot be made.
    """

    def __init__(self, where: str) -> None:
        self._mark = token_hex(4)
        self._folder: Path | None = None
        self._connections: Any = None
        if where.startswith(("postgres://", "postgresql://", "postgresql+")):
            from agent_connectors.postgres_store import Connections

            self._connections = Connections(where)
        elif "://" in where:
            raise ConfigurationError("`store` must be a folder, or begin with `postgresql://`.")
        else:
            self._folder = Path(where)
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigurationError(
                    f"The folder for stores, {where}, cannot be made: {error.strerror}."
                ) from None

    def name_by(self, name_key: Secret) -> None:
        """Names stores by a key that the servers of one database have, and others have not.

        Args:
            name_key: The key.
        """
        self._mark = sha256(b"stores " + name_key.reveal().encode()).hexdigest()[:8]

    def check(self) -> None:
        """Sees to it that stores can be kept there.

        Raises:
            ConfigurationError: They cannot.
        """
        if self._connections is None:
            return
        try:
            with self._connections.apart() as connection:
                found = connection.execute(_MAY_MAKE).fetchone()
        except StoreError as error:
            raise ConfigurationError(f"`store`: {error.message}") from None
        if not (found and found[0]):
            raise ConfigurationError(
                "`store`: the user of that database may not make schemas and roles.",
                hint="It needs CREATE on the database, and CREATEROLE.",
            )

    def name(self, connector_id: str) -> str:
        """What the store of a connector is called.

        Args:
            connector_id: The connector.
        """
        # The ids are the server's own; a hash of them is a name that every place takes.
        return f"{self._mark}_{sha256(connector_id.encode()).hexdigest()[:24]}"

    def of(self, connector_id: str) -> "Path | Place":
        """Where the store of a connector is.

        Args:
            connector_id: The connector.
        """
        return self._place(self.name(connector_id))

    def storage(self, name: str, schema: Schema | None = None) -> Storage:
        """A store, to be removed.

        Args:
            name: What it is called.
            schema: Its tables, where they are known.
        """
        place, tables = self._place(name), schema or Schema(())
        return Database(place, tables) if isinstance(place, Path) else place.holding(tables)

    def there(self) -> set[str]:
        """What the stores are called that servers of this database have made.

        Raises:
            StoreError: They cannot be looked for.
        """
        if self._folder is not None:
            return {path.stem for path in self._folder.glob(f"{self._mark}_*.db")}
        with self._connections.one() as connection:
            found = connection.execute(
                "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)",
                [f"{_SCHEMA}{self._mark}_"],
            ).fetchall()
        return {name.removeprefix(_SCHEMA) for (name,) in found}

    def close(self) -> None:
        """Closes the connections."""
        if self._connections is not None:
            self._connections.close()

    def _place(self, name: str) -> "Path | Place":
        if self._folder is not None:
            return self._folder / f"{name}.db"
        from agent_connectors.postgres_store import PostgresStore

        return PostgresStore(self._connections, schema=f"{_SCHEMA}{name}")
