"""The workspace that a copy holds."""

from collections.abc import Callable
from hashlib import blake2b

from agent_connectors.clickup.sandbox.copied.answers import Answers
from agent_connectors.clickup.sandbox.copied.fields import add_fields
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.copied.places import add_places
from agent_connectors.clickup.sandbox.copied.plans import (
    add_docs,
    add_goals,
    add_templates,
    add_time,
    add_views,
)
from agent_connectors.clickup.sandbox.copied.rights import add_rights
from agent_connectors.clickup.sandbox.copied.talk import add_chat, add_comments
from agent_connectors.clickup.sandbox.copied.tasks import add_tasks
from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.saving.file import SandboxFile
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["workspace_of"]


def workspace_of(file: SandboxFile, clock: Callable[[], float]) -> Workspace:
    """Make the workspace of a file that holds what ClickUp answered.

    Args:
        file: The file.
        clock: Tells the time in Unix seconds, from here on.

    Raises:
        SandboxFileError: It does not hold what it should.
    """
    try:
        return _made(Answers(file.lines()), clock)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise file.damaged(f"{type(error).__name__} while it was put together") from None


def _made(answers: Answers, clock: Callable[[], float]) -> Workspace:
    team, people = answers.of("teams")[0], People(answers)
    # Any token acts for the one who read the workspace, and sees what they saw.
    workspace = Workspace(team.id, team.text("name") or "", people.me, Ids(0), clock)
    workspace.color = team.text("color") or workspace.color
    workspace.users, workspace.roles, workspace.groups = people.members, people.roles, people.groups
    for _, told in answers.items("task_types"):
        workspace.task_types[told.integer("id") or 0] = told.text("name") or ""
    add_places(workspace, answers, people)
    add_fields(workspace, answers)
    add_tasks(workspace, answers, people)
    add_views(workspace, answers)
    add_comments(workspace, answers, people)
    add_time(workspace, answers, people)
    add_goals(workspace, answers, people)
    add_docs(workspace, answers, people)
    add_chat(workspace, answers, people)
    add_templates(workspace, answers)
    add_rights(workspace, answers)
    _set_ids(workspace)
    workspace.changed()
    return workspace


def _set_ids(workspace: Workspace) -> None:
    """Goes on with ids that nothing has."""
    tables = (table for table in vars(workspace).values() if isinstance(table, dict))
    known = {str(key) for table in tables for key in table if isinstance(key, str | int)}
    known |= {*workspace.files.by_id}
    digest = blake2b("/".join(sorted(known)).encode(), digest_size=6).digest()
    workspace.ids = Ids(int.from_bytes(digest))
    workspace.ids.pass_over(known)
