"""Webhooks, and how well they are."""

from dataclasses import dataclass

ACTIVE, FAILING, SUSPENDED = "active", "failing", "suspended"

_MOST_FAILURES = 100
"""Documented: events that could not be delivered, after which a webhook is suspended."""


@dataclass(slots=True, eq=False, repr=False)
class Webhook:
    """An address that wants to hear of events.

    Attributes:
        id: A UUID.
        user: The id of who made it.
        endpoint: The address.
        events: Names of events.
        places: The ids of the task, List, Folder and Space it is limited to.
        secret: Signs what is sent there.
        client: Stands for the app that made it.
        status: `active`, `failing` or `suspended`.
        fail_count: Events that could not be delivered since the last one that was.
    """

    id: str
    user: int
    endpoint: str
    events: list[str]
    places: dict[str, str | None]
    secret: str
    client: str
    status: str = ACTIVE
    fail_count: int = 0

    def worked(self) -> None:
        """Note that it took an event."""
        self.status, self.fail_count = ACTIVE, 0

    def failed(self) -> None:
        """Note that an event could not be delivered."""
        self.fail_count += 1
        self.status = SUSPENDED if self.fail_count >= _MOST_FAILURES else FAILING

    def suspend(self) -> None:
        """Send nothing there until somebody sets it to `active`."""
        self.status = SUSPENDED
