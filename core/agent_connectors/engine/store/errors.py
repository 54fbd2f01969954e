"""What can be wrong with a replica."""

from agent_connectors.engine.errors import ConfigurationError, ConnectorError

__all__ = [
    "NeverSynced",
    "NoStore",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreReadOnly",
    "WrongStore",
]


class StoreError(ConnectorError):
    """The replica cannot be used."""


class StoreDamaged(StoreError):
    """The file is damaged, or is no replica at all (`NoStore`); it was left as it is."""


class NoStore(StoreDamaged, ConfigurationError):
    """It is no replica, so it is neither used nor removed."""


class NeverSynced(StoreError, ConfigurationError):
    """The replica holds nothing, or is not there yet.

    Args:
        name: What it is called.
    """

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is empty.",
            hint="Sync it first: `store.sync()`, or `agent-connectors store sync` in a shell.",
        )


class StoreBusy(StoreError):
    """Another process is syncing this file; its own answers go on."""


class WrongStore(StoreError, ConfigurationError):
    """The file is a replica, but of another account, or made by a newer version."""


class StoreClosed(StoreError):
    """The store was closed while it was synced; what was read is kept."""


class StoreReadOnly(StoreError):
    """The file can be read, but not written."""
