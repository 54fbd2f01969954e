"""Clients that are for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds when a client ends."""
    op.add_column("clients", sa.Column("expires_at", sa.BigInteger))


def downgrade() -> None:
    """Drops what was added."""
    op.drop_column("clients", "expires_at")
