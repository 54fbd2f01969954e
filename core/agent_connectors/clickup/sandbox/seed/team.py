"""User groups, custom roles, templates and a look back into the audit log."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, Ground
from agent_connectors.clickup.sandbox.state.people import ADMIN, GUEST, MEMBER, Role, UserGroup
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.templates import (
    FolderPlan,
    ListPlan,
    TaskPlan,
    Template,
)

_ROLES = (
    Role(4547089, "External reviewer", GUEST, 0),
    Role(6715664, "Team lead", MEMBER, 0),
    Role(2957195, "Billing admin", ADMIN, 0),
)


class _Group(NamedTuple):
    name: str
    handle: str
    members: tuple[int, ...]


# By the places of the members in the team.
_GROUPS = (
    _Group("On-call engineers", "oncall", (2, 3, 4)),
    _Group("Customer team", "customers", (5, 6, 7)),
)

_BUG = TaskPlan(
    "Bug report",
    "## What happened\n\n## What should have happened\n\n## How to see it",
    3,
    ("customer",),
    ("Reproduced", "Log attached", "Customer told"),
)
_RELEASE = TaskPlan(
    "Release",
    "One task a release; the subtasks are done in order.",
    2,
    ("release",),
    (),
    ("Freeze", "Write the notes", "Roll out to a tenth", "Roll out to all"),
)
_SPRINT = ListPlan(
    "Sprint",
    "Two weeks of work.",
    (
        TaskPlan("Plan the sprint", "", 2),
        TaskPlan("Review", "Show what is done.", 3),
        TaskPlan("Retrospective", "", 4),
    ),
)
_ROLLOUT = ListPlan(
    "Rollout",
    "From the first visit to the last sensor.",
    (
        TaskPlan("Survey the site", "", 2, (), ("Floor plans", "Power", "Network")),
        TaskPlan("Install the sensors", "", 3, (), (), ("Order", "Mount", "Calibrate")),
        TaskPlan("Train the staff", "", 3),
    ),
)
_CARE = ListPlan("Care", "", (TaskPlan("First check-up", "Four weeks after the last sensor."),))

_TEMPLATES = (
    Template("t-86c7k1a11", "Bug report", _BUG),
    Template("t-86c7k1a34", "Release", _RELEASE),
    Template("t-901520400173", "Sprint", _SPRINT),
    Template("t-901520400191", "Rollout", _ROLLOUT),
    Template("t-901513780026", "New customer", FolderPlan((_ROLLOUT, _CARE))),
)


def add_team(ground: Ground) -> None:
    """Form user groups, define roles and templates, and share one List with the guest."""
    workspace, midnight = ground.workspace, ground.midnight
    for number, role in enumerate(_ROLES):
        created = midnight - (400 - number) * DAY
        workspace.roles[role.id] = Role(role.id, role.name, role.inherited, created)
    for number, plan in enumerate(_GROUPS):
        members = tuple(ground.team[n] for n in plan.members)
        created = midnight - (300 - 40 * number) * DAY
        group = UserGroup(
            workspace.ids.uuid("group"),
            plan.name,
            plan.handle,
            workspace.owner,
            created,
            members,
        )
        workspace.groups[group.id] = group
    workspace.templates = {template.id: template for template in _TEMPLATES}
    guest = next(user for user in workspace.users.values() if user.role == GUEST)
    home = ground.list_named("Renewals")
    guest.shared["list", home.id] = "comment"
    _look_back(ground)


def _look_back(ground: Ground) -> None:
    workspace = ground.workspace
    note = workspace.audit.note
    invited = next(user for user in workspace.users.values() if user.joined is None)
    for days in range(7, 0, -1):
        for number, user in enumerate(ground.team[:4]):
            date = ground.midnight - days * DAY + (8 + number) * HOUR
            note("USER_LOGIN", date, user.id, str(user.id))
        if days == 6:
            date = ground.midnight - days * DAY + 12 * HOUR
            note("INVITE_TO_WORKSPACE", date, ground.team[1].id, str(invited.id))


def add_file_field(ground: Ground) -> None:
    """Define the one custom field that holds files; no seeded task has a value of it."""
    workspace = ground.workspace
    field = CustomField(
        workspace.ids.uuid("field"),
        "Invoice",
        "attachment",
        {},
        ground.midnight - 90 * DAY,
        ground.list_named("Vendors and Invoices").id,
    )
    workspace.fields[field.id] = field
    # Which List has which fields was already asked for.
    workspace.changed()
