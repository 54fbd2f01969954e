"""A Space that has grown for years: deep tasks, fields of every type, long texts, rich comments.

It is laid out by hand, without chance, so that all beside it stays as it is.
"""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, Ground
from agent_connectors.clickup.sandbox.seed.installation_comments import add_comments
from agent_connectors.clickup.sandbox.seed.installation_fields import add_fields, add_values
from agent_connectors.clickup.sandbox.seed.journal import journal
from agent_connectors.clickup.sandbox.state.deletion import remove_folder
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.work import Task, TimeEntry

FROM_TASKS = 100
"""Who asks for fewer tasks wants to know each of them."""

_SPACE = "Installations"
_HOSPITAL, _SPRINTS, _GONE = "Halden Hospital", "Sprints", "Pilot schools"
_ROLLOUT, _JOURNAL = "East wing", "Site journal"
_LISTS = {_HOSPITAL: (_ROLLOUT, _JOURNAL), _SPRINTS: ("41", "42", "43")}

_WORKFLOW = (
    ("planned", "#87909e", "open"),
    ("on site", "#1090e0", "custom"),
    ("snagging", "#f8ae00", "custom"),
    ("handed over", "#008844", "closed"),
)
# ClickUp writes the names of new tags in small letters; those of old ones have kept theirs.
_TAGS = ("VIP", "DACH", "Night Work", "asbestos")

_WING = "Fit out the east wing"
_FLOORS = ("Basement", "Ground floor", "First floor", "Second floor", "Roof")
_ROOMS = ("corridor", "nurses' station", "plant room")
_STEPS = ("Run the cable", "Mount the sensors")
# So many rooms have steps of their own, which makes 40 subtasks on three levels.
_ROOMS_WITH_STEPS = 10

_SPRINT_TASKS = {
    "41": ("Label the spare sensors", "Order ceiling plates"),
    "42": ("Book the lift for the roof", "Print the door signs"),
    "43": ("Agree the night shifts", "Draw up the snagging list"),
}
_STARTED = 95


class _Plan(NamedTuple):
    """A task to make: its name, List, how many days ago, and how far it is."""

    name: str
    home: TaskList
    days: int
    status: int = 0
    parent: Task | None = None


def add_sites(ground: Ground) -> None:
    """Make the Space with its Folders and Lists, and delete a Folder."""
    workspace, ids = ground.workspace, ground.workspace.ids
    space_id = ids.space()
    suffixes = [ids.suffix("status") for _ in _WORKFLOW]
    statuses = [
        Status(f"p{space_id}_{suffix}", name, color, number, kind, f"proj_{space_id}")
        for number, ((name, color, kind), suffix) in enumerate(
            zip(_WORKFLOW, suffixes, strict=True)
        )
    ]
    space = Space(space_id, _SPACE, "#0f9d9f", statuses)
    space.tags = {name: Tag(name, "#0f9d9f", "#0f9d9f", workspace.owner.id) for name in _TAGS}
    workspace.spaces[space.id] = space
    for number, (name, lists) in enumerate({**_LISTS, _GONE: ("Classrooms",)}.items()):
        folder = Folder(ids.folder(), name, space, number)
        space.folders[folder.id] = workspace.folders[folder.id] = folder
        for place, list_name in enumerate(lists):
            home = TaskList(ids.list(), list_name, folder, place)
            folder.lists[home.id] = workspace.lists[home.id] = home
        if name == _GONE:
            remove_folder(workspace, folder)


def add_installations(ground: Ground) -> None:
    """Fill the Lists."""
    workspace = ground.workspace
    # Lists of the same name may be anywhere.
    own = (
        h for h in workspace.lists.values() if h.space.name == _SPACE and h.id not in ground.further
    )
    homes = {home.name: home for home in own}
    rollout = homes[_ROLLOUT]
    add_fields(ground, rollout)
    wing = _add_wing(ground, rollout)
    wards = [
        _add(ground, _Plan(f"Sensors for {ward}", rollout, _STARTED - 30 - number, number % 3))
        for number, ward in enumerate(("ward A3", "ward A4", "the pharmacy", "the kitchen"))
    ]
    add_values(ground, wards, wing)
    written = _add(ground, _Plan("Journal of the east wing", homes[_JOURNAL], _STARTED - 2, 1))
    written.markdown = journal(ground.midnight, _STARTED)
    people = _unusual(ground)
    for number, names in _SPRINT_TASKS.items():
        for place, name in enumerate(names):
            task = _add(ground, _Plan(name, homes[number], 85 - 14 * (int(number) - 41) - place))
            task.assignees = task.watchers = (people[place % len(people)],)
            task.tags = (_TAGS[place], _TAGS[2])
    wing.assignees = (*ground.team[1:3], *people)
    wing.tags = _TAGS
    add_comments(ground, wing, people)
    _forget_a_timer(ground, wards[0])
    workspace.put_in_order()
    workspace.changed()


def _unusual(ground: Ground) -> tuple[User, ...]:
    """Who has no name, and who is no person: their ids are below zero."""
    return tuple(u for u in ground.workspace.users.values() if u.username is None or u.id < 0)


def _add(ground: Ground, plan: _Plan) -> Task:
    workspace = ground.workspace
    created = ground.midnight - plan.days * DAY + 9 * HOUR
    creator = ground.team[plan.days % len(ground.team)]
    status = plan.home.statuses[plan.status]
    order = workspace.next_order()
    task = Task(
        workspace.ids.task(), order, plan.name, plan.home, status, creator, created, created
    )
    task.updated = created + 20 * DAY
    task.parent = plan.parent
    task.due = ground.day(ground.midnight + (40 + plan.days) * DAY)
    if status.type == "closed":
        task.done = task.closed = task.updated
    workspace.add_task(task)
    return task


def _add_wing(ground: Ground, home: TaskList) -> Task:
    """A task of 40 subtasks: floors, their rooms, and the steps in some of those."""
    wing = _add(ground, _Plan(_WING, home, _STARTED, 1))
    wing.markdown = "Floor by floor, from the basement up.\n\n- Nights only on the wards\n- Dust!\n"
    rooms = 0
    for number, floor in enumerate(_FLOORS):
        above = _add(ground, _Plan(floor, home, _STARTED - 1, max(0, 3 - number), wing))
        for name in _ROOMS:
            room = _add(ground, _Plan(f"{floor}: {name}", home, _STARTED - 3, number % 4, above))
            rooms += 1
            for step in _STEPS if rooms <= _ROOMS_WITH_STEPS else ():
                _add(ground, _Plan(step, home, _STARTED - 5, rooms % 4, room))
    return wing


def _forget_a_timer(ground: Ground, task: Task) -> None:
    """Somebody went home three days ago and let the timer run."""
    workspace, user = ground.workspace, ground.team[3]
    start = ground.midnight - 3 * DAY + 15 * HOUR
    entry = TimeEntry(workspace.ids.time_entry(), user, start, None, start, task)
    entry.description = "Mounting"
    workspace.time_entries[entry.id] = workspace.timers[user.id] = entry
