"""What owners of a workspace do: who may see what, and who did what."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NotRequired

from typing_extensions import TypedDict

from agent_connectors.clickup.ids import AccessId, GroupId, ObjectId, PersonId
from agent_connectors.clickup.parameters import WorkspaceId
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, read, write
from agent_connectors.engine.marks import Body, NoChange, Since, Until
from agent_connectors.engine.result import Record
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot

__all__ = ["Access", "AuditLogs", "Permissions"]


class Access(TypedDict):
    """What somebody may do with an object; without a level, nothing any more."""

    kind: Literal["user", "group"]
    id: AccessId
    permission_level: NotRequired[Literal[1, 3, 4, 5] | None]
    from_group_id: NotRequired[GroupId]
    from_parent_type: NotRequired[str]
    from_parent_id: NotRequired[str]
    calculated: NotRequired[bool]


class Permissions(Resource):
    """Who may see and change something."""

    @write(
        "PATCH /api/v3/workspaces/{workspace_id}/{object_type}/{object_id}/acls",
        empty=True,
        before=Before(missing="ClickUp does not show who has access to what."),
        undo=cannot("ClickUp does not show who has access to what."),
    )
    async def update(
        self,
        object_type: str,
        object_id: ObjectId,
        *,
        workspace_id: WorkspaceId = None,
        private: bool | None = None,
        entries: Annotated[Sequence[Access] | None, NoChange(((),))] = None,
    ) -> Record[dict[str, Any]]:  # ClickUp describes nothing of the answer
        """Makes something private or not, and says who may do what with it. Enterprise plan only.

        Sharing can cost further seats.

        Args:
            object_type: What it is: space, folder, list, task, view, doc, goal, dashboard,
                customField, or another of ClickUp's kinds.
            object_id: Its id; or its name, as far as such objects can be named elsewhere.
            private: True to hide it from those who are not given access.
            entries: Whom to give access: `kind` and `id` of a user or a group, and
                `permission_level` 1 read, 3 comment, 4 edit, 5 create, or null to take it away.

        Example:
            await clickup.permissions.update("list", "Hiring", private=True)
        """


_Area = Literal[
    "agent-settings-activity", "auth-and-security", "custom-fields", "hierarchy-activity",
    "user-activity", "other-activity",
]  # fmt: skip
_Outcome = Literal[
    "success", "failed", "warn", "skipped", "started", "completed", "error", "system_error"
]


class AuditLogs(Resource):
    """Who did what in a workspace."""

    @read("POST /api/v3/workspaces/{workspace_id}/auditlogs")
    async def query(
        self,
        *,
        workspace_id: WorkspaceId = None,
        applicability: _Area | None = None,
        user_ids: Annotated[Sequence[PersonId] | None, Body("filter.userId", kind="text")] = None,
        user_emails: Annotated[Sequence[str] | None, Body("filter.userEmail")] = None,
        event_type: Annotated[str | None, Body("filter.eventType")] = None,
        event_status: Annotated[_Outcome | None, Body("filter.eventStatus")] = None,
        start_time: Annotated[PastTime | None, Body("filter.startTime"), Since("end_time")] = None,
        end_time: Annotated[PastTime | None, Body("filter.endTime"), Until("start_time")] = None,
        page_rows: Annotated[int | None, Body("pagination.pageRows")] = None,
        page_timestamp: Annotated[PastTime | None, Body("pagination.pageTimestamp")] = None,
        page_direction: Annotated[
            Literal["before", "after"] | None, Body("pagination.pageDirection")
        ] = None,
    ) -> Record[dict[str, Any]]:  # ClickUp describes nothing of the answer
        """What happened in a workspace: log-ins, changes of roles, of fields, of tasks.

        Only for its owner, on the Enterprise plan. ClickUp does not document the answer, which is
        given as it comes. For the next page, give the time of the last entry as `page_timestamp`.

        Args:
            applicability: Which log; most often `auth-and-security`.
            user_ids: Only what these users did.
            user_emails: Only what users with these e-mail addresses did.
            event_type: Only this event, such as USER_LOGIN, ROLE_CHANGE, TEAM_MEMBER_ADDED,
                TASK_DELETED, TASK_STATUS_CHANGED, FIELD_CREATED.
            event_status: Only events that ended so.
            start_time: From this time on: ms, ISO 8601, or words.
            end_time: Up to this time; a day is included.
            page_rows: How many entries to return.
            page_timestamp: Where to go on: the time of the last entry of the page before.
            page_direction: Whether to go back in time from there (`before`), or forward.

        Example:
            await clickup.audit_logs.query(event_status="success", start_time="past 7 days")
        """
