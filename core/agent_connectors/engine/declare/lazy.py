"""Resources that are imported when they are first needed."""

from importlib import import_module
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.resource import Resource
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["LazyResource", "lazy"]


class LazyResource:
    """Stands for a resource as an attribute of a connector, and imports it when it is looked at.

    Args:
        place: The module and the class, as in `.resources.tasks:Tasks`; a module that begins with
            a dot is found from the package of the connector.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._loaded: Resource | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, connector: Any, owner: type) -> Resource:
        return self.load().__get__(connector, owner)

    @even_half_made
    def __repr__(self) -> str:
        return f"<{self._place}, imported when it is needed>"

    def load(self) -> Resource:
        """The resource itself; imported once."""
        if self._loaded is None:
            module, _, kind = self._place.partition(":")
            package = self._owner.__module__.rpartition(".")[0]
            loaded: Resource = getattr(import_module(module, package), kind)()
            loaded.__set_name__(self._owner, self._name)
            self._loaded = loaded
        return self._loaded

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations that it declares."""
        return self.load().operations


def lazy(place: str) -> Any:
    """A resource that is imported when it is first needed; for a connector that has many.

        class ClickupApiConnector(Connector):
            tasks: "Tasks" = lazy(".resources.tasks:Tasks")

    Args:
        place: The module and the class; a module that begins with a dot is found from the package
            of the connector.
    """
    return LazyResource(place)
