"""Lists that are read to their ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from agent_connectors.engine.errors import InvalidResponse
from agent_connectors.engine.store.feeds import Source

__all__ = ["numbered", "pages_of"]


def numbered(records: Iterable[Any], **above: Any) -> list[dict[str, Any]]:
    """Records with their places in the list, and the ids of what they were listed under.

    Args:
        records: The records; what is none is left out.
        above: The ids.
    """
    sound = (record for record in records if isinstance(record, Mapping))
    return [{**record, "_of": {**above, "order": n}} for n, record in enumerate(sound)]


async def pages_of(
    source: Source, entity: str, action: str, params: Mapping[str, Any]
) -> list[Any]:
    """All of a list, whether its items have ids or not.

    Args:
        source: What is asked.
        entity: The kind of object.
        action: What to do.
        params: Its parameters.

    Raises:
        InvalidResponse: The list does not go on.
        ConnectorError: It cannot be read.
    """
    found: list[Any] = []
    following: Mapping[str, Any] | None = params
    while following is not None:
        page = await source.ask(entity, action, following, keyed=False)
        found += page.data
        if page.meta.next == following:
            raise InvalidResponse(f"ClickUp gave the same page of {entity} again, as the next one.")
        following = page.meta.next
    return found
