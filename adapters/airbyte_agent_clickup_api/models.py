"""The credentials, where Airbyte's ClickUp connector keeps them."""

from agent_connectors.clickup import AirbyteAuthConfig, ClickupApiAuthConfig

__all__ = ["AirbyteAuthConfig", "ClickupApiAuthConfig"]
