"""The whole result of a call, as far as a framework is to keep it with its history."""

from typing import Any

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.values.json_text import write
from agent_connectors.engine.values.settings import count

__all__ = ["checked_keep", "kept"]


def checked_keep(given: Any) -> bool | int:
    """What `keep_result` may be: whether, or up to which size.

    Raises:
        ConfigurationError: It is neither True, False nor a number of bytes.
    """
    if isinstance(given, bool):
        return given
    try:
        return count("keep_result", given)
    except ConfigurationError:
        raise ConfigurationError(
            "`keep_result` must be True, False or a number of bytes, at least 1."
        ) from None


def kept(result: ToolResult, *, keep: bool | int) -> dict[str, Any] | None:
    """The whole result as a dictionary; None if it is not to be kept.

    Args:
        result: What a call gave.
        keep: Whether to keep it; or how many bytes it may have, written as JSON.
    """
    if keep is False:
        return None
    whole = result.result.to_dict()
    # A bool is an int, so the order counts.
    return whole if keep is True or len(write(whole)) <= keep else None
