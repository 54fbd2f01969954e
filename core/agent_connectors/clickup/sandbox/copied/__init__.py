"""Workspaces made of what ClickUp answered to reads, as its API describes these answers."""

from agent_connectors.clickup.sandbox.copied.workspace import workspace_of

__all__ = ["workspace_of"]
