"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _id(name: str = "id", size: int = 36) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), primary_key=True)


def _created() -> sa.Column[object]:
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
    )


def _refers(name: str, table: str, **options: Any) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.String(36),
        sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
        nullable=False,
        **options,
    )


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "organizations",
        _id(),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        _created(),
    )
    op.create_table(
        "clients",
        _id(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("secret_hash", sa.String(200), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("may_manage", sa.Boolean, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        _created(),
    )
    op.create_table(
        "memberships",
        _refers("client_id", "clients", primary_key=True),
        _refers("organization_id", "organizations", primary_key=True),
    )
    op.create_table(
        "workspaces",
        _id(),
        _refers("organization_id", "organizations"),
        sa.Column("name", sa.String(200), nullable=False),
        _created(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "connectors",
        _id(),
        _refers("workspace_id", "workspaces", index=True),
        sa.Column("definition_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("credentials", sa.LargeBinary, nullable=False),
        sa.Column("read_only", sa.Boolean, nullable=False),
        sa.Column("allow_destructive", sa.Boolean, nullable=False),
        sa.Column("operations", sa.JSON(none_as_null=True)),
        _created(),
    )
    op.create_table(
        "executions",
        _id(size=32),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("client_id", sa.String(36), nullable=False),
        sa.Column("connector_id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("operation", sa.String(100), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("milliseconds", sa.Integer),
        sa.Column("params", sa.Text),
    )
    op.create_index("ix_executions_organization_at", "executions", ["organization_id", "at"])


def downgrade() -> None:
    """Drops the tables."""
    for table in (
        "executions",
        "connectors",
        "workspaces",
        "memberships",
        "clients",
        "organizations",
    ):
        op.drop_table(table)
