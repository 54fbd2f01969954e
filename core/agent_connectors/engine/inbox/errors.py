"""What can be wrong with an inbox."""

from agent_connectors.engine.errors import ConfigurationError, ConnectorError

__all__ = ["InboxError", "WrongInbox"]


class InboxError(ConnectorError):
    """The inbox cannot be used."""


class WrongInbox(InboxError, ConfigurationError):
    """It is damaged, no inbox at all, or made by another version; it was left as it is."""
