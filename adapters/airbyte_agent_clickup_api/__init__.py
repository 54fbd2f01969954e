"""The import names of Airbyte's ClickUp connector, so that code written for it runs unchanged.

Everything is `agent_connectors.clickup`'s; `docs/moving-over.md` names the differences.
"""

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
)

__all__ = ["AirbyteAuthConfig", "ClickupApiAuthConfig", "ClickupApiConnector"]
