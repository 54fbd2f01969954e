"""Custom fields of every type there is, two of them of one name, and tasks with and without values.

Of the types whose values nobody has shown (`button`, `signature`, `votes` and those of apps),
there are fields, but no values.
"""

from typing import Any, NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, Ground
from agent_connectors.clickup.sandbox.state.files import Attachment
from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Task

_OWNER = "Owner"


class _Field(NamedTuple):
    name: str
    type: str
    config: dict[str, Any] | None = None
    options: tuple[str, ...] = ()


_FIELDS = (
    _Field(_OWNER, "users", {"single_user": False, "include_guests": True}),
    _Field("Mounting", "drop_down", options=("Ceiling", "Wall", "Desk")),
    _Field("Trades", "labels", options=("Electrical", "Dry lining", "Data", "Joinery")),
    _Field("Floor plan", "url"),
    _Field("Ward contact", "email"),
    _Field("Ward phone", "phone"),
    _Field("First visit", "date"),
    _Field("Access notes", "text"),
    _Field("Keys received", "checkbox"),
    _Field("Sensors planned", "number"),
    _Field("Quoted price", "currency", {"precision": 2, "currency_type": "NOK"}),
    _Field("Waits for site", "tasks", {"fields": []}),
    _Field("Neatness", "emoji", {"count": 5, "code_point": "2b50"}),
    _Field("Floors done", "automatic_progress", {"tracking": {"subtasks": True}, "complete_on": 3}),
    _Field("Cabling", "manual_progress", {"start": 0, "end": 100}),
    _Field("Gateway serial", "short_text"),
    _Field("Handover papers", "attachment"),
    _Field("Street address", "location"),
    _Field("Price per sensor", "formula", {"simple": False, "return_types": ["number"]}),
    _Field("Orders", "list_relationship", {"fields": [], "subcategory_inverted_name": "Wards"}),
    _Field("BASELINE_start_date", "multi_key", {"feature": "baselines", "subfield_type": "date"}),
    _Field("Worth a visit", "votes"),
    _Field("Signed by the ward", "signature"),
    _Field("Tell the ward", "button"),
    _Field("Ward in the CRM", "app_object"),
    _Field("Stage in the CRM", "app_object_property"),
)

_PAPERS = "Accepted without defects.\n"
_ADDRESS = {"location": {"lat": 59.1229, "lng": 11.3875}, "formatted_address": "Halden, Norway"}


def add_fields(ground: Ground, home: TaskList) -> None:
    """Define the fields in the List's Space, and one more of a taken name in the List."""
    workspace = ground.workspace
    places = [(home.space.id, plan) for plan in _FIELDS]
    for place, plan in (*places, (home.id, _Field(_OWNER, "short_text"))):
        created = ground.midnight - 200 * DAY + len(workspace.fields) * 7919
        key = "label" if plan.type == "labels" else "name"
        config = dict(plan.config or {})
        if plan.options:
            config["options"] = [
                {"id": workspace.ids.uuid("option"), key: name, "color": "#0f9d9f", "orderindex": n}
                for n, name in enumerate(plan.options)
            ]
        identifier = workspace.ids.uuid("field")
        field = CustomField(identifier, plan.name, plan.type, config, created, place)
        workspace.fields[field.id] = field
    workspace.changed()


def add_values(ground: Ground, wards: list[Task], wing: Task) -> None:
    """Fill in every field of one ward, and one of the two of one name of two others.

    Args:
        ground: The workspace under construction.
        wards: The first gets all values, the second none, the next two one each.
        wing: A task that others wait for.
    """
    workspace = ground.workspace
    fields = [f for f in workspace.fields_of(wing.home) if f.place != workspace.id]
    full, _, by_person, by_word = wards
    values = {field.id: _value(ground, field, wing) for field in fields}
    full.values = {identifier: value for identifier, value in values.items() if value is not None}
    person, word = (field for field in fields if field.name == _OWNER)
    by_person.values = {person.id: full.values[person.id]}
    by_word.values = {word.id: "Facilities of the hospital"}
    # Its progress is that of its subtasks.
    wing.values = {word.id: "East wing board"}
    workspace.related = True


def _value(ground: Ground, field: CustomField, wing: Task) -> Any:
    """A value as it is stored; `None` where nobody knows what one looks like."""
    options = field.config.get("options", ())
    visit = ground.day(ground.midnight - 60 * DAY)
    match field.type:
        case "drop_down":
            return options[1]["id"]
        case "labels":
            return (options[0]["id"], options[2]["id"])
        case "users":
            # The agent and who has no name are in the field, too.
            users = ground.workspace.users
            return tuple(
                n for n, u in users.items() if n < 0 or not u.username or u is ground.team[1]
            )
        case "tasks" | "list_relationship":
            return (wing.id,)
        case "attachment":
            return (_papers(ground, field).id,)
        case _:
            return {
                "url": "https://plans.example.com/halden/east/a3",
                "email": "ward.a3@halden.example.com",
                "phone": "+47 69 55 01 73",
                "date": visit,
                "text": "Ring at the **back door**.\nNo work during visiting hours.",
                "checkbox": True,
                "number": 14,
                "currency": 48250.5,
                "emoji": 4,
                "manual_progress": 65,
                "short_text": "GW-2210-0417",
                "location": _ADDRESS,
                "formula": "3446.46",
                "multi_key": str(visit),
            }.get(field.type)


def _papers(ground: Ground, field: CustomField) -> Attachment:
    workspace = ground.workspace
    identifier, user = workspace.ids.uuid("attachment"), ground.team[1]
    date = ground.midnight - 50 * DAY + 11 * HOUR
    content = _PAPERS.encode()
    file = Attachment(
        identifier,
        "handover.txt",
        "txt",
        "text/plain",
        content,
        "custom_fields",
        field.id,
        user,
        date,
    )
    workspace.files.add(file)
    return file
