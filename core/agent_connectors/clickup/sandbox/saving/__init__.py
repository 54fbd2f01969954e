"""Workspaces in files: what was saved, and what was read of a real one."""

from agent_connectors.clickup.sandbox.saving.saved import Saved, write_workspace

__all__ = ["Saved", "write_workspace"]
