"""A connector to the tracker, for agents."""

import os
from typing import Annotated, Any

import agent_connectors.engine as ac

IssueId = Annotated[int, ac.Doc("The issue.")]
PersonId = Annotated[int | str, ac.Named("person")]


class People(ac.Resource):
    """People who work on issues."""

    @ac.read("/people", records="")
    async def list(self) -> ac.Records[Any]:
        """All people."""
        raise NotImplementedError


class Issues(ac.Resource):
    """What is to be done."""

    @ac.read("/issues", records="issues", pages=ac.ByNumber(20, first=1))
    async def list(
        self, *, assignee: PersonId | None = None, page: int | None = None, limit: ac.Limit = None
    ) -> ac.Records[Any]:
        """Issues, oldest first.

        Args:
            assignee: Only those of this person: an id or a name.
        """
        raise NotImplementedError

    @ac.write("POST /issues", must_have="id")
    async def create(self, title: str, *, assignee: PersonId | None = None) -> ac.Record[Any]:
        """Opens an issue.

        Args:
            title: What is to be done.
            assignee: Who is to do it: an id or a name.
        """
        raise NotImplementedError

    @ac.destructive("DELETE /issues/{issue_id}")
    async def delete(self, issue_id: IssueId) -> ac.Record[None]:
        """Deletes an issue for good."""
        raise NotImplementedError


class Comments(ac.Resource):
    """What people say about an issue."""

    @ac.read("/issues/{issue_id}/comments", records="comments", pages=ac.ByCursor(1, 50))
    async def list(
        self,
        issue_id: IssueId,
        *,
        cursor: str | None = None,
        limit: Annotated[int | None, ac.Query()] = None,
    ) -> ac.Records[Any]:
        """Comments on an issue."""
        raise NotImplementedError


class Tracker(ac.Connector):
    """The tracker."""

    product = ac.Product("Tracker", "http://127.0.0.1:8899", rate=None)
    connector_type, definition_id = "Tracker", "5b0f3d0c-8f8e-4f5c-9d53-0f3f4a9d6c11"
    probe = ("people", "list")
    issues, comments, people = Issues(), Comments(), People()

    def __init__(self, token: str | ac.AirbyteAuthConfig | None = None, **options: Any) -> None:
        token = token or os.environ.get("TRACKER_TOKEN", "")
        names = ac.NameHooks(self, {"person": ac.Listed("people")})
        held = token if isinstance(token, ac.AirbyteAuthConfig) else ac.Token(token)
        super().__init__(credentials=held, hooks=names, **options)
