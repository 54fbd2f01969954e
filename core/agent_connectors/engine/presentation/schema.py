"""What the text of a result looks like, as a JSON schema."""

from typing import Any

__all__ = ["RESULT_SCHEMA"]

_META: dict[str, Any] = {
    "type": "object",
    "description": "What data leaves out, and how to get it.",
    "properties": {
        "count": {"type": "integer", "description": "Records shown."},
        "scanned": {"type": "integer", "description": "Records looked at to find these."},
        "not_shown": {"type": "integer", "description": "Records that had no room."},
        "has_more": {"type": "boolean"},
        "next": {"type": "object", "description": "The params that fetch the rest."},
        "truncated": {"type": "boolean", "description": "Whether long parts were cut."},
        "extra": {"type": "object", "description": "What came beside the result."},
    },
}

# What a record holds is not told: that is what the short form of each product decides.
RESULT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "data": {"description": "A list of records, one object, or null if there is none."},
        "columns": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Where data is a table: what each value of a row is.",
        },
        "in_every_row": {
            "type": "object",
            "description": "Where data is a table: what is the same in all rows.",
        },
        "done": {"type": "boolean", "description": "Done, and there is nothing to show."},
        "meta": _META,
    },
    "required": ["data"],
}
"""The schema of every `ToolResult`, parsed."""
