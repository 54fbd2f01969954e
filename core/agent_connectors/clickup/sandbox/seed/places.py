"""The Spaces, Folders and Lists of the seeded workspace."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, Ground
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList

Workflow = tuple[tuple[str, str, str], ...]

_BUILD: Workflow = (
    ("backlog", "#87909e", "open"),
    ("to do", "#656f7d", "custom"),
    ("in progress", "#1090e0", "custom"),
    ("in review", "#ee5e99", "custom"),
    ("done", "#299764", "done"),
    ("closed", "#008844", "closed"),
)
_TRIAGE: Workflow = (
    ("new", "#87909e", "open"),
    ("confirmed", "#f8ae00", "custom"),
    ("fixing", "#1090e0", "custom"),
    ("ready for test", "#5f55ee", "custom"),
    ("won't fix", "#656f7d", "done"),
    ("fixed", "#008844", "closed"),
)
_DISCOVER: Workflow = (
    ("idea", "#87909e", "open"),
    ("exploring", "#5f55ee", "custom"),
    ("scoped", "#f8ae00", "custom"),
    ("building", "#1090e0", "custom"),
    ("shipped", "#008844", "closed"),
)
_INTERVIEW: Workflow = (
    ("planned", "#87909e", "open"),
    ("scheduled", "#f8ae00", "custom"),
    ("written up", "#008844", "closed"),
)
_PUBLISH: Workflow = (
    ("to do", "#87909e", "open"),
    ("drafting", "#1090e0", "custom"),
    ("review", "#ee5e99", "custom"),
    ("scheduled", "#5f55ee", "custom"),
    ("published", "#008844", "closed"),
)
_SIMPLE: Workflow = (
    ("to do", "#87909e", "open"),
    ("in progress", "#1090e0", "custom"),
    ("complete", "#008844", "closed"),
)
_SERVE: Workflow = (
    ("open", "#87909e", "open"),
    ("waiting on customer", "#f8ae00", "custom"),
    ("escalated", "#d33d44", "custom"),
    ("resolved", "#008844", "closed"),
)


class _List(NamedTuple):
    name: str
    kind: str
    weight: int = 4
    workflow: Workflow | None = None
    archived: bool = False


class _Folder(NamedTuple):
    name: str
    lists: tuple[_List, ...]
    workflow: Workflow | None = None
    archived: bool = False


class _Space(NamedTuple):
    name: str
    color: str
    workflow: Workflow
    tags: tuple[str, ...]
    folders: tuple[_Folder, ...]
    lists: tuple[_List, ...]
    prefix: str = ""
    archived: bool = False


_ENGINEERING_TAGS = (
    "api",
    "regression",
    "quick win",
    "customer",
    "tech debt",
    "on-call",
    "release",
)

_SPACES = (
    _Space(
        "Engineering",
        "#7b68ee",
        _BUILD,
        _ENGINEERING_TAGS,
        (
            _Folder(
                "Platform",
                (
                    _List("API and Integrations", "platform", 7),
                    _List("Infrastructure", "platform", 5),
                    _List("Security", "security", 5),
                ),
            ),
            _Folder("Mobile App", (_List("iOS", "mobile"), _List("Android", "mobile"))),
            _Folder(
                "Firmware", (_List("Sensor Firmware", "firmware"), _List("Gateway", "firmware"))
            ),
            _Folder(
                "Legacy Gateway", (_List("Gateway v1 Maintenance", "firmware", 0),), archived=True
            ),
        ),
        (_List("Bug Triage", "bug", 22, _TRIAGE),),
        prefix="ENG",
    ),
    _Space(
        "Product",
        "#03a2fd",
        _DISCOVER,
        ("discovery", "pricing", "beta", "customer", "installer"),
        (
            _Folder(
                "Roadmap", (_List("This Quarter", "product"), _List("Next Quarter", "product"))
            ),
            _Folder("Research", (_List("Customer Interviews", "research"),), _INTERVIEW),
        ),
        (_List("Feature Requests", "request", 8),),
    ),
    _Space(
        "Marketing",
        "#ff5fab",
        _PUBLISH,
        ("web", "print", "event", "german", "needs legal"),
        (
            _Folder(
                "Campaigns",
                (
                    _List("Spring Launch", "marketing"),
                    _List("Newsletter", "marketing", 3),
                    _List("Winter Offer", "marketing", 0, archived=True),
                ),
            ),
        ),
        (_List("Website", "marketing"), _List("Events", "marketing", 3)),
    ),
    _Space(
        "Operations",
        "#f8ae00",
        _SIMPLE,
        ("contract", "hardware", "office", "approval"),
        (
            _Folder("People", (_List("Hiring", "hiring"), _List("Onboarding", "hiring", 3))),
            _Folder("Finance", (_List("Vendors and Invoices", "finance"),)),
        ),
        (_List("Office and Facilities", "finance", 3),),
    ),
    _Space(
        "Customer Success",
        "#2ecd6f",
        _SERVE,
        ("renewal", "training", "at risk", "reference"),
        (),
        (
            _List("Onboarding Accounts", "success"),
            _List("Renewals", "success"),
            _List("Escalations", "success", 3),
        ),
    ),
    _Space(
        "Field Trials 2024",
        "#656f7d",
        _SIMPLE,
        (),
        (),
        (_List("Site Visits", "success", 0),),
        archived=True,
    ),
)

# For benchmarks, which want to know exactly what there is to read.
_ONE_LIST = (
    _Space(
        "Engineering",
        "#7b68ee",
        _BUILD,
        _ENGINEERING_TAGS,
        (_Folder("Platform", (_List("Backlog", "platform"),)),),
        (),
        prefix="ENG",
    ),
)

_LIST_FACTS = {
    "Bug Triage": ("Everything that is broken, until somebody owns it.", "red", 2),
    "This Quarter": ("What we promised. Changes go through the Monday review.", "green", None),
    "Spring Launch": ("One campaign, four channels, one date.", "purple", 1),
    "Hiring": ("Open positions and the people we talk to.", None, None),
    "Renewals": ("Contracts that end within the next two quarters.", "yellow", 2),
}

_TAG_COLORS = ("#622aea", "#0f9d9f", "#d33d44", "#e16b16", "#1090e0", "#ee5e99", "#64c6a2")


def _statuses(ground: Ground, place: str, prefix: str, workflow: Workflow) -> list[Status]:
    ids = ground.workspace.ids
    return [
        Status(f"{prefix}{place}_{ids.suffix('status')}", name, color, n, kind, group)
        for group in (f"proj_{place}",)
        for n, (name, color, kind) in enumerate(workflow)
    ]


def _add_list(ground: Ground, folder: Folder, plan: _List) -> None:
    home = TaskList(ground.workspace.ids.list(), plan.name, folder, len(folder.lists))
    home.archived = plan.archived
    if plan.workflow is not None:
        home.own_statuses = _statuses(ground, home.id, "sc", plan.workflow)
    home.content, home.color, home.priority = _LIST_FACTS.get(plan.name, ("", None, None))
    if home.priority is not None:
        home.assignee = ground.pick(ground.team)
        home.start_date = ground.day(ground.midnight - 30 * DAY)
        home.due_date = ground.day(ground.midnight + 60 * DAY)
    folder.lists[home.id] = ground.workspace.lists[home.id] = home
    ground.kinds[home.id] = plan.kind
    ground.weights[home.id] = plan.weight


def _add_space(ground: Ground, plan: _Space) -> None:
    workspace = ground.workspace
    space_id = workspace.ids.space()
    statuses = _statuses(ground, space_id, "p", plan.workflow)
    space = Space(space_id, plan.name, plan.color, statuses, archived=plan.archived)
    space.prefix = plan.prefix
    if plan.prefix:
        space.features = {"points": {"enabled": True}, "custom_items": {"enabled": True}}
    for number, name in enumerate(plan.tags):
        color = _TAG_COLORS[number]
        space.tags[name] = Tag(name, color, color, workspace.owner.id)
    workspace.spaces[space_id] = space
    for number, folder_plan in enumerate(plan.folders):
        folder = Folder(workspace.ids.folder(), folder_plan.name, space, number)
        folder.archived = folder_plan.archived
        if folder_plan.workflow is not None:
            folder.statuses = _statuses(ground, folder.id, "c", folder_plan.workflow)
        space.folders[folder.id] = workspace.folders[folder.id] = folder
        for list_plan in folder_plan.lists:
            _add_list(ground, folder, list_plan)
    for list_plan in plan.lists:
        hidden = Folder(workspace.ids.folder(), "hidden", space, hidden=True)
        space.folders[hidden.id] = workspace.folders[hidden.id] = hidden
        _add_list(ground, hidden, list_plan)


def add_places(ground: Ground, *, one_list: bool) -> None:
    """Make the hierarchy.

    Args:
        ground: The workspace under construction.
        one_list: Whether a single List in a single Folder and Space is wanted.
    """
    for plan in _ONE_LIST if one_list else _SPACES:
        _add_space(ground, plan)
