"""Workspaces and their connectors, in the database. Nothing here looks beyond one organization."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, NoReturn
from uuid import uuid4

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agent_connectors.hosted.store.models import Connector, Workspace

__all__ = ["KeptConnector", "KeptConnectors", "NameTaken"]


class NameTaken(Exception):
    """The workspace has a connector of that kind and name already.

    Args:
        connector_id: Which.
    """

    def __init__(self, connector_id: str) -> None:
        super().__init__(connector_id)
        self.connector_id = connector_id


class KeptConnector(NamedTuple):
    """A connector as it is kept."""

    id: str
    organization_id: str
    workspace: str
    definition_id: str
    name: str
    credentials: bytes
    read_only: bool
    allow_destructive: bool
    operations: tuple[str, ...] | None
    created_at: datetime

    def __repr__(self) -> str:
        return f"KeptConnector({self.id!r})"


class KeptConnectors:
    """Workspaces and connectors.

    Args:
        engine: The database.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def find(self, organization_id: str, connector_id: str) -> KeptConnector | None:
        """A connector of an organization."""
        query = _all(organization_id).where(Connector.id == connector_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _read(row)

    async def search(
        self, organization_id: str, workspace: str | None, definition_id: str | None
    ) -> list[KeptConnector]:
        """The connectors of an organization, or of one workspace of it, oldest first."""
        query = _all(organization_id)
        if workspace is not None:
            query = query.where(Workspace.name == workspace)
        if definition_id is not None:
            query = query.where(Connector.definition_id == definition_id)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(Connector.created_at, Connector.id))
            return [_read(row) for row in rows]

    async def ids(self) -> set[str]:
        """The ids of all connectors, of all organizations."""
        async with self._engine.connect() as connection:
            return set(await connection.scalars(select(Connector.id)))

    async def page(
        self,
        organization_id: str,
        workspace: str,
        definition_id: str | None,
        *,
        after: str | None,
        limit: int,
    ) -> list[KeptConnector]:
        """Some connectors of a workspace, by their ids: those that come stay where they are.

        Args:
            organization_id: Whose they are.
            workspace: Its name.
            definition_id: The kind that is wanted; None for all.
            after: The id that they come after; None from the first on.
            limit: How many at most.
        """
        query = _all(organization_id).where(Workspace.name == workspace)
        if definition_id is not None:
            query = query.where(Connector.definition_id == definition_id)
        if after is not None:
            query = query.where(Connector.id > after)
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(Connector.id).limit(limit))
            return [_read(row) for row in rows]

    async def add(
        self,
        organization_id: str,
        workspace: str,
        seal: Callable[[str], bytes],
        values: Mapping[str, Any],
    ) -> str:
        """Makes a connector, and its workspace if there is none; gives its id.

        Args:
            organization_id: Whose it is.
            workspace: The name of its workspace.
            seal: Encrypts its credentials for its id.
            values: The other columns.

        Raises:
            NameTaken: There is one of that kind and name.
        """
        made = str(uuid4())
        try:
            async with self._engine.begin() as connection:
                workspace_id = await _workspace(connection, organization_id, workspace)
                await connection.execute(
                    insert(Connector).values(
                        id=made, workspace_id=workspace_id, credentials=seal(made), **values
                    )
                )
        except IntegrityError as error:
            found = await self.search(organization_id, workspace, values["definition_id"])
            _say_which(error, found, values["name"])
        return made

    async def change(
        self, organization_id: str, connector_id: str, values: Mapping[str, Any]
    ) -> bool:
        """Changes columns of a connector; False if the organization has no such connector.

        Raises:
            NameTaken: There is one of that kind and name.
        """
        change = update(Connector).where(_owned(organization_id, connector_id))
        try:
            async with self._engine.begin() as connection:
                done = await connection.execute(change.values(**values))
        except IntegrityError as error:
            kept = await self.find(organization_id, connector_id)
            if kept is None:
                return False
            found = await self.search(organization_id, kept.workspace, kept.definition_id)
            _say_which(error, found, values.get("name", kept.name))
        else:
            return bool(done.rowcount)

    async def remove(self, organization_id: str, connector_id: str) -> bool:
        """Removes a connector; False if the organization has no such connector."""
        removal = delete(Connector).where(_owned(organization_id, connector_id))
        async with self._engine.begin() as connection:
            done = await connection.execute(removal)
        return bool(done.rowcount)

    async def workspaces(
        self, organization_id: str, name_contains: str | None
    ) -> list[tuple[str, str, datetime]]:
        """Ids, names and times of making of an organization's workspaces."""
        query = select(Workspace.id, Workspace.name, Workspace.created_at).where(
            Workspace.organization_id == organization_id
        )
        if name_contains:
            query = query.where(Workspace.name.icontains(name_contains, autoescape=True))
        async with self._engine.connect() as connection:
            rows = await connection.execute(query.order_by(Workspace.name))
            return [(row[0], row[1], _utc(row[2])) for row in rows]


def _say_which(error: IntegrityError, found: list[KeptConnector], name: str) -> NoReturn:
    """Says which connector has the name that is wanted.

    Raises:
        NameTaken: Which.
        IntegrityError: It was about something else.
    """
    for kept in found:
        if kept.name == name:
            raise NameTaken(kept.id) from None
    raise error


def _all(organization_id: str) -> Any:
    return (
        select(
            Connector.id,
            Workspace.organization_id,
            Workspace.name,
            Connector.definition_id,
            Connector.name,
            Connector.credentials,
            Connector.read_only,
            Connector.allow_destructive,
            Connector.operations,
            Connector.created_at,
        )
        .join(Workspace, Workspace.id == Connector.workspace_id)
        .where(Workspace.organization_id == organization_id)
    )


def _read(row: Row[Any]) -> KeptConnector:
    values = list(row)
    values[8] = None if values[8] is None else tuple(values[8])
    values[9] = _utc(values[9])
    return KeptConnector(*values)


def _utc(moment: datetime) -> datetime:
    """A time with its zone, which SQLite does not keep."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _owned(organization_id: str, connector_id: str) -> Any:
    own = select(Workspace.id).where(Workspace.organization_id == organization_id)
    return (Connector.id == connector_id) & Connector.workspace_id.in_(own)


async def _workspace(connection: AsyncConnection, organization_id: str, name: str) -> str:
    """The id of a workspace; made if there is none, by whoever comes first."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = build(Workspace).values(id=str(uuid4()), organization_id=organization_id, name=name)
    await connection.execute(made.on_conflict_do_nothing())
    query = select(Workspace.id).where(
        Workspace.organization_id == organization_id, Workspace.name == name
    )
    return (await connection.execute(query)).scalar_one()
