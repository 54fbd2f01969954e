"""Copies of workspaces in files, for sandboxes to start with."""

from agent_connectors.clickup.copying.copy import CopyReport, copy_workspace

__all__ = ["CopyReport", "copy_workspace"]
