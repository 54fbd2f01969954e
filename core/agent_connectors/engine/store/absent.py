"""A connector without a replica, until one is given to it."""

from typing import TYPE_CHECKING

from agent_connectors.engine.errors import InvalidCall

if TYPE_CHECKING:
    from agent_connectors.engine.store.store import Store

__all__ = ["NoStore", "WithoutStore"]


class NoStore(InvalidCall, AttributeError):
    """The connector keeps no replica."""


class WithoutStore:
    """What connectors are before a product gives them a store."""

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
