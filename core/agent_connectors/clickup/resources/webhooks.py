"""Webhooks: calls that ClickUp makes when something happens."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import FolderId, ListId, SpaceId, TaskId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Body, Len, Limit, Skip
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.undo import remakes, removes, restores

__all__ = ["Webhooks"]

_AS_NUMBER = Body(kind="number")


def _all_or_some(value: Any) -> Any:
    return "*" if value == ["*"] else value


_Events = Annotated[Literal["*"] | Annotated[Sequence[str], Len(1)], Reading(read=_all_or_some)]
_EVENTS = ShownAs("events")


_LISTED = Before("webhooks.list", find=("id", "webhook_id"))


class Webhooks(Resource):
    """Calls that ClickUp makes to a server of yours when something happens."""

    @read("/api/v2/team/{team_id}/webhook", records="webhooks")
    async def list(
        self, *, team_id: WorkspaceId = None, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Webhook]:
        """Webhooks of a workspace that the token's user made, with their health.

        Example:
            await clickup.webhooks.list()
        """

    @write(
        "POST /api/v2/team/{team_id}/webhook",
        record="webhook",
        must_have="id",
        undo=removes("webhooks.delete", webhook_id="id"),
    )
    async def create(
        self,
        endpoint: str,
        events: Annotated[_Events, _EVENTS],
        *,
        team_id: WorkspaceId = None,
        space_id: Annotated[SpaceId | None, _AS_NUMBER] = None,
        folder_id: Annotated[FolderId | None, _AS_NUMBER] = None,
        list_id: Annotated[ListId | None, _AS_NUMBER] = None,
        task_id: TaskId | None = None,
    ) -> Record[records.Webhook]:
        """Makes ClickUp call a URL when something happens in a workspace or a part of it.

        The answer holds the `secret` that the calls are signed with.

        Args:
            endpoint: The URL to call.
            events: What to call for: * for all, or a list such as taskCreated,
                taskStatusUpdated, taskDeleted, taskCommentPosted, listCreated, folderUpdated,
                spaceDeleted, goalCreated, keyResultUpdated.
            space_id: Only for this space. Give at most one place.
            folder_id: Only for this folder.
            list_id: Only for this list.
            task_id: Only for this task.

        Example:
            await clickup.webhooks.create(
                "https://example.com/hook", ["taskCreated"], list_id="Bug Triage"
            )
        """

    @write(
        "PUT /api/v2/webhook/{webhook_id}",
        record="webhook",
        must_have="id",
        before=_LISTED,
        undo=restores(),
    )
    async def update(
        self,
        webhook_id: str,
        *,
        endpoint: str | None = None,
        events: Annotated[_Events | None, _EVENTS] = None,
        status: Annotated[str | None, ShownAs("later")] = None,
    ) -> Record[records.Webhook]:
        """Changes a webhook, or wakes one up that ClickUp has suspended.

        Args:
            webhook_id: The webhook, from `webhooks.list`.
            endpoint: The URL to call.
            events: What to call for, in place of the old ones: * for all, or a list.
            status: `active` to wake it up.

        Example:
            hook = (await clickup.webhooks.create("https://example.com/hook", ["taskCreated"])).data
            await clickup.webhooks.update(hook["id"], events=["taskCreated", "taskDeleted"])
        """

    @destructive(
        "DELETE /api/v2/webhook/{webhook_id}",
        before=_LISTED,
        undo=remakes("webhooks.create", loses="Its id and its secret."),
    )
    async def delete(self, webhook_id: str) -> Record[dict[str, object]]:
        """Deletes a webhook.

        Args:
            webhook_id: The webhook, from `webhooks.list`.

        Example:
            hook = (await clickup.webhooks.create("https://example.com/hook", ["taskCreated"])).data
            await clickup.webhooks.delete(hook["id"])
        """
