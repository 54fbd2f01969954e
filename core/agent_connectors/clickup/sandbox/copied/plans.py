"""What surrounds the tasks of a copy: time, goals, views, Docs and templates."""

from collections.abc import Callable

from agent_connectors.clickup.sandbox.copied.answers import Answer, Answers, fields_in
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.payloads.views import SECTIONS
from agent_connectors.clickup.sandbox.state.plans import (
    Doc,
    Goal,
    GoalFolder,
    KeyResult,
    Page,
    View,
)
from agent_connectors.clickup.sandbox.state.templates import (
    FolderPlan,
    ListPlan,
    TaskPlan,
    Template,
)
from agent_connectors.clickup.sandbox.state.work import TimeEntry, TimeTag
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_docs", "add_goals", "add_templates", "add_time", "add_views"]


def add_time(workspace: Workspace, answers: Answers, people: People) -> None:
    """Take in tracked time, running timers and labels."""
    for _, told in answers.items("time_tags"):
        tag = TimeTag(
            told.text("name") or "",
            told.text("tag_fg") or "",
            told.text("tag_bg") or "",
            told.integer("creator") or 0,
        )
        workspace.time_tags[tag.name] = tag
    for answer in sorted(answers.of("time_tracking"), key=lambda a: a.integer("start") or 0):
        length, start = answer.integer("duration") or 0, answer.integer("start") or 0
        entry = TimeEntry(
            answer.id,
            people.known(answer.get("user")),
            start,
            None if length < 0 else answer.integer("end") or start + length,
            answer.integer("at") or start,
            workspace.tasks.get(str(answer.section("task").get("id"))),
            answer.text("description") or "",
            bool(answer.flag("billable")),
            [tag.values for tag in answer.items("tags")],
            answer.text("source") or "clickup",
        )
        workspace.time_entries[entry.id] = entry
        if entry.end is None:
            workspace.timers[entry.user.id] = entry


def add_goals(workspace: Workspace, answers: Answers, people: People) -> None:
    """Make goals with their targets, in their folders."""
    for answer in answers.of("goal_folders"):
        folder = GoalFolder(
            answer.id,
            answer.text("name") or "",
            people.known(answer.integer("creator")),
            answer.integer("date_created") or 0,
            bool(answer.flag("private")),
        )
        workspace.goal_folders[folder.id] = folder
    for answer in sorted(answers.of("goals"), key=lambda a: a.integer("pretty_id") or 0):
        goal = _goal(workspace, answer, people)
        workspace.goals[goal.id] = goal
        for told in answer.items("key_results"):
            result = _key_result(goal, told, people)
            goal.key_results.append(result)
            workspace.key_results[result.id] = result


def _goal(workspace: Workspace, told: Answer, people: People) -> Goal:
    created = told.integer("date_created") or 0
    goal = Goal(
        told.id,
        told.integer("pretty_id") or 0,
        told.text("name") or "",
        people.known(told.integer("creator")),
        created,
        told.integer("date_updated") or created,
        told.integer("due_date"),
        told.integer("start_date"),
        told.text("description") or "",
    )
    goal.color = told.text("color") or goal.color
    goal.multiple_owners = bool(told.flag("multiple_owners"))
    goal.owners = people.all_in(told.get("owners"))
    goal.folder = workspace.goal_folders.get(str(told.get("folder_id")))
    goal.archived = bool(told.flag("archived"))
    return goal


def _key_result(goal: Goal, told: Fields, people: People) -> KeyResult:
    action = dict(told.section("last_action").values)
    # Shown with an action, but not kept with it.
    for name in ("key_result_id", "workspace_id"):
        action.pop(name, None)
    result = KeyResult(
        str(told.get("id")),
        goal,
        told.text("name") or "",
        told.text("type") or "number",
        people.known(told.integer("creator")),
        told.integer("date_created") or 0,
        told.text("unit") or "",
        *_steps(told, Fields(action)),
    )
    result.owners = people.all_in(told.get("owners"))
    result.task_ids = told.texts("task_ids")
    result.list_ids = told.texts("subcategory_ids")
    result.action = action
    return result


def _steps(told: Fields, action: Fields) -> tuple[float, float, float]:
    """Where a target starts and ends, and where it is: told, or worked out from the share."""
    first, last, current = (told.number(f"steps_{x}") for x in ("start", "end", "current"))
    if first is not None and last is not None and current is not None:
        return first, last, current
    share = told.number("percent_completed") or 0
    before, taken = action.number("steps_before_float"), action.number("steps_taken_float")
    if before is None or not taken or share <= 0:
        return 0, 100, share
    return before, before + taken * 100 / share, before + taken


def add_views(workspace: Workspace, answers: Answers) -> None:
    """Make the views, with their settings."""
    for answer in answers.of("views"):
        parent = answer.section("parent")
        settings = {name: answer.section(name).values for name in SECTIONS if name in answer}
        workspace.views[answer.id] = View(
            answer.id,
            answer.text("name") or "",
            answer.text("type") or "list",
            str(parent.get("id")),
            parent.integer("type") or 0,
            settings,
        )


def add_docs(workspace: Workspace, answers: Answers, people: People) -> None:
    """Make the Docs, with their pages."""
    for answer in sorted(answers.of("docs"), key=lambda a: a.integer("date_created") or 0):
        parent, created = answer.section("parent"), answer.integer("date_created") or 0
        doc = Doc(
            answer.id,
            answer.text("name") or "",
            people.known(answer.integer("creator")),
            created,
            answer.integer("date_updated") or created,
            str(parent.get("id") or workspace.id),
            parent.integer("type") or 12,
            answer.flag("public") is not False,
            bool(answer.flag("archived")),
        )
        workspace.docs[doc.id] = doc
    for key, told in answers.items("doc_pages"):
        if key in workspace.docs:
            workspace.docs[key].pages.append(_page(workspace, told, None, people))


def _page(workspace: Workspace, told: Fields, parent: Page | None, people: People) -> Page:
    created = told.integer("date_created") or 0
    page = Page(
        str(told.get("id")),
        told.text("name") or "",
        people.known(told.integer("creator_id")),
        created,
        told.integer("date_updated") or created,
        told.text("content") or "",
        told.text("sub_title"),
        parent,
    )
    workspace.pages[page.id] = page
    page.pages = [_page(workspace, one, page, people) for one in fields_in(told.get("pages"))]
    return page


_PLANS: tuple[tuple[str, Callable[[str], TaskPlan | ListPlan | FolderPlan]], ...] = (
    ("task_templates", TaskPlan),
    ("list_templates", lambda name: ListPlan(name, "", ())),
    ("folder_templates", lambda _: FolderPlan(())),
)


def add_templates(workspace: Workspace, answers: Answers) -> None:
    """Make the templates, of which ClickUp tells the names alone: what they make is empty."""
    for kind, plan in _PLANS:
        for _, told in answers.items(kind):
            key, name = str(told.get("id")), told.text("name") or ""
            workspace.templates[key] = Template(key, name, plan(name))
