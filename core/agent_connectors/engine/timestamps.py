"""Points in time: milliseconds since 1970 on the wire, ISO 8601 where people and models write."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Timestamp", "to_milliseconds"]


def to_milliseconds(value: Any) -> Any:
    """Milliseconds since 1970 of an ISO 8601 text or a `datetime`; anything else as it is.

    Raises:
        ValueError: The text has no time zone, or is not ISO 8601.
    """
    if isinstance(value, str) and not value.lstrip("-").isdigit():
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(
                "should be milliseconds since 1970 or ISO 8601, such as 2026-01-31T17:00:00Z"
            ) from None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("should have a time and a zone, such as 2026-01-31T17:00:00+01:00")
        return round(value.timestamp() * 1000)
    return value


class _Milliseconds:
    """Makes pydantic take a timestamp in any of its spellings."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import int_schema, no_info_before_validator_function

        return no_info_before_validator_function(to_milliseconds, int_schema())

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {"type": ["integer", "string"]}


Timestamp = Annotated[int | str | datetime, _Milliseconds()]
"""Milliseconds since 1970, or ISO 8601 with a zone, or a `datetime` with one; sent as the first."""
