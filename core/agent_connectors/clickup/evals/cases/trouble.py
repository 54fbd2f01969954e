"""Many tasks at once, and what goes wrong on the way: limits, lost answers, colleagues."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import holds, on
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES", "CUSTOMERS", "SITES", "STAND"]

SITES = (
    *("Aarhus", "Antwerp", "Basel", "Bergen", "Bilbao", "Bremen", "Brno", "Cork", "Dresden"),
    *("Eindhoven", "Espoo", "Gdansk", "Genoa", "Ghent", "Graz", "Haarlem", "Leeds", "Linz"),
    *("Lyon", "Malmo", "Nantes", "Odense", "Porto", "Rennes", "Split", "Tartu", "Turin"),
    *("Uppsala", "Utrecht", "Zagreb"),
)
CUSTOMERS = (
    *("Brightwater", "Greyfriars", "Halden", "Kestrel", "Oakline", "Sakura", "Tern", "Vantage"),
)
STAND = ("Book the stand at AirTech", "Order two roll-ups", "Print 200 flyers")
_CREATE, _COMMENT = "/api/v2/list/*/task", "/api/v2/task/*/comment"


def _thirty(scene: Scene) -> Check:
    place = scene.add_list("Site audits", space="Operations")
    april = 1_775_000_000_000
    audits = [
        scene.add_task(place, f"Site audit {site}", due_date=april, priority=3) for site in SITES
    ]
    scene.add_task(place, "Write the audit handbook", due_date=april)

    def check(seen: Seen) -> None:
        for audit in audits:
            seen.changed("task", audit, due_date=on("2026-05-15"))

    return check


def _site_visits(scene: Scene) -> Check:
    scene.add_list("Visits 2026", space="Customer Success")

    def lose() -> None:
        scene.sandbox.fail("drop", method="POST", path=_CREATE, after=True)

    scene.meanwhile("POST", _CREATE, lose)

    def check(seen: Seen) -> None:
        for site in SITES[:12]:
            seen.created("task", place="Visits 2026", name=f"Visit {site}", priority=2)

    return check


def _ask_customers(scene: Scene) -> Check:
    place = scene.add_list("Price change 2026", space="Customer Success")
    for customer in CUSTOMERS:
        scene.add_task(place, f"{customer}: new prices")

    def limit() -> None:
        scene.sandbox.fail(429, method="POST", path=_COMMENT, times=2)

    scene.meanwhile("POST", _COMMENT, limit)

    def check(seen: Seen) -> None:
        for customer in CUSTOMERS:
            seen.created(
                "comment", place=f"{customer}: new prices", comment=holds("Letter sent on 11 March")
            )

    return check


def _fans(scene: Scene) -> Check:
    scene.sandbox.fail("drop", method="POST", path=_CREATE, after=True)
    tomas = scene.person("Tomás Rivera")

    def check(seen: Seen) -> None:
        seen.created(
            "task",
            place="Vendors and Invoices",
            name="Order 40 replacement fans",
            assignees=lambda people: [one.id for one in people] == [str(tomas)],
            due_date=on("2026-03-18"),
        )

    return check


def _renamed(scene: Scene) -> Check:
    events = scene.list("Events")

    def rename() -> None:
        scene.ask("PUT", f"/api/v2/list/{events}", {"name": "Events 2026"}, by="Ben Okafor")

    scene.meanwhile("POST", _CREATE, rename)

    def check(seen: Seen) -> None:
        for name in STAND:
            seen.created("task", place="Events 2026", name=name)

    return check


CASES = (
    Case(
        name="thirty-audits",
        theme="many, and trouble",
        request="The auditors postponed. All 30 'Site audit ...' tasks in Site audits are now due "
        "15 May 2026. The handbook task in there keeps its date.",
        set=_thirty,
        traps=("one in the list is not meant",),
    ),
    Case(
        name="twelve-visits",
        theme="many, and trouble",
        request="Please create a task per site in 'Visits 2026', named 'Visit <site>', all high "
        f"priority: {', '.join(SITES[:12])}.",
        set=_site_visits,
        traps=("a lost answer",),
    ),
    Case(
        name="tell-every-customer",
        theme="many, and trouble",
        request="Put a comment 'Letter sent on 11 March' on each task in the list Price change "
        "2026, once each please, they're public.",
        set=_ask_customers,
        traps=("429 in the middle",),
    ),
    Case(
        name="forty-fans",
        theme="many, and trouble",
        request="Can you make a task 'Order 40 replacement fans' in Vendors and Invoices for "
        "Tomás, due 18 March 2026? Make sure it's there only once, last time we ended up with 80 "
        "fans.",
        set=_fans,
        traps=("a lost answer",),
    ),
    Case(
        name="stand-at-airtech",
        theme="many, and trouble",
        request=f"Add these to the Events list: {'; '.join(STAND)}. Ben is tidying up there today "
        "btw, so things may look different from what you're used to",
        set=_renamed,
        traps=("a list renamed meanwhile",),
    ),
)
