"""Reads what was delivered: which event it is, and what identifies it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from agent_connectors.clickup.webhooks.events import (
    KINDS,
    TaskCommentPosted,
    UnknownEvent,
    WebhookEvent,
)
from agent_connectors.clickup.webhooks.history import HistoryItem, item_of
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.json_text import no_number, writable, write

__all__ = ["Identity", "event_of", "identity_of", "read"]

_LONGEST = 200
"""Characters of a name or an id; what is longer is none."""


class Identity(NamedTuple):
    """What identifies a delivery.

    Attributes:
        key: The same for each delivery of the same event.
        subject: What it is about.
        again: Whether the key says only what is told of: another delivery may be another event.
        series: Identifies what is told of in one state after the other, such as a comment that is
            edited; empty if nothing is.
    """

    key: str
    subject: str
    again: bool
    series: str


def read(body: bytes) -> Mapping[str, Any]:
    """What was delivered, as JSON; halves of characters become the sign for what cannot be read.

    Raises:
        InvalidParams: It is no event.
    """
    try:
        found = json.loads(body.decode())
        # What is no number is no JSON either.
        found = None if no_number(found) else writable(found)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, Mapping) or not isinstance(found.get("event"), str):
        raise InvalidParams("This is no event of ClickUp's webhooks: it has no `event`.")
    return found


def event_of(raw: Mapping[str, Any], key: str = "") -> WebhookEvent:
    """An event, of the type that it is.

    Args:
        raw: The event as it came.
        key: What identifies it.
    """
    name = str(raw.get("event"))
    kind = KINDS.get(name, UnknownEvent)
    ids = {part: _id(raw.get(part)) for part in kind.subject}
    if not all(ids.values()):  # a known name, but not what it is about
        kind, ids = UnknownEvent, {}
    webhook = _id(raw.get("webhook_id"))
    return kind(name=name, webhook_id=webhook, key=key, history=_history(raw), raw=raw, **ids)


def identity_of(event: WebhookEvent) -> Identity:
    """What identifies a delivery.

    ClickUp names the webhook and the history item. The same item is told as two events, and an edit
    of a comment has the item of the comment, so the event and the text of the comment count as
    well; which of several webhooks has heard of it does not. A comment may be edited back to an
    earlier text. An event without history says only that something changed: whether it is the one
    that came before, nothing tells. Only what is made is made once.
    """
    ids = [str(getattr(event, part)) for part in event.subject]
    items = sorted(item.id for item in event.history if item.id)
    comments = [item.raw["comment"] for item in event.history if item.raw.get("comment")]
    said = [_said(comment) for comment in comments]
    known = bool(items) or event.name.endswith("Created")
    if isinstance(event, UnknownEvent):
        # Nothing is known of it but what it says.
        known, said = bool(items), [dict(event.raw)]
    subject = ":".join(ids[:1] or [event.webhook_id])
    edited = bool(items and comments) and not isinstance(event, TaskCommentPosted)
    series = _digest([event.name, ids, items]) if edited else ""
    key = f"clickup-webhook-{_digest([event.name, ids, items, said])}"
    return Identity(key, subject, again=not known, series=series)


def _digest(told: object) -> str:
    return sha256(write(told)).hexdigest()[:40]


def _said(comment: Any) -> Any:
    """What an edit changes of a comment: counts of replies and the like may differ."""
    if not isinstance(comment, Mapping):
        return comment
    kept = ("id", "comment", "text_content", "resolved", "assignee")
    return {name: comment[name] for name in kept if name in comment}


def _history(raw: Mapping[str, Any]) -> tuple[HistoryItem, ...]:
    items = raw.get("history_items")
    found = items if isinstance(items, list) else []
    return tuple(item_of(item) for item in found if isinstance(item, Mapping))


def _id(value: Any) -> str:
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value) if is_id else ""
    return text if len(text) <= _LONGEST and text.isprintable() else ""
