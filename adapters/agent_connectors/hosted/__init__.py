"""A server with Airbyte's API for hosted execution: it keeps the tokens, and carries out the calls.

    agent-connectors serve

`create_app` gives the same as an ASGI application (extra `hosted`).
"""

from agent_connectors.engine.extras import require

for _module in ("fastapi", "sqlalchemy", "alembic", "argon2", "cryptography", "jwt"):
    require(_module, "hosted")

# After the check, so that what is missing is named by its extra.
from agent_connectors.hosted.app import create_app  # noqa: E402
from agent_connectors.hosted.settings import Settings  # noqa: E402

__all__ = ["Settings", "create_app"]
