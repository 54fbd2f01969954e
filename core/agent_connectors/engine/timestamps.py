"""Points in time: milliseconds since 1970 on the wire, ISO 8601 or words where people write."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from agent_connectors.engine.moments import Moment, parse

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Timestamp", "to_milliseconds"]


def to_milliseconds(value: Any) -> Any:
    """A point in time as it is sent.

    Args:
        value: Milliseconds, a text, a `datetime` or a `date`.

    Returns:
        Milliseconds since 1970, or a `Moment` where that depends on the time zone of whoever
        said it.

    Raises:
        ValueError: The text is no point in time.
    """
    if isinstance(value, str):
        if value.lstrip("-").isdigit():
            return int(value)
        moment = _exact(value) or parse(value)
        if moment is None:
            raise ValueError(
                "should be a time: milliseconds since 1970, ISO 8601 such as 2026-01-31 or "
                "2026-01-31T17:00:00Z, or words such as `tomorrow 9am` or `next Friday`"
            )
        value = moment
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return round(value.timestamp() * 1000)
        local = value
        return Moment(value.isoformat(), day=lambda _: local.date(), clock=local.time())
    if isinstance(value, date):
        day = value
        return Moment(value.isoformat(), day=lambda _: day)
    return value


def _exact(text: str) -> datetime | None:
    """A text in ISO 8601 with a time of day."""
    try:
        return datetime.fromisoformat(text) if len(text) > len("2026-01-31") else None
    except ValueError:
        return None


class _Milliseconds:
    """Makes pydantic take a timestamp in any of its spellings."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core.core_schema import (
            int_schema,
            is_instance_schema,
            no_info_before_validator_function,
            union_schema,
        )

        exact_or_not = union_schema([is_instance_schema(Moment), int_schema()])
        return no_info_before_validator_function(to_milliseconds, exact_or_not)

    def __get_pydantic_json_schema__(
        self, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        return {"type": ["integer", "string"]}


Timestamp = Annotated[int | str | datetime | date, _Milliseconds()]
"""A point in time, sent as milliseconds since 1970: that number, ISO 8601, or words.

Without a zone, it is a time in the connector's time zone; see `moments.parse` for the words.
"""
