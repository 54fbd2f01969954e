"""What of a tool stays as it was made: that by which somebody is asked for agreement."""

from collections.abc import Mapping
from typing import Any, NoReturn, Self

from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.tools import Tool, ToolboxOptions
from agent_connectors.engine.values.settings import refuse_unknown
from agent_connectors.engine.values.unseen import unseen

__all__ = ["SettledTool"]

_SETTLED = frozenset({"name", "args_schema", "response_format", "effect", "effects"})
"""What decides which calls somebody is asked about, and what those do."""


class _Metadata(dict[str, Any]):
    """LangChain's metadata of a tool, in which the effect stays what it is."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("Give the tool other `metadata` instead: its `effect` stays.")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


class SettledTool(BaseTool):
    """A tool of which copies and changes do what it does, and are asked about as it is."""

    _tool: Tool = PrivateAttr()

    @property
    def effect(self) -> Effect:
        """The worst that calling it may do to the product."""
        return self._tool.effect

    @property
    def effects(self) -> frozenset[Effect]:
        """The effects of all that it may do."""
        return self._tool.effects

    def __setattr__(self, name: str, value: Any) -> None:
        self._refuse_change(name)
        super().__setattr__(name, self._with_effect(value) if name == "metadata" else value)

    def __delattr__(self, name: str) -> None:
        self._refuse_change(name)
        super().__delattr__(name)

    def _refuse_change(self, name: str) -> None:
        if name in _SETTLED:
            raise AttributeError(
                f"`{name}` of a {type(self).__name__} is decided when it is made, as agreement is "
                "asked for by it: make another."
            )

    def _with_effect(self, metadata: Mapping[str, Any] | None) -> "_Metadata":
        if metadata is not None and not isinstance(metadata, Mapping):
            raise ConfigurationError("`metadata`: input should be a valid dictionary.")
        return _Metadata({**(metadata or {}), "effect": self._tool.effect})

    @unseen
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A tool that does the same, told in another way.

        Raises:
            ConfigurationError: What the tool may do cannot be changed, or there is no such option.
        """
        given = dict(update or {})
        if made := given.keys() & ToolboxOptions.__annotations__:
            raise ConfigurationError(
                f"`{min(made)}` decides how a tool is made.", hint="Make another tool."
            )
        refuse_unknown(given, type(self).model_fields)
        for name in _SETTLED & given.keys():
            if given[name] != getattr(self, name):
                raise ConfigurationError(
                    f"`{name}` is that by which agreement is asked for, and stays in a copy.",
                    hint="Make another tool.",
                )
        if "metadata" in given:
            given["metadata"] = self._with_effect(given["metadata"])
        return super().model_copy(update=given)

    def copy(self, *, update: Mapping[str, Any] | None = None, **_: Any) -> Self:
        """Does what `model_copy` does."""
        return self.model_copy(update=update)

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return self.model_copy()

    @classmethod
    @unseen
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Makes one like any other: what is not checked is no tool."""
        return cls(**values)
