"""Lists of tools that hold no two of one name."""

from collections.abc import Iterable
from typing import Any, Self, SupportsIndex, TypeVar

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["ToolList"]

T = TypeVar("T")


class ToolList(list[T]):
    """The tools of a connector, in a framework's terms.

    Frameworks go by the name: of two tools with one name, most take the last without a word, and
    a call that is meant for one account reaches the other. So what is added here is looked at.

    Args:
        tools: The tools.
    """

    def __init__(self, tools: Iterable[T] = ()) -> None:
        super().__init__(tools)
        _refuse_two_of_one_name(self)

    def __add__(self, other: Any) -> Self:  # type: ignore[override]
        return type(self)([*self, *other])

    def __radd__(self, other: Any) -> Self:
        return type(self)([*other, *self])

    def __iadd__(self, other: Any) -> Self:  # type: ignore[override]
        self.extend(other)
        return self

    def extend(self, tools: Iterable[T]) -> None:
        """Adds tools, unless one has the name of another."""
        added = list(tools)
        _refuse_two_of_one_name([*self, *added])
        super().extend(added)

    def append(self, tool: T) -> None:
        """Adds a tool, unless it has the name of another."""
        self.extend([tool])

    def insert(self, place: SupportsIndex, tool: T) -> None:
        """Puts a tool somewhere, unless it has the name of another."""
        _refuse_two_of_one_name([*self, tool])
        super().insert(place, tool)


def _refuse_two_of_one_name(tools: Iterable[Any]) -> None:
    """Refuses tools of which an agent would have only one.

    Raises:
        ConfigurationError: Two have the same name.
    """
    known: dict[str, Any] = {}
    for tool in tools:
        name = _name(tool)
        if name and known.setdefault(name, tool) is not tool:
            raise ConfigurationError(
                f"There are two tools called `{name}`, and an agent would have only one of them.",
                hint='Give one of the accounts a `prefix`, such as `prefix="acme"`.',
            )


def _name(tool: Any) -> str | None:
    """The name of a tool of any framework."""
    found = getattr(tool, "name", None) or getattr(getattr(tool, "metadata", None), "name", None)
    return found if isinstance(found, str) else getattr(tool, "__name__", None)
