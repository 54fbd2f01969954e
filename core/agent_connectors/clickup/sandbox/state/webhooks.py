"""Webhooks, which are kept but never called."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False, repr=False)
class Webhook:
    """An address that wants to hear of events.

    Attributes:
        id: A UUID.
        user: The id of who made it.
        endpoint: The address.
        events: Names of events; `*` for all.
        places: The ids of the task, List, Folder and Space it is limited to.
        secret: Signs what is sent there.
        client: Stands for the app that made it.
        status: `active` or `suspended`.
    """

    id: str
    user: int
    endpoint: str
    events: list[str]
    places: dict[str, str | None]
    secret: str
    client: str
    status: str = "active"
