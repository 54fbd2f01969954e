"""The tools that a connector makes, in one of three forms."""

from functools import cached_property

from agent_connectors.engine.declare.effects import EFFECTS, Effect
from agent_connectors.engine.errors import UnknownOperation
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.execute import ExecuteTool
from agent_connectors.engine.tools.search import SearchTool
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.tools.typed import OperationTool
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Toolbox"]


class Toolbox(ToolContext):
    """The tools that a connector makes.

    Args:
        connector: What carries out the operations, or a pool of connectors of which each call
            has one.
        description_limit: How long a description may be, in characters; None for any length.
        beside: What else the adapter takes by name, so that an error can mean it.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """

    @even_half_made
    def __repr__(self) -> str:
        return f"<Toolbox of {len(self.tools)} tools for {self.product}>"

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        """The tools; none where no operation is left."""
        return (*self._of_operations(), *self._of_store())

    def _of_store(self) -> tuple[Tool, ...]:
        """The tool that asks the connector's replica, if it has one.

        A replica holds all that the credentials see, so it is for tools that may read all.
        """
        if (store := self.store) is None:
            return ()
        from agent_connectors.engine.tools.store import StoreTool

        return (StoreTool(self, f"{self.tool_prefix}_store", store),)

    def _of_operations(self) -> tuple[Tool, ...]:
        prefix = self.tool_prefix
        if not len(self.catalogue):
            return ()
        if self.form == "operations":
            return tuple(
                OperationTool(self, f"{prefix}_{operation.entity}_{operation.action}", operation)
                for operation in self.catalogue
            )
        brief = None
        found: list[Tool] = []
        if self.form == "search":
            finder = SearchTool(self, f"{prefix}_search", self.catalogue)
            found.append(finder)
            brief = f"Find the operation and its parameters with `{finder.name}` first."
        # The tool for writes has all that is worse, so that whoever asks by its name misses none.
        parts: dict[str, tuple[Effect, ...]] = (
            {"read": ("read",), "write": ("write", "destructive")}
            if self.options.split_writes
            else {"execute": EFFECTS}
        )
        for name, effects in parts.items():
            part = self.catalogue.filter(effect=effects)
            if len(part):
                found.append(ExecuteTool(self, f"{prefix}_{name}", part, brief=brief))
        return tuple(found)

    def tool(self, name: str) -> Tool:
        """The tool of a name.

        Raises:
            UnknownOperation: There is none; the text names the nearest.
        """
        for tool in self.tools:
            if tool.name == name:
                return tool
        meant = did_you_mean(name, [tool.name for tool in self.tools])
        raise UnknownOperation(f"There is no tool `{name}`. {meant}".strip())
