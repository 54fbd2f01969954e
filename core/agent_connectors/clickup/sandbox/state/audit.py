"""The audit log: who did what."""

from collections import deque
from typing import NamedTuple

# As with the requests: a sandbox that is left running must not grow.
_EVENTS_KEPT = 10_000

AREAS = {
    "USER_": "auth-and-security",
    "CHANGE_": "auth-and-security",
    "TEAM_": "user-activity",
    "INVITE_": "user-activity",
    "REMOVE_": "user-activity",
    "CUSTOM_ROLE_": "user-activity",
    "TASK_": "hierarchy-activity",
    "FIELD_": "custom-fields",
}
"""Which part of the log an event belongs to, by the beginning of its type."""


class AuditEvent(NamedTuple):
    """Something that happened.

    Attributes:
        type: Such as `TASK_CREATED`.
        date: When, in milliseconds.
        user: The id of who did it.
        object: The id of what it was done to.
        status: How it went.
    """

    type: str
    date: int
    user: int
    object: str
    status: str = "success"

    @property
    def area(self) -> str:
        """The part of the log it belongs to."""
        found = (area for prefix, area in AREAS.items() if self.type.startswith(prefix))
        return next(found, "other-activity")


class AuditLog:
    """What happened, as far back as it is kept."""

    events: deque[AuditEvent]

    def __init__(self) -> None:
        self.events = deque(maxlen=_EVENTS_KEPT)

    def note(self, kind: str, date: int, user: int, identifier: str) -> None:
        """Write down what just happened.

        Args:
            kind: The type of the event.
            date: When, in milliseconds.
            user: The id of who did it.
            identifier: The id of what it was done to.
        """
        self.events.append(AuditEvent(kind, date, user, identifier))
