"""The goals and views of the seeded workspace."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.conversations import add_chat
from agent_connectors.clickup.sandbox.seed.ground import DAY, Ground
from agent_connectors.clickup.sandbox.state.plans import Goal, GoalFolder, KeyResult, View
from agent_connectors.clickup.sandbox.view_tasks import FOLDER, LIST, SPACE, TEAM


class _Result(NamedTuple):
    name: str
    type: str
    first: float = 0
    last: float = 100
    current: float = 0
    unit: str = ""
    list: str = ""


class _Goal(NamedTuple):
    name: str
    description: str
    color: str
    due_in: int
    results: tuple[_Result, ...]
    folder: str = ""


_GOALS = (
    _Goal(
        "Readings people can rely on",
        "Fewer gaps, fewer surprises: what a site shows is what the sensor saw.",
        "#32a852",
        48,
        (
            _Result("Readings that arrive within a minute", "percentage", 96, 99.9, 98.8, "%"),
            _Result("Open bugs in triage", "number", 60, 20, 38, "bugs"),
            _Result("Second region is live", "boolean", 0, 1, 0),
            _Result("Close the security backlog", "automatic", list="Security"),
        ),
    ),
    _Goal(
        "Grow in schools",
        "Schools buy in spring for the autumn. Be known to them before they look.",
        "#7b68ee",
        90,
        (
            _Result("New school accounts", "number", 0, 40, 17, "accounts"),
            _Result("Signed yearly value", "currency", 0, 180000, 76500, "EUR"),
            _Result("Launch the spring campaign", "automatic", list="Spring Launch"),
        ),
        "This year",
    ),
    _Goal(
        "Two months of battery",
        "Sensors that do not need a ladder every three weeks.",
        "#ff7fab",
        35,
        (
            _Result("Days between charges", "number", 21, 60, 44, "days"),
            _Result("New board certified", "boolean", 0, 1, 1),
        ),
        "This year",
    ),
    _Goal(
        "Answer customers the same day",
        "",
        "#0ab4ff",
        -12,
        (_Result("First answers within eight hours", "percentage", 71, 95, 95, "%"),),
    ),
    _Goal("Find an office with daylight", "To be filled in.", "#f8ae00", 150, ()),
)


def add_goals(ground: Ground) -> None:
    """Set the goals, two of them in a goal folder."""
    workspace, midnight = ground.workspace, ground.midnight
    folders: dict[str, GoalFolder] = {}
    for number, plan in enumerate(_GOALS):
        created = midnight - (160 - 9 * number) * DAY
        owners = ground.several(ground.team, 1 + number % 3)
        goal = Goal(
            workspace.ids.uuid("goal"),
            number + 1,
            plan.name,
            workspace.owner,
            created,
            midnight - (number + 1) * DAY,
            due=ground.day(midnight + plan.due_in * DAY),
            description=plan.description,
            color=plan.color,
            multiple_owners=len(owners) > 1,
            owners=owners,
        )
        if plan.folder and plan.folder not in folders:
            folder = GoalFolder(
                workspace.ids.uuid("goal folder"), plan.folder, workspace.owner, created
            )
            folders[plan.folder] = workspace.goal_folders[folder.id] = folder
        goal.folder = folders.get(plan.folder)
        workspace.goals[goal.id] = goal
        for result in plan.results:
            _add_result(ground, goal, result)


def _add_result(ground: Ground, goal: Goal, plan: _Result) -> None:
    ids = ground.workspace.ids
    identifier = ids.uuid("key result")
    result = KeyResult(identifier, goal, plan.name, plan.type, goal.creator, goal.created)
    result.unit, result.first, result.last = plan.unit, plan.first, plan.last
    result.current = plan.current
    result.owners = goal.owners[:1]
    if plan.list:
        result.list_ids = [ground.list_named(plan.list).id]
    result.action = {
        "id": ids.uuid("action"),
        "userid": goal.creator.id,
        "note": "Weekly update",
        "date_modified": str(goal.updated),
        "steps_before": None,
        "steps_taken": None,
        "steps_current": None,
        "steps_before_float": plan.first,
        "steps_taken_float": plan.current - plan.first,
    }
    goal.key_results.append(result)
    ground.workspace.key_results[identifier] = result


def add_views(ground: Ground) -> None:
    """Add views of several types at each level."""
    workspace = ground.workspace
    _add_view(ground, "Everything", "list", workspace.id, TEAM)
    _add_view(ground, "Who does what", "workload", workspace.id, TEAM)
    urgent = _add_view(ground, "Urgent", "list", workspace.id, TEAM)
    condition = {"field": "priority", "op": "EQ", "values": ["1"]}
    urgent.settings["filters"] = {"fields": [condition]}
    for space in workspace.spaces.values():
        if not space.archived:
            _add_view(ground, f"{space.name} board", "board", space.id, SPACE)
            _add_view(ground, f"{space.name} calendar", "calendar", space.id, SPACE)
    for folder in workspace.folders.values():
        if not folder.hidden and not folder.archived:
            _add_view(ground, f"{folder.name} timeline", "gantt", folder.id, FOLDER)
    for number, home in enumerate(workspace.lists.values()):
        if home.archived or home.folder.archived or home.space.archived:
            continue
        _add_view(ground, "List", "list", home.id, LIST)
        if home.id in ground.further:
            continue
        if number % 3 == 0:
            _add_view(ground, "Board", "board", home.id, LIST)
        if number % 4 == 0:
            add_chat(ground, _add_view(ground, "Chat", "conversation", home.id, LIST))


def _add_view(ground: Ground, name: str, kind: str, place: str, place_type: int) -> View:
    view = View(ground.workspace.ids.document(), name, kind, place, place_type)
    ground.workspace.views[view.id] = view
    return view
