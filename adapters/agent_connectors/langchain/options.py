"""What can be said of a tool, and what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.tools import ToolException
from pydantic import ValidationError

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.tools import Tool, ToolboxOptions
from agent_connectors.engine.values.settings import refuse_unknown

__all__ = ["ConnectorToolOptions", "only", "refused", "told_apart"]


class ConnectorToolOptions(ToolboxOptions, total=False):
    """What LangChain itself lets one say of a tool, beside how it is made.

    Attributes:
        name: What the model calls it by.
        description: What the model reads, instead of the list of operations.
        return_direct: Whether its result ends the run.
        verbose: Whether LangChain logs its progress.
        callbacks: LangChain's callbacks.
        tags: LangChain's tags.
        metadata: LangChain's metadata; its `effect` is always the tool's own.
        handle_tool_error: What becomes of an error; a message to the model if not given.
        extras: What LangChain passes on to certain providers.
    """

    name: str
    description: str
    return_direct: bool
    verbose: bool
    callbacks: Any
    tags: list[str] | None
    metadata: dict[str, Any] | None
    handle_tool_error: bool | str | Callable[[ToolException], str] | None
    extras: dict[str, Any] | None


_FIELDS = [
    n for n in ConnectorToolOptions.__annotations__ if n not in ToolboxOptions.__annotations__
]


_BESIDE = ("connector", "tool", "ledger", "keep_result")
"""What is taken by name beside the options."""


def told_apart(options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What LangChain is told of a tool, and how it is made.

    Raises:
        UnknownOption: There is no such option.
    """
    given = dict(options)
    fields = {name: given.pop(name) for name in _FIELDS if name in given}
    refuse_unknown(given, [*ConnectorToolOptions.__annotations__, *_BESIDE])
    return fields, given


def refused(error: ValidationError) -> ConfigurationError:
    """What pydantic refused, without what was given: it might be a credential."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ConfigurationError(f"`{first['loc'][0]}`: {first['msg'][:1].lower()}{first['msg'][1:]}.")


def only(tools: Sequence[Tool]) -> Tool:
    """The one tool of several.

    Raises:
        ConfigurationError: There are more, or none.
    """
    if len(tools) == 1:
        return tools[0]
    if tools:
        raise ConfigurationError(
            "These options make several tools.", hint="Use `ConnectorToolkit`."
        )
    raise ConfigurationError("These options leave no operation, so there is no tool.")
