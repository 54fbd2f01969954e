"""A connector without a replica, until one is given to it."""

from threading import Lock
from typing import TYPE_CHECKING

from agent_connectors.engine.errors import InvalidCall

if TYPE_CHECKING:
    from weakref import WeakSet

    from agent_connectors.engine.store.store import Store

__all__ = ["NoStore", "WithoutStore"]

_adding = Lock()


class NoStore(InvalidCall, AttributeError):
    """The connector keeps no replica."""


class WithoutStore:
    """What connectors are before a product gives them a store."""

    _kept_in: "WeakSet[Store] | None" = None

    @property
    def replicas(self) -> "tuple[Store, ...]":
        """The replicas that follow what the connector writes."""
        return tuple(self._kept_in or ())

    def kept_in(self, store: "Store") -> None:
        """Has a replica follow what the connector writes.

        Args:
            store: The replica.
        """
        # Not at the top: most connectors have none.
        from weakref import WeakSet

        # A new one: another thread may be looking at what there was.
        with _adding:
            self._kept_in = WeakSet((*(self._kept_in or ()), store))

    @property
    def store(self) -> "Store":
        """The replica that `context_store_search` asks.

        Raises:
            NoStore: There is none; it is an AttributeError as well.
        """
        raise NoStore(
            "This connector keeps no context store.",
            hint="Make it with `store=` and the path of a file, and call `store.sync()`.",
        )

    def __dir__(self) -> list[str]:
        return [name for name in super().__dir__() if name != "store" or hasattr(self, name)]
