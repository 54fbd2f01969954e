"""Removing things with all that hangs on them."""

from agent_connectors.clickup.sandbox.state.places import Folder, Space, TaskList
from agent_connectors.clickup.sandbox.state.plans import View
from agent_connectors.clickup.sandbox.state.work import Comment, Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


def remove_task(workspace: Workspace, task: Task) -> None:
    """Remove a task, its subtasks, and its part in relations."""
    for child in list(workspace.subtasks.pop(task.id, ())):
        remove_task(workspace, child)
    if task.parent is not None and task.parent.id in workspace.subtasks:
        workspace.subtasks[task.parent.id].remove(task)
    for dependency in task.dependencies:
        other = dependency.blocking if dependency.waiting is task else dependency.waiting
        other.dependencies = tuple(d for d in other.dependencies if d is not dependency)
        workspace.rendered.drop(other.id)
    for link in task.links:
        other = link.other if link.one is task else link.one
        other.links = tuple(k for k in other.links if k is not link)
        workspace.rendered.drop(other.id)
    for checklist in task.checklists:
        del workspace.checklists[checklist.id]
    for place in (task.home.tasks, *(x.visitors for x in task.locations), workspace.tasks):
        place.pop(task.id, None)
    workspace.custom_ids.pop(task.custom_id or "", None)
    workspace.deleted_tasks.add(task.id)
    workspace.files.delete_of("tasks", task.id)
    _remove_thread(workspace, "task", task.id)
    workspace.touch(task, stamp=False)


def remove_list(workspace: Workspace, home: TaskList) -> None:
    """Remove a List and its tasks."""
    # A parent's deletion takes its subtasks, so some are gone when their turn comes.
    for task in list(home.tasks.values()):
        if task.id in workspace.tasks:
            remove_task(workspace, task)
    for task in home.visitors.values():
        task.locations = tuple(x for x in task.locations if x is not home)
    del home.folder.lists[home.id]
    del workspace.lists[home.id]
    # It stood in for the lack of a Folder, and has no List left to do that for.
    if home.folder.hidden:
        _forget_folder(workspace, home.folder)
    workspace.deleted_lists[home.id] = home
    _remove_thread(workspace, "list", home.id)
    _remove_views(workspace, home.id)
    workspace.changed()


def remove_folder(workspace: Workspace, folder: Folder) -> None:
    """Remove a Folder with its Lists and the Folders in it."""
    for other in [f for f in folder.space.folders.values() if f.parent is folder]:
        remove_folder(workspace, other)
    for home in list(folder.lists.values()):
        remove_list(workspace, home)
    _forget_folder(workspace, folder)
    folder.deleted = True
    workspace.deleted_folders[folder.id] = folder
    _remove_views(workspace, folder.id)


def remove_space(workspace: Workspace, space: Space) -> None:
    """Remove a Space and its Folders."""
    # A Folder takes those in it along, so some are gone when their turn comes.
    for folder in list(space.folders.values()):
        if folder.id in space.folders:
            remove_folder(workspace, folder)
    del workspace.spaces[space.id]
    _remove_views(workspace, space.id)


def remove_view(workspace: Workspace, view: View) -> None:
    """Remove a view and its comments."""
    del workspace.views[view.id]
    _remove_thread(workspace, "view", view.id)


def remove_comment(workspace: Workspace, comment: Comment) -> None:
    """Remove a comment and its replies."""
    kind, parent = comment.parent
    if kind == "comment":
        workspace.comments[int(parent)].replies.remove(comment)
    else:
        workspace.threads[comment.parent].remove(comment)
    for gone in (comment, *comment.replies):
        del workspace.comments[gone.id]


def _forget_folder(workspace: Workspace, folder: Folder) -> None:
    folder.space.folders.pop(folder.id, None)
    workspace.folders.pop(folder.id, None)


def _remove_views(workspace: Workspace, place: str) -> None:
    for view in [v for v in workspace.views.values() if v.parent == place]:
        remove_view(workspace, view)


def _remove_thread(workspace: Workspace, kind: str, parent: str) -> None:
    for comment in workspace.threads.pop((kind, parent), ()):
        for gone in (comment, *comment.replies):
            del workspace.comments[gone.id]
