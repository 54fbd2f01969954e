"""What the endpoints do, one module a resource.

A handler is a function of the workspace, the request and the path's parameters. It returns the JSON
to answer with (status 200), or a `Response` for anything else, and raises `ApiError` to fail.
"""

from agent_connectors.clickup.sandbox.handlers import (
    account,
    checklists,
    comments,
    custom_fields,
    docs,
    folders,
    goals,
    lists,
    members,
    relations,
    spaces,
    tags,
    task_lists,
    tasks,
    time_entries,
    views,
)
from agent_connectors.clickup.sandbox.routing import ROUTES, Router

__all__ = ["ROUTER"]

# Importing a module registers its endpoints.
_MODULES = (
    account,
    checklists,
    comments,
    custom_fields,
    docs,
    folders,
    goals,
    lists,
    members,
    relations,
    spaces,
    tags,
    task_lists,
    tasks,
    time_entries,
    views,
)

ROUTER = Router(ROUTES)
"""All endpoints."""
