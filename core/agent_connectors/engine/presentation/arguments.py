"""Reads the arguments that models send: what they mean rather than how they put it."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.json_text import as_mapping, brief

__all__ = ["EVERYTHING", "FIELDS", "read_params"]

FIELDS = "fields"
"""The parameter of every tool that says which fields of a result to show."""

EVERYTHING = ["*"]
"""The fields that stand for a record as the product sent it; `detail="full"` says the same."""

_DETAIL = "detail"
_DETAILS = {"", "short", "full"}


def read_params(
    params: Any, beside: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], list[str] | None]:
    """The parameters of an operation, and the fields to show.

    Args:
        params: An object, the same as JSON text, or nothing.
        beside: Parameters that were put next to `params` rather than into it.

    Raises:
        InvalidParams: It is something else, or says another thing than what is beside it.
    """
    given = dict(as_mapping(params))
    for name, value in (beside or {}).items():
        if given.get(name) is None:
            given[name] = value
        elif value is not None and value != given[name]:
            raise InvalidParams(f"`{name}` is given twice, and not the same: leave one out.")
    fields = given.pop(FIELDS, None)
    detail = given.pop(_DETAIL, None)
    if not (detail is None or (isinstance(detail, str) and detail in _DETAILS)):
        raise InvalidParams(f'`detail` is "short" or "full", not {brief(detail)}.')
    if isinstance(fields, str):
        fields = [name.strip() for name in fields.split(",") if name.strip()]
    if fields is not None and not (
        isinstance(fields, list) and all(isinstance(name, str) for name in fields)
    ):
        raise InvalidParams("`fields` must be a list of names.")
    return given, EVERYTHING if detail == "full" else fields or None
