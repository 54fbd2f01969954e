"""Workspaces."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from agent_connectors.hosted.api.access import CallerOf, problems, server_of
from agent_connectors.hosted.api.schemas import Name, WorkspaceBody, WorkspaceList

__all__ = ["router"]

router = APIRouter(tags=["workspaces"])


@router.get("/workspaces", responses=problems(401, 403))
async def list_workspaces(
    request: Request, caller: CallerOf, name_contains: Annotated[Name | None, Query()] = None
) -> WorkspaceList:
    """The organization's workspaces."""
    rows = await server_of(request).kept.workspaces(caller.organization_id, name_contains)
    return WorkspaceList(
        data=[
            WorkspaceBody(id=id_, name=name, created_at=made)
            for id_, name, made in rows
            if caller.reaches(name)
        ]
    )
