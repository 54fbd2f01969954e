"""Toolkits that stay as they were made, and of which a copy does no more than what it is of."""

from collections.abc import Mapping
from typing import Any, Self

from langchain_core.tools import BaseToolkit
from pydantic import ConfigDict, PrivateAttr

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.values.unseen import unseen

__all__ = ["SettledToolkit"]


class SettledToolkit(BaseToolkit):
    """A toolkit with options that are decided when it is made."""

    # The tools would not follow an option that is set later, so none can be.
    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    _operations: frozenset[str] = PrivateAttr()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in type(self).model_fields:  # pydantic's own refusal would show the value
            raise AttributeError(
                f"`{name}` of a {type(self).__name__} is decided when it is made: make another."
            )
        super().__setattr__(name, value)

    @unseen
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A toolkit with other options, whose tools are made anew.

        Raises:
            ConfigurationError: There is no such option, or the copy could do what this cannot.
        """
        given = {name: getattr(self, name) for name in type(self).model_fields}
        copied = type(self)(**(given | dict(update or {})))
        if more := copied._operations - self._operations:  # noqa: SLF001 - one of its own kind
            raise ConfigurationError(
                f"A copy may not do more than what it is copied from, such as `{min(more)}`.",
                hint="Make another toolkit.",
            )
        return copied

    def copy(self, *, update: Mapping[str, Any] | None = None, **_: Any) -> Self:
        """Does what `model_copy` does."""
        return self.model_copy(update=update)

    def __copy__(self) -> Self:
        return self.model_copy()

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return self.model_copy()

    @classmethod
    @unseen
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Makes one like any other: what is not checked is no toolkit."""
        return cls(**values)
