"""Workspaces as a whole: what there is, and where."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import ListId, SpaceId
from agent_connectors.clickup.parameters import WorkspaceId
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.marks import Control, Doc, Ge, Le
from agent_connectors.engine.result import ExecuteResult, Meta, Records

__all__ = ["Workspaces"]

_Kind = Literal["space", "folder", "list", "person", "tag", "status", "custom_field", "task"]

_Age = Annotated[
    int | None,
    Ge(0),
    Control(),
]


class Workspaces(Resource):
    """Workspaces as a whole: what there is, and where."""

    connector: Connector

    @read(leaves_out=("archived ones (spaces.list, folders.list, lists.list: archived=true)",))
    async def tree(
        self,
        team_id: WorkspaceId = None,
        *,
        space_id: SpaceId | None = None,
        max_age: _Age = None,
        limit: Annotated[int | None, Ge(1), Control(), Doc("How many spaces to give.")] = None,
        skip: Annotated[int | None, Ge(0), Control(), Doc("How many spaces to pass over.")] = None,
    ) -> Records[records.SpaceInTree]:
        """Spaces, folders and lists of a workspace with their ids, in one call.

        Archived ones are left out. The answer is kept for 5 minutes, until something in it is
        changed here; `meta.extra.age` says how many seconds old it is.

        Args:
            space_id: Only this space, by id or name.
            max_age: How old the answer may be, in seconds; 0 to ask ClickUp again.

        Example:
            await clickup.workspaces.tree(space_id="Product")
        """
        from agent_connectors.clickup.composite.find import directory_of
        from agent_connectors.clickup.naming.places import unseen

        directory = directory_of(self.connector)
        workspace = str(team_id)
        age = directory.tree_age(workspace)
        if max_age is not None and age is not None and age > max_age:
            directory.forget("spaces")
        tree = await directory.tree(workspace)
        nested = cast("list[records.SpaceInTree]", tree.nested())
        spaces = [s for s in nested if space_id in {None, s["id"]}]
        extra = {"age": round(directory.tree_age(workspace) or 0)}
        start, end = skip or 0, len(spaces) if limit is None else (skip or 0) + limit
        given = spaces[start:end]

        def rest(count: int) -> dict[str, Any] | None:
            more = start + count < len(spaces)
            return {"team_id": workspace, "skip": start + count} if more else None

        meta = Meta(
            count=len(given),
            has_more=end < len(spaces),
            next=rest(len(given)),
            extra=extra,
            warnings=tuple(f"{said}." for said in unseen(tree.closed)),
        )
        return ExecuteResult(given, meta).resumed_by(rest)

    @read()
    async def find(
        self,
        name: str,
        kinds: Sequence[_Kind] | None = None,
        *,
        team_id: WorkspaceId = None,
        space_id: SpaceId | None = None,
        list_id: ListId | None = None,
        limit: Annotated[int | None, Ge(1), Le(100), Control()] = None,
        max_age: _Age = None,
    ) -> Records[records.FoundItem]:
        """Finds things by name: spaces, folders, lists, people; or tags, tasks and so on.

        What has exactly that name is given alone. Where nothing has, what is close to it is
        given, best first: ask which one is meant. `Product / Backlog` finds a list by where it
        is.

        Args:
            name: The name, or a part of it.
            kinds: What to look for; spaces, folders, lists and people if unset. Tasks are
                searched for in up to 1,000 tasks; `meta.scanned` says in how many.
            space_id: Only in this space: faster for tags, statuses and custom fields.
            list_id: Only in this list: its statuses, custom fields and tasks.
            limit: How many to give at most; 10 if unset.
            max_age: How old what is known may be, in seconds; 0 to ask ClickUp again.

        Example:
            await clickup.workspaces.find("Bug Triage", kinds=["list"])
        """
        from agent_connectors.clickup.composite.find import Search, directory_of

        directory = directory_of(self.connector)
        if max_age is not None and directory.oldest() > max_age:
            directory.forget()
        search = Search(self.connector, directory, str(team_id), space_id=space_id, list_id=list_id)
        return await search.run(
            name, tuple(kinds or ("space", "folder", "list", "person")), limit or 10
        )
