"""The custom fields of the seeded workspace, and values for them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, Ground
from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.plans import CustomField

BUG = 1001
MILESTONE = 1

# Tasks of a List share sets of values: a set of their own each would take 40 MB for 100,000 tasks.
SETS_OF_VALUES = 40

_COLORS = ("#d33d44", "#e16b16", "#f8ae00", "#299764", "#1090e0", "#5f55ee", "#ee5e99")


class _Field(NamedTuple):
    """A field to make: its name, type, and what its type needs (options, limits)."""

    name: str
    type: str
    options: tuple[str, ...] = ()
    config: dict[str, Any] | None = None
    types: tuple[int, ...] = ()


_COMPONENTS = ("Web app", "API", "Mobile", "Gateway", "Sensor", "Billing")
_EURO = {"precision": 2, "currency_type": "EUR"}
_STARS = {"count": 5, "code_point": "2b50"}
_PROGRESS = {"tracking": {"subtasks": True, "checklists": False, "assigned_comments": False}}

_FIELDS: dict[str, tuple[_Field, ...]] = {
    "Engineering": (
        _Field("Component", "drop_down", _COMPONENTS),
        _Field("Platforms", "labels", ("iOS", "Android", "Web", "Edge")),
        _Field("Pull request", "url"),
        _Field("Customers affected", "number"),
        _Field("QA passed", "checkbox"),
        _Field("Reviewer", "users", config={"single_user": False, "include_guests": False}),
        _Field("Rollout", "manual_progress", config={"start": 0, "end": 100}),
        _Field(
            "Severity", "drop_down", ("Cosmetic", "Annoying", "Serious", "Critical"), types=(BUG,)
        ),
    ),
    "Bug Triage": (_Field("Reported by", "email"), _Field("Affected version", "short_text")),
    "Product": (
        _Field("Effort", "drop_down", ("Days", "Weeks", "Months")),
        _Field("Themes", "labels", ("Retention", "Growth", "Compliance", "Hardware")),
        _Field("Reach", "number"),
        _Field("Confidence", "emoji", config=_STARS),
        _Field("Brief", "url"),
        _Field("Progress", "automatic_progress", config=_PROGRESS),
    ),
    "Marketing": (
        _Field("Channel", "drop_down", ("E-mail", "Web", "Print", "Event", "Social")),
        _Field("Audience", "labels", ("Schools", "Hospitals", "Offices", "Installers")),
        _Field("Budget", "currency", config=_EURO),
        _Field("Publish date", "date"),
        _Field("Approved", "checkbox"),
        _Field("Landing page", "url"),
    ),
    "Operations": (
        _Field("Cost centre", "drop_down", ("R&D", "Sales", "G&A", "Production")),
        _Field("Amount", "currency", config=_EURO),
        _Field("Contact", "email"),
        _Field("Notice date", "date"),
        _Field("Paid", "checkbox"),
        _Field("Site", "location"),
    ),
    "Customer Success": (
        _Field("Account number", "short_text"),
        _Field("Annual value", "currency", config=_EURO),
        _Field("Health", "drop_down", ("At risk", "Neutral", "Good", "Advocate")),
        _Field("Contact", "email"),
        _Field("Phone", "phone"),
        _Field("Renewal date", "date"),
        _Field("Sensors", "number"),
        _Field("Satisfaction", "emoji", config=_STARS),
    ),
    "Hiring": (_Field("Source", "drop_down", ("Referral", "Job board", "Agency", "Applied")),),
}
"""By the name of the place they belong to."""

_WORKSPACE_FIELDS = (_Field("Stakeholder", "users", config={"single_user": True}),)


def _config(ground: Ground, plan: _Field) -> dict[str, Any]:
    ids = ground.workspace.ids
    if plan.type == "drop_down":
        options = [
            {"id": ids.uuid("option"), "name": name, "color": _COLORS[n % 7], "orderindex": n}
            for n, name in enumerate(plan.options)
        ]
        return {"sorting": "manual", "new_drop_down": True, "options": options}
    if plan.type == "labels":
        labels = [
            {"id": ids.uuid("option"), "label": name, "color": _COLORS[-1 - n % 7]}
            for n, name in enumerate(plan.options)
        ]
        return {"options": labels}
    return dict(plan.config or {})


def add_fields(ground: Ground) -> None:
    """Define the custom fields and custom task types."""
    workspace = ground.workspace
    workspace.task_types = {MILESTONE: "Milestone", BUG: "Bug"}
    places = [(workspace.id, plan) for plan in _WORKSPACE_FIELDS]
    # In this order, so that a List shows the Workspace's and Space's fields before its own.
    named = [(space.id, space.name) for space in workspace.spaces.values()]
    named += [(home.id, home.name) for home in workspace.lists.values()]
    for place_id, name in named:
        places += [(place_id, plan) for plan in _FIELDS.get(name, ())]
    for place_id, plan in places:
        created = ground.midnight - 500 * DAY + len(workspace.fields) * 7919
        field = CustomField(
            workspace.ids.uuid("field"),
            plan.name,
            plan.type,
            _config(ground, plan),
            created,
            place_id,
            plan.types,
        )
        workspace.fields[field.id] = field


_ADDRESSES = (
    ("Rotterdam, Netherlands", 51.9244, 4.4777),
    ("Lyon, France", 45.764, 4.8357),
    ("Oakland, CA, USA", 37.8044, -122.2712),
)
_CONTACTS = ("facilities@halden.example.com", "it@brightwater.example.com", "a.tern@example.com")


def _location(ground: Ground) -> dict[str, Any]:
    address, latitude, longitude = ground.pick(_ADDRESSES)
    return {"location": {"lat": latitude, "lng": longitude}, "formatted_address": address}


def _number(ground: Ground, most: int) -> int:
    return int(ground.random.random() ** 2 * most)


_VALUES: dict[str, Callable[[Ground], Any]] = {
    "checkbox": lambda g: g.random.random() < 0.6,
    "currency": lambda g: round(250 + _number(g, 40_000) + g.random.random(), 2),
    "date": lambda g: g.day(g.midnight + (_number(g, 180) - 40) * DAY),
    "email": lambda g: g.pick(_CONTACTS),
    "emoji": lambda g: 1 + _number(g, 5),
    "location": _location,
    "manual_progress": lambda g: 5 * _number(g, 21),
    "number": lambda g: 1 + _number(g, 900),
    "phone": lambda g: f"+31 10 555 0{100 + _number(g, 900)}",
    "short_text": lambda g: f"{4 + _number(g, 3)}.{_number(g, 20)}.{_number(g, 9)}",
    "url": lambda g: f"https://git.example.com/larkfield/pull/{1200 + _number(g, 4000)}",
}


def _value(ground: Ground, field: CustomField) -> Any:
    if field.type == "drop_down":
        return ground.pick(field.config["options"])["id"]
    if field.type == "labels":
        options = field.config["options"]
        return tuple(option["id"] for option in ground.several(options, 1 + _number(ground, 3)))
    if field.type == "users":
        most = 1 if field.config["single_user"] else 3
        return tuple(user.id for user in ground.several(ground.team, 1 + _number(ground, most)))
    return _VALUES[field.type](ground)


def sets_of_values(ground: Ground, home: TaskList) -> list[dict[str, Any]]:
    """Sets of custom field values for the tasks of a List; about two fields in three have one."""
    is_bugs = ground.kinds[home.id] == "bug"
    fields = [
        field
        for field in ground.workspace.fields_of(home)
        if field.type != "automatic_progress" and (not field.types or is_bugs)
    ]
    return [
        {f.id: _value(ground, f) for f in fields if ground.random.random() < 0.65}
        for _ in range(SETS_OF_VALUES)
    ]
