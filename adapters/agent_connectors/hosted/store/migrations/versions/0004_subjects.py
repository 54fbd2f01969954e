"""Clients that log in at the company's own issuer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNIQUE = "ux_clients_subject"


def upgrade() -> None:
    """Adds what the issuer calls a client."""
    op.add_column("clients", sa.Column("subject", sa.String(200)))
    op.create_index(_UNIQUE, "clients", ["subject"], unique=True)


def downgrade() -> None:
    """Drops what was added."""
    op.drop_index(_UNIQUE, "clients")
    op.drop_column("clients", "subject")
