"""Merging one task into another."""

from agent_connectors.clickup.sandbox.state.deletion import remove_task
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


def merge(workspace: Workspace, source: Task, target: Task) -> None:
    """Move everything of a task to another one, then remove it.

    Args:
        workspace: Where they are.
        source: The task that is gone afterwards.
        target: The task that has both; its own facts win where it has any.
    """
    target.assignees = tuple(dict.fromkeys((*target.assignees, *source.assignees)))
    target.watchers = tuple(dict.fromkeys((*target.watchers, *source.watchers)))
    tags = [workspace.tag(target.home.space, name).name for name in source.tags]
    target.tags = tuple(dict.fromkeys((*target.tags, *tags)))
    if source.markdown:
        both = filter(None, (target.markdown, source.markdown))
        target.markdown, target.plain = "\n\n".join(both), None
    target.values = {**source.values, **target.values}
    for checklist in source.checklists:
        checklist.task = target
    target.checklists = (*target.checklists, *source.checklists)
    source.checklists = ()
    _move_comments(workspace, source, target)
    workspace.files.move("tasks", source.id, target.id)
    for child in list(workspace.subtasks.get(source.id, ())):
        workspace.move_under(child, target)
        if child.home is not target.home:
            _settle(workspace, child, target)
        workspace.touch(child)
    for entry in workspace.time_entries.values():
        if entry.task is source:
            entry.task = target
    target.spent += source.spent
    remove_task(workspace, source)
    workspace.touch(target)


def _move_comments(workspace: Workspace, source: Task, target: Task) -> None:
    moved = workspace.threads.pop(("task", source.id), [])
    if not moved:
        return
    place = ("task", target.id)
    for comment in moved:
        comment.parent = place
    thread = [*workspace.threads.get(place, ()), *moved]
    # Threads are kept oldest first.
    workspace.threads[place] = sorted(thread, key=lambda comment: (comment.date, comment.id))


def _settle(workspace: Workspace, child: Task, target: Task) -> None:
    """Bring a subtask into its new parent's List, in a status that this List has."""
    workspace.move_to(child, target.home)
    below = [child]
    while below:
        task = below.pop()
        home = target.home
        workspace.set_status(task, home.status_named(task.status.name) or home.statuses[0])
        workspace.touch(task)
        below += workspace.subtasks.get(task.id, ())
