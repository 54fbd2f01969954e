"""Which webhooks hear of an event."""

from collections.abc import Iterator

from agent_connectors.clickup.sandbox.access import Place, level
from agent_connectors.clickup.sandbox.delivery.events import Event
from agent_connectors.clickup.sandbox.state.places import Folder, TaskList
from agent_connectors.clickup.sandbox.state.plans import Goal
from agent_connectors.clickup.sandbox.state.webhooks import SUSPENDED, Webhook
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["hearers"]

_NARROWEST_FIRST = ("task_id", "list_id", "folder_id", "space_id")


def hearers(event: Event, workspace: Workspace) -> Iterator[Webhook]:
    """The webhooks that an event goes to.

    Args:
        event: What happened.
        workspace: Where.
    """
    for webhook in workspace.webhooks.values():
        if event.name not in webhook.events or webhook.status == SUSPENDED:
            continue
        user = workspace.users.get(webhook.user)
        # Documented: who made it has to be part of the hierarchy still.
        if user is not None and _is_within(event, webhook) and level(workspace, event.at, user):
            yield webhook


def _is_within(event: Event, webhook: Webhook) -> bool:
    """Whether it happened where the webhook listens; the narrowest of its places counts."""
    wanted = next(
        ((name, webhook.places[name]) for name in _NARROWEST_FIRST if webhook.places[name]), None
    )
    if wanted is None:
        return True
    if isinstance(event.at, Goal):
        return False
    ends = [event.at, *([] if event.left is None else [event.left])]
    return any(wanted in set(_around(end)) for end in ends)


def _around(place: Place) -> Iterator[tuple[str, str]]:
    """A place and those that it is in."""
    if isinstance(place, Task):
        yield "task_id", place.id
        place = place.home
    if isinstance(place, TaskList):
        yield "list_id", place.id
        place = place.folder
    while isinstance(place, Folder):
        yield "folder_id", place.id
        place = place.parent or place.space
    yield "space_id", place.id
