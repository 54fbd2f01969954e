"""The tracker, as commands and servers find it."""

from collections.abc import Mapping
from functools import partial

from agent_connectors.engine import Budget, Connector, Hosting, Provider, Secret, Timeouts
from tracker.api import app
from tracker.connector import Tracker


def hosted(
    credentials: Mapping[str, Secret], base_url: str | None, timeout: float, budget: Budget | None
) -> Connector:
    """One that a server holds; what a caller may do is the server's own matter."""
    return Tracker(
        credentials["token"].reveal(),
        base_url=base_url,
        timeouts=Timeouts.of(timeout),
        budget=budget,
        allow_destructive=True,
    )


PROVIDER = Provider(
    connector=Tracker,
    make=Tracker,
    sandbox=partial(Tracker, "tracker-token", app=app),
    hosting=Hosting(Tracker, ("token",), hosted),
)
