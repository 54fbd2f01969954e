"""The tables."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "Base",
    "Client",
    "Connector",
    "Execution",
    "KeyProof",
    "Membership",
    "NameKey",
    "Organization",
    "Workspace",
]


def _new_id() -> str:
    return str(uuid4())


class Base(DeclarativeBase):
    """All tables."""


class Organization(Base):
    """A tenant: sees nothing of any other."""

    __tablename__ = "organizations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=_new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Client(Base):
    """A program that calls the server.

    Attributes:
        secret_hash: SHA-256 of its secret; Argon2id where it has not logged in since 0.1.0.
        generation: Counts its secrets; a token is good for one generation.
        may_manage: Whether it may make, change and remove connectors, and not only use them.
        operations: Patterns of what it may do; null for all that its connectors allow.
        workspaces: The names of those that it may use; null for all.
        subject: What the company's issuer calls it; null for a client with a secret.
        revoked: Whether it is shut out.
        expires_at: From when on it is shut out, in seconds since 1970; null for never.
    """

    __tablename__ = "clients"
    __table_args__ = (Index("ux_clients_subject", "subject", unique=True),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=_new_id)
    name: Mapped[str] = mapped_column(String(200))
    secret_hash: Mapped[str] = mapped_column(String(200))
    generation: Mapped[int] = mapped_column(Integer, default=1)
    may_manage: Mapped[bool] = mapped_column(Boolean, default=False)
    operations: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    workspaces: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    subject: Mapped[str | None] = mapped_column(String(200))
    revoked: Mapped[bool] = mapped_column(Boolean, default=False)
    expires_at: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Membership(Base):
    """Which organizations a client may act for."""

    __tablename__ = "memberships"

    client_id: Mapped[str] = mapped_column(
        ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True
    )
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True
    )


class Workspace(Base):
    """What a `customer_name` or `workspace_name` names, within an organization."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("organization_id", "name"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=_new_id)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Connector(Base):
    """A product's credential, and what may be done with it.

    Attributes:
        definition_id: The kind of connector.
        credentials: Encrypted.
        operations: Patterns such as `tasks.*` of what is allowed; null allows all.
    """

    __tablename__ = "connectors"
    __table_args__ = (
        Index(
            "ux_connectors_workspace_kind_name",
            "workspace_id",
            "definition_id",
            "name",
            unique=True,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=_new_id)
    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    definition_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(200))  # unique for its kind in its workspace
    credentials: Mapped[bytes] = mapped_column(LargeBinary)
    read_only: Mapped[bool] = mapped_column(Boolean, default=False)
    allow_destructive: Mapped[bool] = mapped_column(Boolean, default=False)
    operations: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class KeyProof(Base):
    """The one row that shows at the start whether the keys are those of the database."""

    __tablename__ = "key_proofs"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class NameKey(Base):
    """The one row with the key by which credentials are named in Redis, encrypted."""

    __tablename__ = "name_keys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Execution(Base):
    """One line of the audit log. Without foreign keys: it outlives what it tells of.

    Attributes:
        at: When it began, in milliseconds since 1970.
        outcome: `started` until it is known, then `done` or the name of an error. What stays
            `started` was under way when its server died.
        milliseconds: How long it took.
        params: The parameters, if the operator wants them kept.
        address: Where the request came from.
        objects: The ids that it named, or what was changed, as JSON.
    """

    __tablename__ = "executions"
    __table_args__ = (
        Index("ix_executions_organization_at", "organization_id", "at"),
        Index("ix_executions_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    organization_id: Mapped[str] = mapped_column(String(36))
    client_id: Mapped[str] = mapped_column(String(36))
    connector_id: Mapped[str] = mapped_column(String(36))
    request_id: Mapped[str] = mapped_column(String(64))
    operation: Mapped[str] = mapped_column(String(100))
    outcome: Mapped[str] = mapped_column(String(40))
    milliseconds: Mapped[int | None] = mapped_column(Integer)
    params: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(45))
    objects: Mapped[str | None] = mapped_column(Text)
