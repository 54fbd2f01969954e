"""What hangs on tasks: checklists, subtasks, dependencies and custom fields."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import owners
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]


def _checklist(scene: Scene) -> Check:
    task = scene.add_task("Onboarding", "Noor Haddad starts on 1 April")
    ids = scene.add_checklist(task, "First week", ["Order badge", "Laptop", "Desk in the lab"])
    scene.add_checklist(task, "Later", ["Laptop", "Parking permit for the summer"])
    wanted = {"Order badge": True, "Laptop": True, "Desk in the lab": False, "Key to lab": False}

    def check(seen: Seen) -> None:
        seen.changed(
            "checklist",
            ids["First week"],
            items=lambda items: {one["name"]: one["resolved"] for one in items} == wanted,
        )

    return check


def _subtasks(scene: Scene) -> Check:
    parent, chloe = scene.task("Book guests for the trade fair booth"), scene.person("Chloé Martin")

    def check(seen: Seen) -> None:
        for name in ("Draw up the guest list", "Send the invitations", "Book the hotel"):
            seen.created(
                "task",
                name=name,
                parent=lambda value: value.id == parent,
                assignees=owners(chloe),
                list="Spring Launch",
            )

    return check


def _dependency(scene: Scene) -> Check:
    page = scene.add_task("Website", "Publish the new price page")
    legal = scene.add_task("Website", "Legal sign-off for the prices", tags=["needs legal"])

    def waits(value: list[dict[str, str]]) -> bool:
        return [
            (getattr(d["waiting"], "id", ""), getattr(d["blocking"], "id", "")) for d in value
        ] == [(page, legal)]

    def check(seen: Seen) -> None:
        # ClickUp shows it on both.
        seen.changed("task", page, dependencies=waits)
        seen.changed("task", legal, dependencies=waits)

    return check


def _fields(scene: Scene) -> Check:
    task = scene.task("Reconnect with the sponsor at Fjordlys Energy")
    health = scene.field("Renewals", "Health")
    value = scene.field("Renewals", "Annual value")
    at_risk, good = scene.option(health, "At risk"), scene.option(health, "Good")
    where = f"/api/v2/task/{task}/field"
    scene.ask("POST", f"{where}/{health}", {"value": good})
    scene.ask("POST", f"{where}/{value}", {"value": 52000})
    return lambda seen: seen.changed("task", task, custom_fields={health: at_risk, value: 48500})


CASES = (
    Case(
        name="first-week-checklist",
        theme="parts of tasks",
        request="Noor's onboarding (starts 1 April): badge is ordered and the laptop's here, tick "
        "both off on the First week checklist. And add 'Key to lab' there, I forgot it.",
        set=_checklist,
        traps=("two checklists with an item of one name",),
    ),
    Case(
        name="break-it-down",
        theme="parts of tasks",
        request="Please split 'Book guests for the trade fair booth' into subtasks: Draw up the "
        "guest list / Send the invitations / Book the hotel. All three are Chloé's.",
        set=_subtasks,
    ),
    Case(
        name="legal-comes-first",
        theme="parts of tasks",
        request="'Publish the new price page' can't start before 'Legal sign-off for the prices' "
        "is done. Set it up as a proper dependency so nobody publishes by accident.",
        set=_dependency,
        traps=("a dependency has a direction",),
    ),
    Case(
        name="fjordlys-health",
        theme="parts of tasks",
        request="Just off the phone with Fjordlys Energy. Not great: Health goes to At risk, and "
        "the annual value will be 48,500 if they stay. It's the 'Reconnect with the sponsor' one.",
        set=_fields,
    ),
)
