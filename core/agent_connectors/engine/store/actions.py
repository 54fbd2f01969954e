"""The two actions by which a context store is asked."""

from collections.abc import Mapping
from typing import Any

__all__ = ["ACTIONS", "actions_told", "asks_store", "told"]

_PREFIX = "context_store_"

_LIMIT = {"type": "integer", "description": "How many at most."}

_MAX_AGE = {"type": "number", "description": "Seconds: where it is older, it is synced first."}

_ABOUT: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "context_store_search": (
        "Records of a copy that meet conditions, without a request.",
        {
            "query": {
                "type": "object",
                "description": '{"filter": {operator: {field: value}}, "sort": [{field: "asc"}]}. '
                "Operators: eq, neq, gt, gte, lt, lte, in, contains, startswith, endswith, like, "
                "keyword, fuzzy, array_contains, any, and, or, not.",
            },
            "limit": _LIMIT,
            "cursor": {"type": "string", "description": "From `meta.next` of an earlier answer."},
            "fields": {"type": "array", "items": {"type": "string"}},
            "max_age": _MAX_AGE,
        },
    ),
    "context_store_sql_query": (
        "Rows that one SELECT gives, from a copy, without a request.",
        {
            "sql": {"type": "string", "description": "One SELECT."},
            "limit": _LIMIT,
            "max_age": _MAX_AGE,
        },
    ),
}

ACTIONS: Mapping[str, tuple[str, ...]] = {
    name: tuple(params) for name, (_, params) in _ABOUT.items()
}
"""The actions, with the parameters that each takes."""


def asks_store(action: Any) -> bool:
    """Whether an action, or what was meant for one, asks a context store.

    Args:
        action: The name of an action.
    """
    return str(action).startswith(_PREFIX)


def told(entity: str, action: str) -> dict[str, Any]:
    """All about one of the actions, as operations are described.

    Args:
        entity: A kind of record that is kept.
        action: One of `ACTIONS`.
    """
    about, params = _ABOUT[action]
    required = ["sql"] if "sql" in params else []
    return {
        "operation": f"{entity}.{action}",
        "effect": "read",
        "description": about,
        "params": {"type": "object", "properties": dict(params), "required": required},
    }


def actions_told() -> list[dict[str, str]]:
    """The actions in short, as operations are listed."""
    return [
        {"signature": f"{name}({', '.join(params)})", "summary": about}
        for name, (about, params) in _ABOUT.items()
    ]
