"""A place for replicas in PostgreSQL, for servers and for many.

ContextStore(connector, PostgresStore("postgresql://...", schema="clickup"))
"""

from agent_connectors.engine.extras import require

require("psycopg_pool", "store")

# After the check, so that what is missing is named by its extra.
from agent_connectors.postgres_store.connections import Connections  # noqa: E402
from agent_connectors.postgres_store.place import PostgresStore  # noqa: E402

__all__ = ["Connections", "PostgresStore"]
