"""ClickUp's records as a model should read them.

A task as ClickUp sends it has 5 to 11 KB, most of it colours, avatars, settings and the same
thing twice. What is left here is what somebody would say about it: names beside ids, times as
ISO 8601, custom fields by their names, and no nulls. In lists, long texts are left out as well.
"""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from agent_connectors.clickup.compact.forms import FORMS
from agent_connectors.clickup.compact.names import NAMES, Names
from agent_connectors.clickup.compact.values import ZONE, shorten

__all__ = ["Names", "compact"]


def compact(
    entity: str,
    record: Any,
    *,
    in_list: bool,
    zone: tzinfo = UTC,
    days: tzinfo | None = None,
    names: Names | None = None,
) -> Any:
    """A record, short.

    Args:
        entity: What it is.
        record: The record, as ClickUp sent it.
        in_list: Whether it is one of a list.
        zone: The time zone in which to tell times.
        days: The time zone of the ClickUp user, whose days dates without a time are; `zone` if
            that is not known.
        names: What ids stand for that have no name in the record.
    """
    token, known = ZONE.set((zone, days or zone)), NAMES.set(names or Names())
    try:
        return _compact(entity, record, in_list=in_list)
    finally:
        NAMES.reset(known)
        ZONE.reset(token)


def _compact(entity: str, record: Any, *, in_list: bool) -> Any:
    form = FORMS.get(entity)
    if form is not None and isinstance(record, Mapping):
        try:
            said = form(record)
        except (AttributeError, KeyError, TypeError):
            said = None  # of another shape than expected; what it looks like will have to do
        if said is not None:
            return said
    return shorten(entity, record, in_list=in_list)
