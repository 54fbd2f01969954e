"""What of a ClickUp workspace a replica holds: its tables, and how they are read."""

from agent_connectors.clickup.store.store import ContextStore

__all__ = ["ContextStore"]
