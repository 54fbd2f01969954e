"""A ledger and an inbox in PostgreSQL, for processes on several machines.

toolset = ConnectorToolset(connector, ledger=PostgresLedger("postgresql://..."))
"""

from agent_connectors.engine.extras import require

require("asyncpg", "postgres")

# After the check, so that what is missing is named by its extra.
from agent_connectors.postgres.inbox import PostgresInbox  # noqa: E402
from agent_connectors.postgres.ledger import PostgresLedger  # noqa: E402

__all__ = ["PostgresInbox", "PostgresLedger"]
