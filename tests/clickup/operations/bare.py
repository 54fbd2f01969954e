"""Finds ids of people and places in what a model reads that have no name beside them."""

import re
from collections.abc import Iterator
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox

__all__ = ["bare_ids"]

_NUMBER = re.compile(r"(?<![\w#])\d{6,}(?!\w)")


def bare_ids(told: Any, sandbox: Sandbox) -> list[str]:
    """Where in a text that was read back an id stands alone, such as `data.creator 10482917`.

    An object's own id is named by the object itself.

    Args:
        told: The text, as JSON.
        sandbox: What there is.
    """
    workspace = sandbox.workspace
    known = {str(number) for number in workspace.users} | {str(workspace.id)}
    known |= {
        str(key) for kind in (workspace.spaces, workspace.folders, workspace.lists) for key in kind
    }
    return [
        f"{path} {value}"
        for path, value in _scalars(told, "", told)
        for number in _NUMBER.findall(str(value))
        if number in known and f"({number})" not in str(value) and "/" not in str(value)
    ]


def _scalars(value: Any, path: str, holder: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        columns = value.get("columns")
        for key, inner in value.items():
            if key == "data" and isinstance(columns, list):
                inner = [dict(zip(columns, row, strict=True)) for row in inner]  # noqa: PLW2901
            yield from _scalars(inner, f"{path}.{key}".lstrip("."), value)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner, path, holder)
    elif not (path.endswith(".id") and _is_named(holder)):
        yield path, value


def _is_named(holder: Any) -> bool:
    return isinstance(holder, dict) and any(
        holder.get(key) for key in ("name", "username", "email")
    )
