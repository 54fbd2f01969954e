"""Where deliveries are noted before they are acknowledged, and until they are dealt with."""

from agent_connectors.engine.inbox.deliveries import (
    DONE,
    FAILED,
    LONGEST_WAIT,
    WAITING,
    Inbox,
    Taken,
    key_of,
)
from agent_connectors.engine.inbox.errors import InboxError, WrongInbox
from agent_connectors.engine.inbox.sqlite import SqliteInbox

__all__ = [
    "DONE",
    "FAILED",
    "LONGEST_WAIT",
    "WAITING",
    "Inbox",
    "InboxError",
    "SqliteInbox",
    "Taken",
    "WrongInbox",
    "key_of",
]
