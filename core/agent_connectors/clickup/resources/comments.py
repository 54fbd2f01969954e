"""Comments on tasks, lists and chat views, and replies to them."""

from collections.abc import Sequence
from typing import Annotated

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import CommentId, GroupId, ListId, SpaceId, TaskId, ViewId
from agent_connectors.clickup.marks import MayMention, ShownAs
from agent_connectors.clickup.parameters import (
    CustomTaskIds,
    IncludeClosed,
    Markdown,
    StartId,
    UserId,
    WorkspaceId,
    WorkspaceOfCustomIds,
)
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import (
    Body,
    Continues,
    Control,
    Ge,
    Le,
    Limit,
    NotShown,
    Requires,
    Skip,
)
from agent_connectors.engine.paging import ByPosition
from agent_connectors.engine.result import Record, Records
from agent_connectors.engine.times.timestamps import PastTime
from agent_connectors.engine.undo import cannot, removes

__all__ = ["Comments"]

_Assignee = Annotated[
    UserId | None, NotShown(), Body(kind="number"), ShownAs("somebody", ("assignee",))
]

_TEXTS = ("comment_text", "markdown")

_PAGES = ByPosition(25, {"start": "date", "start_id": "id"})


_UNREAD = Before(missing="ClickUp gives no comment by its id alone.")


class Comments(Resource):
    """Comments on tasks, lists and chat views, and replies to them."""

    connector: Connector

    # Newest first, 25 at a time; its reference wants both `start` and `start_id` for the next ones.
    @read(
        "/api/v2/task/{task_id}/comment",
        "/api/v2/list/{list_id}/comment",
        "/api/v2/view/{view_id}/comment",
        records="comments",
        pages=_PAGES,
    )
    async def list(
        self,
        task_id: TaskId | None = None,
        list_id: ListId | None = None,
        view_id: ViewId | None = None,
        *,
        start: Annotated[PastTime | None, Requires("start_id"), Continues()] = None,
        start_id: StartId = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[records.Comment]:
        """Comments on a task, a list or a chat view, newest first, 25 a page, without replies.

        Args:
            task_id: The task. Give this, `list_id` or `view_id`.
            view_id: The chat view.
            start: Time of the comment to continue after, with `start_id`; `meta.next` gives
                both.

        Example:
            await clickup.comments.list("ENG-88")
        """

    @write(
        "POST /api/v2/task/{task_id}/comment",
        "POST /api/v2/list/{list_id}/comment",
        "POST /api/v2/view/{view_id}/comment",
        must_have="id",
        one_of=_TEXTS,
        undo=removes("comments.delete", comment_id="id"),
    )
    async def create(
        self,
        comment_text: Annotated[str | None, NotShown(), MayMention("text")] = None,
        task_id: TaskId | None = None,
        list_id: ListId | None = None,
        view_id: ViewId | None = None,
        *,
        markdown: Annotated[Markdown, NotShown()] = None,
        assignee: _Assignee = None,
        group_assignee: Annotated[GroupId | None, NotShown()] = None,
        notify_all: Annotated[bool | None, NotShown()] = None,
        custom_task_ids: CustomTaskIds = None,
        team_id: WorkspaceOfCustomIds = None,
    ) -> Record[records.CreatedComment]:
        """Comments on a task, a list or a chat view.

        Args:
            comment_text: Plain text. Or give `markdown`.
            task_id: The task. Give this, `list_id` or `view_id`.
            view_id: The chat view.
            assignee: Who is to see to it (tasks and lists): an id, a name, or "me".
            group_assignee: A user group to assign the comment to (tasks).
            notify_all: True to notify the comment's author too.

        Example:
            await clickup.comments.create("On it.", task_id="ENG-88", assignee="me")
        """

    # All replies at once: its description has no parameter for pages here.
    @read("/api/v2/comment/{comment_id}/reply", records="comments")
    async def get(
        self, comment_id: CommentId, *, limit: Limit = None, skip: Skip = None
    ) -> Records[records.Comment]:
        """Replies to a comment; the comment itself is not among them.

        Example:
            await clickup.comments.get("90150188973483")
        """

    @write(
        "PUT /api/v2/comment/{comment_id}",
        empty=True,
        before=_UNREAD,
        undo=cannot("ClickUp gives no comment by its id, so how it was is not known."),
    )
    async def update(
        self,
        comment_id: CommentId,
        *,
        comment_text: Annotated[str | None, NotShown(), MayMention("text")] = None,
        markdown: Annotated[Markdown, NotShown()] = None,
        assignee: _Assignee = None,
        group_assignee: Annotated[GroupId | None, NotShown()] = None,
        resolved: Annotated[bool | None, NotShown()] = None,
    ) -> Record[dict[str, object]]:
        """Changes the text of a comment, assigns it, or resolves it.

        Args:
            comment_text: Plain text that takes the place of the old one.
            assignee: Who is to see to it: an id, a name, or "me".
            group_assignee: A user group to assign it to.
            resolved: True to mark it resolved.

        Example:
            await clickup.comments.update("90150188973996", comment_text="Found the cause.")
        """

    @destructive(
        "DELETE /api/v2/comment/{comment_id}",
        before=_UNREAD,
        undo=cannot("ClickUp gives no comment by its id, so how it was is not known."),
    )
    async def delete(self, comment_id: CommentId) -> Record[dict[str, object]]:
        """Deletes a comment, or a reply to one.

        Args:
            comment_id: The comment, from `comments.list`, or the reply, from `comments.get`.

        Example:
            await clickup.comments.delete("90150188973483")
        """

    @write(
        "POST /api/v2/comment/{comment_id}/reply",
        empty=True,
        one_of=_TEXTS,
        undo=removes("comments.delete", comment_id="id"),
    )
    async def reply(
        self,
        comment_id: CommentId,
        comment_text: Annotated[str | None, NotShown(), MayMention("text")] = None,
        *,
        markdown: Annotated[Markdown, NotShown()] = None,
        assignee: _Assignee = None,
        group_assignee: Annotated[GroupId | None, NotShown()] = None,
        notify_all: Annotated[bool | None, NotShown()] = None,
    ) -> Record[records.CreatedComment]:
        """Replies to a comment.

        Args:
            comment_text: Plain text. Or give `markdown`.
            assignee: A person to assign the reply to: an id, a name, or `me`.
            group_assignee: A user group to assign the reply to, from `user_groups.list`.
            notify_all: True to notify the author of the comment too.

        Example:
            await clickup.comments.reply("90150188973996", "Thanks, I will look.")
        """

    @read(
        leaves_out=(
            "archived ones (tasks.list, archived=true)",
            "subtasks (tasks.search, subtasks=true)",
        )
    )
    async def count(
        self,
        team_id: WorkspaceId = None,
        *,
        list_ids: Sequence[ListId] | None = None,
        space_ids: Sequence[SpaceId] | None = None,
        include_closed: IncludeClosed = None,
        page: Annotated[int | None, Continues()] = None,
        limit: Annotated[int | None, Ge(1), Le(100), Control()] = None,
    ) -> Records[records.CommentCount]:
        """The tasks with the most comments, most first, each with how many it has.

        ClickUp has to be asked for each task: 100 tasks a minute on most plans. When the time
        for the call is over, `meta.scanned` says how many were counted, and `meta.next` goes on.

        Args:
            list_ids: Only tasks in these lists.
            space_ids: Only tasks in these spaces.
            include_closed: True to include tasks in a closed status.
            page: Which hundred of the tasks to begin with, from 0.
            limit: How many tasks to give; 10 if unset.

        Example:
            await clickup.comments.count(space_ids=["Engineering"], limit=10)
        """
        from agent_connectors.clickup.composite.comment_counts import count_comments

        given = {
            "team_id": team_id,
            "list_ids": list_ids,
            "space_ids": space_ids,
            "include_closed": include_closed,
            "page": page,
        }
        conditions = {name: value for name, value in given.items() if value is not None}
        return await count_comments(self.connector, conditions, limit or 10)
