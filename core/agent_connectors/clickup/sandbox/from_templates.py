"""Making tasks, Lists and Folders from templates.

Everything of a template is taken over, but for what an option of the request says `false` to.
"""

from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.state.places import Folder, TaskList
from agent_connectors.clickup.sandbox.state.templates import FolderPlan, ListPlan, TaskPlan
from agent_connectors.clickup.sandbox.state.work import Checklist, ChecklistItem, Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_EVERYTHING = Fields({})


def fill_folder(workspace: Workspace, folder: Folder, plan: FolderPlan, options: Fields) -> None:
    """Make the Lists of a Folder template."""
    for part in plan.lists:
        make_list(workspace, folder, part, part.name, options)


def make_list(
    workspace: Workspace, folder: Folder, plan: ListPlan, name: str, options: Fields
) -> TaskList:
    """Make a List with the tasks of its template."""
    home = TaskList(workspace.ids.list(), name, folder, len(folder.lists))
    home.content = options.text("content") or plan.text
    folder.lists[home.id] = workspace.lists[home.id] = home
    for part in plan.tasks:
        make_task(workspace, home, part, part.name, options)
    workspace.changed()
    return home


def make_task(
    workspace: Workspace, home: TaskList, plan: TaskPlan, name: str, options: Fields = _EVERYTHING
) -> Task:
    """Make a task with the subtasks of its template."""
    task = _new(workspace, home, name)
    task.markdown = plan.text
    if options.flag("priority") is not False:
        task.priority = plan.priority
    if options.flag("old_tags") is not False:
        task.tags = tuple(workspace.tag(home.space, tag).name for tag in plan.tags)
    if plan.checklist and options.flag("old_checklists") is not False:
        _add_checklist(workspace, task, plan.checklist)
    workspace.add_task(task)
    for subtask in plan.subtasks if options.flag("subtasks") is not False else ():
        below = _new(workspace, home, subtask)
        below.parent = task
        workspace.add_task(below)
    workspace.note("TASK_CREATED", task.id)
    return task


def _new(workspace: Workspace, home: TaskList, name: str) -> Task:
    now = workspace.now()
    ids, owner = workspace.ids, workspace.caller
    task = Task(ids.task(), workspace.next_order(), name, home, home.statuses[0], owner, now, now)
    task.watchers = (owner,)
    task.custom_id = home.space.next_custom_id()
    return task


def _add_checklist(workspace: Workspace, task: Task, lines: tuple[str, ...]) -> None:
    ids, now = workspace.ids, workspace.now()
    checklist = Checklist(ids.uuid("checklist"), "Checklist", task, workspace.caller, now, 1)
    checklist.items = [ChecklistItem(ids.uuid("checklist item"), line, now) for line in lines]
    task.checklists = (checklist,)
    workspace.checklists[checklist.id] = checklist
