"""Tasks."""

from agent_connectors.clickup.resources.task_bulk import TaskBulk
from agent_connectors.clickup.resources.task_reads import TaskReads
from agent_connectors.clickup.resources.task_writes import TaskWrites

__all__ = ["Tasks"]


class Tasks(TaskReads, TaskWrites, TaskBulk):
    """Tasks, and their subtasks."""
