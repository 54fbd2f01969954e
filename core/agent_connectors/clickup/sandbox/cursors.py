"""Pages of v3: a limit, and a cursor that says where the next page begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Query

T = TypeVar("T")

_MARK = b"at:"


def bounds(query: Query, *, least: int = 1, most: int = 100) -> tuple[int, int]:
    """Where a page begins, and how much it holds.

    Args:
        query: Its `limit`, and its `cursor` or, as it once was called, `next_cursor`.
        least: The smallest page.
        most: The largest page.

    Raises:
        ApiError: 400 where they make no sense.
    """
    size = query.integer("limit") if query.text("limit") is not None else 50
    if size is None or not least <= size <= most:
        raise errors.invalid(f"limit must be between {least} and {most}")
    cursor = query.text("cursor") or query.text("next_cursor")
    if not cursor:
        return 0, size
    try:
        start = int(urlsafe_b64decode(cursor).removeprefix(_MARK))
    except ValueError:
        raise errors.invalid("cursor is not valid") from None
    if start < 0:
        raise errors.invalid("cursor is not valid")
    return start, size


def cursor_at(place: int) -> str:
    """The cursor of the page that begins there."""
    return urlsafe_b64encode(_MARK + b"%d" % place).decode()


def page_of(rows: Sequence[T], query: Query, show: Callable[[T], Any]) -> dict[str, Any]:
    """A page of rows in the envelope that chat and attachments use.

    Args:
        rows: All there are.
        query: Which page.
        show: How one row is shown.
    """
    start, size = bounds(query)
    end = start + size
    # Described as always there and a string, unlike that of Docs; so it is empty at the end.
    more = cursor_at(end) if end < len(rows) else ""
    return {"data": [show(row) for row in rows[start:end]], "next_cursor": more}
