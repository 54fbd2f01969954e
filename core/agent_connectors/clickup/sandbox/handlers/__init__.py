"""What the endpoints do, one module a resource.

A handler is a function of the workspace, the request and the path's parameters. It returns the JSON
to answer with (status 200), or a `Response` for anything else, and raises `ApiError` to fail.
"""

from agent_connectors.clickup.sandbox.handlers import (
    account,
    attachments,
    audit,
    chat_channels,
    chat_messages,
    chat_reactions,
    checklists,
    comments,
    custom_fields,
    docs,
    folders,
    goals,
    groups,
    legacy_time,
    lists,
    members,
    oauth,
    people,
    relations,
    sharing,
    spaces,
    tags,
    task_lists,
    task_moves,
    tasks,
    templates,
    time_entries,
    time_estimates,
    time_tags,
    views,
    webhooks,
)
from agent_connectors.clickup.sandbox.routing import ROUTES, Router

__all__ = ["ROUTER"]

# Importing a module registers its endpoints.
_MODULES = (
    account,
    attachments,
    audit,
    chat_channels,
    chat_messages,
    chat_reactions,
    checklists,
    comments,
    custom_fields,
    docs,
    folders,
    goals,
    groups,
    legacy_time,
    lists,
    members,
    oauth,
    people,
    relations,
    sharing,
    spaces,
    tags,
    task_lists,
    task_moves,
    tasks,
    templates,
    time_entries,
    time_estimates,
    time_tags,
    views,
    webhooks,
)

ROUTER = Router(ROUTES)
"""All endpoints."""
