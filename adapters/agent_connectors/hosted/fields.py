"""Picks fields of records, for callers that ask for some only."""

from collections.abc import Sequence
from typing import Any

__all__ = ["pick"]


def pick(data: Any, wanted: Sequence[str] | None, unwanted: Sequence[str] | None) -> Any:
    """Records with the wanted fields, or without the unwanted ones.

    Args:
        data: A record, a list of records, or something else, which stays as it is.
        wanted: Paths such as `status.status`; None or none for all.
        unwanted: Paths of what is left out.
    """
    if wanted:
        data = _keep(data, [path.split(".") for path in wanted])
    if unwanted:
        data = _drop(data, [path.split(".") for path in unwanted])
    return data


def _below(name: str, paths: list[list[str]]) -> list[list[str]]:
    return [path[1:] for path in paths if path[0] == name]


def _keep(node: Any, paths: list[list[str]]) -> Any:
    if isinstance(node, list):
        return [_keep(item, paths) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for name, value in node.items():
        below = _below(name, paths)
        if below:
            kept[name] = value if [] in below else _keep(value, below)
    return kept


def _drop(node: Any, paths: list[list[str]]) -> Any:
    if isinstance(node, list):
        return [_drop(item, paths) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for name, value in node.items():
        below = _below(name, paths)
        if [] not in below:
            kept[name] = _drop(value, below) if below else value
    return kept
