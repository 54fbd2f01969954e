"""Organizations and their clients, in the database."""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.store.models import Client, Membership, Organization

__all__ = ["Directory", "KnownClient"]


class KnownClient(NamedTuple):
    """A client, as far as a request needs it.

    Attributes:
        expires_at: From when on it is shut out, in seconds since 1970; None for never.
    """

    id: str
    name: str
    secret_hash: str
    generation: int
    may_manage: bool
    revoked: bool
    expires_at: int | None
    operations: tuple[str, ...] | None
    workspaces: frozenset[str] | None
    organizations: frozenset[str]

    @property
    def shut_out(self) -> bool:
        """Whether it may do nothing, now."""
        return self.revoked or self.expired

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and time.time() >= self.expires_at


class Directory:
    """Organizations and clients.

    Args:
        engine: The database.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def find_client(self, client_id: str) -> KnownClient | None:
        """A client, and the organizations that it may act for."""
        return (await self.find_clients([client_id])).get(client_id)

    async def find_clients(self, client_ids: Collection[str]) -> dict[str, KnownClient]:
        """Clients by id, each with the organizations that it may act for."""
        query = (
            select(
                Client.id,
                Client.name,
                Client.secret_hash,
                Client.generation,
                Client.may_manage,
                Client.revoked,
                Client.expires_at,
                Client.operations,
                Client.workspaces,
                Membership.organization_id,
            )
            .join(Membership, Membership.client_id == Client.id)
            .where(Client.id.in_(client_ids))
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        organizations: dict[str, set[str]] = {}
        for row in rows:
            organizations.setdefault(row[0], set()).add(row[9])
        return {
            row[0]: KnownClient(
                *row[:7],
                operations=None if row[7] is None else tuple(row[7]),
                workspaces=None if row[8] is None else frozenset(row[8]),
                organizations=frozenset(organizations[row[0]]),
            )
            for row in rows
        }

    async def find_subject(self, subject: str) -> KnownClient | None:
        """The client that the company's issuer calls so."""
        query = select(Client.id).where(Client.subject == subject)
        async with self._engine.connect() as connection:
            client_id: str | None = await connection.scalar(query)
        return None if client_id is None else await self.find_client(client_id)

    async def organizations(self) -> list[tuple[str, str]]:
        """Ids and names of all organizations."""
        query = select(Organization.id, Organization.name).order_by(Organization.name)
        async with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in await connection.execute(query)]

    async def organization_id(self, organization: str) -> str:
        """The id of an organization, named by id or name.

        Raises:
            ConfigurationError: There is no such organization.
        """
        for id_, name in await self.organizations():
            if organization in {id_, name}:
                return id_
        raise ConfigurationError(f"There is no organization {organization!r}.")

    async def clients(self) -> list[KnownClient]:
        """All clients."""
        async with self._engine.connect() as connection:
            ids = (await connection.scalars(select(Client.id).order_by(Client.created_at))).all()
        found = await self.find_clients(ids)
        return [found[client_id] for client_id in ids if client_id in found]

    async def add_organization(self, name: str) -> str:
        """Makes an organization; gives its id.

        Raises:
            ConfigurationError: There is one of that name.
        """
        made = str(uuid4())
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(Organization).values(id=made, name=name))
        except IntegrityError:
            raise ConfigurationError(f"There is an organization {name!r} already.") from None
        return made

    async def add_client(
        self,
        name: str,
        organizations: Sequence[str],
        secret_hash: str,
        *,
        may_manage: bool,
        operations: Sequence[str] | None = None,
        workspaces: Sequence[str] | None = None,
        subject: str | None = None,
        expires_at: int | None = None,
    ) -> str:
        """Makes a client of some organizations, named by id or name; gives its id.

        Args:
            name: What people call it.
            organizations: Which it may act for.
            secret_hash: What is kept of its secret.
            may_manage: Whether it may make and change connectors.
            operations: Patterns of what it may do; None for all that its connectors allow.
            workspaces: The names of those that it may use; None for all.
            subject: What the company's issuer calls it.
            expires_at: From when on it is shut out, in seconds since 1970.

        Raises:
            ConfigurationError: There is no such organization.
        """
        made = str(uuid4())
        ids = sorted({await self.organization_id(wanted) for wanted in organizations})
        async with self._engine.begin() as connection:
            await connection.execute(
                insert(Client).values(
                    id=made,
                    name=name,
                    secret_hash=secret_hash,
                    may_manage=may_manage,
                    operations=None if operations is None else list(operations),
                    workspaces=None if workspaces is None else list(workspaces),
                    subject=subject,
                    expires_at=expires_at,
                )
            )
            await connection.execute(
                insert(Membership), [{"client_id": made, "organization_id": id_} for id_ in ids]
            )
        return made

    async def change_client(self, client_id: str, values: Mapping[str, Any]) -> None:
        """Changes what a client may do.

        Raises:
            ConfigurationError: There is no such client.
        """
        change = update(Client).where(Client.id == client_id).values(**values)
        async with self._engine.begin() as connection:
            done = await connection.execute(change)
        _expect_one(done.rowcount, client_id)

    async def change_secret(self, client_id: str, secret_hash: str) -> None:
        """Gives a client another secret, and ends the tokens given out for the old one.

        Raises:
            ConfigurationError: There is no such client.
        """
        change = update(Client).values(secret_hash=secret_hash, generation=Client.generation + 1)
        async with self._engine.begin() as connection:
            done = await connection.execute(change.where(Client.id == client_id))
        _expect_one(done.rowcount, client_id)

    async def replace_hash(self, client_id: str, old: str, new: str) -> None:
        """Keeps another hash of the same secret, if the client has no other one by now."""
        change = update(Client).where(Client.id == client_id, Client.secret_hash == old)
        async with self._engine.begin() as connection:
            await connection.execute(change.values(secret_hash=new))

    async def revoke(self, client_id: str) -> None:
        """Shuts a client out, and ends its tokens.

        Raises:
            ConfigurationError: There is no such client.
        """
        change = update(Client).values(revoked=True, generation=Client.generation + 1)
        async with self._engine.begin() as connection:
            done = await connection.execute(change.where(Client.id == client_id))
        _expect_one(done.rowcount, client_id)

    async def unrevoke(self, client_id: str) -> None:
        """Lets a client in again; the tokens that it had stay at their end.

        Raises:
            ConfigurationError: There is no such client.
        """
        await self.change_client(client_id, {"revoked": False})

    async def remove_client(self, client_id: str) -> None:
        """Removes a client; what it did stays in the audit log.

        Raises:
            ConfigurationError: There is no such client.
        """
        async with self._engine.begin() as connection:
            done = await connection.execute(delete(Client).where(Client.id == client_id))
        _expect_one(done.rowcount, client_id)

    async def add_membership(self, client_id: str, organization: str) -> None:
        """Lets a client act for one more organization, named by id or name.

        Raises:
            ConfigurationError: There is no such client or organization, or it does so already.
        """
        id_ = await self.organization_id(organization)
        _expect_one(len(await self.find_clients([client_id])), client_id)
        made = insert(Membership).values(client_id=client_id, organization_id=id_)
        try:
            async with self._engine.begin() as connection:
                await connection.execute(made)
        except IntegrityError:
            raise ConfigurationError(
                f"The client {client_id!r} acts for {organization!r} already."
            ) from None

    async def remove_membership(self, client_id: str, organization: str) -> None:
        """Has a client act no longer for an organization.

        Raises:
            ConfigurationError: It does not, or for no other.
        """
        id_ = await self.organization_id(organization)
        found = (await self.find_clients([client_id])).get(client_id)
        _expect_one(int(found is not None), client_id)
        if found is None or id_ not in found.organizations:
            raise ConfigurationError(f"The client {client_id!r} does not act for {organization!r}.")
        if len(found.organizations) == 1:
            raise ConfigurationError(
                f"The client {client_id!r} acts for no other organization.",
                hint="`client delete` removes it.",
            )
        which = (Membership.client_id == client_id) & (Membership.organization_id == id_)
        async with self._engine.begin() as connection:
            await connection.execute(delete(Membership).where(which))

    async def remove_organization(self, organization: str) -> None:
        """Removes an organization, named by id or name, with all that is its own.

        Raises:
            ConfigurationError: There is no such organization.
        """
        which = (Organization.id == organization) | (Organization.name == organization)
        async with self._engine.begin() as connection:
            done = await connection.execute(delete(Organization).where(which))
        if done.rowcount == 0:
            raise ConfigurationError(f"There is no organization {organization!r}.")


def _expect_one(count: int, client_id: str) -> None:
    if count == 0:
        raise ConfigurationError(f"There is no client {client_id!r}.")
