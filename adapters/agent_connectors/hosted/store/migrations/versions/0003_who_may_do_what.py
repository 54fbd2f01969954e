"""What clients may do, an audit of all that changes something, and no connector made twice."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UNIQUE = "ux_connectors_workspace_kind_name"


def upgrade() -> None:
    """Adds columns; of connectors that were made twice, the later ones get their id in the name."""
    op.add_column("clients", sa.Column("operations", sa.JSON(none_as_null=True)))
    op.add_column("clients", sa.Column("workspaces", sa.JSON(none_as_null=True)))
    op.add_column("executions", sa.Column("address", sa.String(45)))
    op.add_column("executions", sa.Column("objects", sa.Text))
    op.create_index("ix_executions_at", "executions", ["at"])
    _name_apart()
    op.create_index(_UNIQUE, "connectors", ["workspace_id", "definition_id", "name"], unique=True)


def _name_apart() -> None:
    connectors = sa.table(
        "connectors",
        *(
            sa.column(name)
            for name in ("id", "workspace_id", "definition_id", "name", "created_at")
        ),
    )
    kept = connectors.c
    query = sa.select(kept.id, kept.workspace_id, kept.definition_id, kept.name)
    taken = set()
    for id_, *where, name in op.get_bind().execute(query.order_by(kept.created_at, kept.id)).all():
        if (*where, name) in taken:
            apart = f"{name[:160]} ({id_})"
            op.execute(connectors.update().where(kept.id == id_).values(name=apart))
        taken.add((*where, name))


def downgrade() -> None:
    """Drops what was added."""
    op.drop_index(_UNIQUE, "connectors")
    op.drop_index("ix_executions_at", "executions")
    op.drop_column("executions", "objects")
    op.drop_column("executions", "address")
    op.drop_column("clients", "workspaces")
    op.drop_column("clients", "operations")
