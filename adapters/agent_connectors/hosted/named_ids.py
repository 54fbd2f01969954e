"""The ids that a call names: what an auditor may know of it without its texts."""

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["named_ids"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""An id, and not a name in its place: names have spaces, or are seldom worth hiding."""

_MOST = 20


def named_ids(params: Mapping[str, Any]) -> dict[str, Any]:
    """The ids among parameters, also those of items and objects of one, by name.

    Args:
        params: The parameters, as they came.
    """
    found: dict[str, list[str]] = {}
    _collect(params, found)
    return {name: ids[0] if len(ids) == 1 else ids for name, ids in found.items()}


def _collect(node: Any, found: dict[str, list[str]]) -> None:
    if isinstance(node, list):
        for item in node[:_MOST]:
            _collect(item, found)
    if not isinstance(node, Mapping):
        return
    for name, value in node.items():
        if name == "id" or name.endswith(("_id", "_ids")):
            for one in value if isinstance(value, list) else [value]:
                number = isinstance(one, int) and not isinstance(one, bool)
                if number or (isinstance(one, str) and _ID.fullmatch(one)):
                    room = sum(map(len, found.values())) < _MOST
                    if room and len(name) <= 64 and str(one) not in found.get(name, ()):
                        found.setdefault(name, []).append(str(one))
        elif isinstance(value, Mapping | list):
            _collect(value, found)
