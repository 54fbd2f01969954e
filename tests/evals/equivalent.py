"""Other right ways than those of `scripted`: other operations, another order, further reads."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from agent_connectors.clickup import ConnectorError, OutcomeUnknown
from agent_connectors.clickup.evals.cases.long import AGREEMENT, INSTALL, REPORT, TRAIN
from agent_connectors.clickup.evals.cases.trouble import CUSTOMERS, SITES, STAND
from tests.evals.scripted import STEPS, Clickup, Step, find, find_all

WAYS: list[tuple[str, Step]] = []
"""By case; a case may have several."""


def way(case: str) -> Callable[[Step], Step]:
    """Another way to do what a case asks for."""

    def keep(step: Step) -> Step:
        WAYS.append((case, step))
        return step

    return keep


async def _people(clickup: Clickup) -> dict[str, Any]:
    members = (await clickup.teams.list()).data[0]["members"]
    return {one["user"]["username"]: one["user"]["id"] for one in members}


@way("close-the-duplicate")
async def _(clickup: Clickup) -> str:
    """The comment first, with the address of the other task, and a link between them."""
    task = await find(clickup, "Bug Triage", "CO2 alarms")
    first = (await clickup.tasks.get("ENG-25")).data
    await clickup.comments.create(task_id=task["id"], markdown=f"Duplicate of {first['url']}")
    await clickup.task_links.add(task["id"], first["id"])
    updates = [{"task_id": task["id"], "status": "Won't Fix"}]
    await clickup.execute("tasks", "update_many", {"updates": updates})
    return "I closed it."


@way("finished-in-two-lists")
async def _(clickup: Clickup) -> str:
    found = (await clickup.tasks.search(search="Oakline", include_closed=True)).data
    told = {task["name"]: task["id"] for task in found}
    updates = [
        {"task_id": told["Oakline case study page"], "status": "published"},
        {"task_id": told["Oakline: sign the renewal"], "status": "resolved"},
    ]
    await clickup.execute("tasks", "update_many", {"updates": updates})
    return "ok"


@way("urgent-by-friday")
async def _(clickup: Clickup) -> str:
    """Two calls, and a time of the day."""
    await clickup.tasks.update("ENG-26", due_date="2026-03-20T17:00:00-07:00")
    await clickup.tasks.update("ENG-26", priority=1)
    return "ok"


@way("urgent-by-friday")
async def _(clickup: Clickup) -> str:
    """A time of the day in words, of which the connector says that it counts."""
    await clickup.tasks.update("ENG-26", priority="urgent", due_date="Friday 20 March 2026 17:00")
    return "ok"


@way("forty-fans")
async def _(clickup: Clickup) -> str:
    with suppress(OutcomeUnknown):
        await clickup.tasks.create(
            "Vendors and Invoices",
            "Order 40 replacement fans",
            assignees=["Tomás Rivera"],
            due_date="18 March 2026 17:00",
        )
    return "ok"


@way("thirty-audits")
async def _(clickup: Clickup) -> str:
    for task in await find_all(clickup, "Site audits", "Site audit "):
        await clickup.tasks.update(task["id"], due_date="15 May 2026 09:00")
    return "ok"


@way("priya-instead-of-ben")
async def _(clickup: Clickup) -> str:
    people = await _people(clickup)
    for change in ({"rem": [people["Ben Okafor"]]}, {"add": [people["Priya Raman"]]}):
        await clickup.execute("tasks", "update", {"task_id": "ENG-27", "assignees": change})
    return "ok"


@way("steps-to-reproduce")
async def _(clickup: Clickup) -> str:
    """Plain text, after a heading."""
    task = await find(clickup, "Bug Triage", "Lobby display")
    old = (await clickup.tasks.get(task["id"])).data["description"]
    text = f"{old}\n\nSteps to reproduce:\n1) Put the display to sleep at 23:00\n"
    text += "2) Wake it after midnight\n3) Look at the date"
    await clickup.tasks.update(task["id"], description=text)
    return "ok"


@way("halden-at-risk")
async def _(clickup: Clickup) -> str:
    """Only those that lack it."""
    for task in await find_all(clickup, "Escalations", "Halden Clinics"):
        if all(tag["name"] != "at risk" for tag in task["tags"]):
            await clickup.tags.add(task_id=task["id"], tag_name="At Risk")
    return "ok"


@way("first-week-checklist")
async def _(clickup: Clickup) -> str:
    """The new item first."""
    task = await find(clickup, "Onboarding", "Noor")
    week = (await clickup.tasks.get(task["id"])).data["checklists"][0]
    assert week["name"] == "First week"
    await clickup.checklist_items.create(week["id"], "key to lab".capitalize())
    for item in reversed(week["items"]):
        if item["name"] != "Desk in the lab":
            await clickup.checklist_items.update(week["id"], item["id"], resolved=True)
    return "ok"


@way("break-it-down")
async def _(clickup: Clickup) -> str:
    """Made as a batch, with a description and given to Chloé afterwards."""
    parent = await find(clickup, "Spring Launch", "Book guests for the trade fair booth")
    names = ("Book the hotel", "Send the invitations", "Draw up the guest list")
    tasks = [{"name": n, "parent": parent["id"], "description": "For the fair."} for n in names]
    made = await clickup.execute(
        "tasks", "create_many", {"list_id": "Spring Launch", "tasks": tasks}
    )
    for one in made.data:
        change = {"add": ["Chloé Martin"]}
        await clickup.execute("tasks", "update", {"task_id": one["id"], "assignees": change})
    return "ok"


@way("legal-comes-first")
async def _(clickup: Clickup) -> str:
    """From the other side."""
    page = await find(clickup, "Website", "Publish the new price page")
    legal = await find(clickup, "Website", "Legal sign-off")
    await clickup.dependencies.add(legal["id"], dependency_of=page["id"])
    return "ok"


@way("fjordlys-health")
async def _(clickup: Clickup) -> str:
    """By ids, in another order."""
    fields = (await clickup.custom_fields.list(list_id="Renewals", limit=100)).data
    ids = {field["name"]: field for field in fields}
    task = await find(clickup, "Renewals", "Reconnect with the sponsor at Fjordlys")
    options = ids["Health"]["type_config"]["options"]
    option = next(one["id"] for one in options if one["name"] == "At risk")
    await clickup.custom_fields.set(task["id"], ids["Annual value"]["id"], "48500")
    await clickup.custom_fields.set(task["id"], ids["Health"]["id"], option)
    return "ok"


@way("ask-aiko")
async def _(clickup: Clickup) -> str:
    """A longer text, and assigned to her."""
    text = "Hi @[Aiko Tanaka], Mara would like to know: is the gateway **back online**? Thanks!"
    await clickup.comments.create(task_id="ENG-24", markdown=text)
    return "ok"


@way("hours-in-berlin")
async def _(clickup: Clickup) -> str:
    """With an end, in UTC, with a note."""
    await clickup.time_tracking.create(
        start="2026-03-10T13:00:00Z",
        end="2026-03-10T14:30:00Z",
        task_id="ENG-19",
        billable=True,
        description="SOC 2 evidence",
    )
    return "ok"


@way("nine-thirty-in-tokyo")
async def _(clickup: Clickup) -> str:
    """In milliseconds."""
    task = await find(clickup, "Onboarding Accounts", "Call with the Sakura")
    await clickup.tasks.update(task["id"], due_date=1775176200000, due_date_time=True)
    return "ok"


@way("stop-my-timer")
async def _(clickup: Clickup) -> str:
    """After a look."""
    await clickup.time_tracking.get_current()
    await clickup.time_tracking.stop()
    return "ok"


@way("weekend-rota")
async def _(clickup: Clickup) -> str:
    """As a table."""
    docs = (await clickup.docs.list(limit=100)).data
    runbook = next(doc for doc in docs if doc["name"] == "Incident runbook")
    rows = "| day | who |\n|---|---|\n| Saturday | Priya Raman |\n| Sunday | Jonas Weber |"
    await clickup.doc_pages.create(runbook["id"], name="Weekend rota", content=rows)
    return "ok"


@way("thirty-audits")
async def _(clickup: Clickup) -> str:
    """One by one, after each was looked at."""
    for task in await find_all(clickup, "Site audits", "Site audit "):
        await clickup.tasks.get(task["id"])
        await clickup.tasks.update(task["id"], due_date="15 May 2026")
    return "ok"


@way("twelve-visits")
async def _(clickup: Clickup) -> str:
    """One by one, looking where an answer was lost."""
    for site in reversed(SITES[:12]):
        name = f"Visit {site}"
        try:
            await clickup.tasks.create("Visits 2026", name, priority=2)
        except OutcomeUnknown:
            if not await find_all(clickup, "Visits 2026", name):
                await clickup.tasks.create("Visits 2026", name, priority=2)
    return "ok"


@way("tell-every-customer")
async def _(clickup: Clickup) -> str:
    tasks = await find_all(clickup, "Price change 2026", "")
    assert len(tasks) == len(CUSTOMERS)
    for task in tasks:
        await clickup.comments.create(task_id=task["id"], markdown="Letter sent on 11 March.")
    return "ok"


@way("forty-fans")
async def _(clickup: Clickup) -> str:
    """As a batch of one, which looks for what was lost."""
    task = {
        "name": "Order 40 replacement fans",
        "assignees": ["Tomás Rivera"],
        "due_date": "2026-03-18",
    }
    params = {"list_id": "Vendors and Invoices", "tasks": [task]}
    await clickup.execute("tasks", "create_many", params)
    return "ok"


@way("stand-at-airtech")
async def _(clickup: Clickup) -> str:
    """By name, and looked for anew when that is gone."""
    place = "Events"
    for name in STAND:
        try:
            await clickup.tasks.create(place, name)
        except ConnectorError:
            lists = (await clickup.workspaces.find("Events")).data
            place = str(next(one["id"] for one in lists if one["kind"] == "list"))
            await clickup.tasks.create(place, name)
    return "ok"


@way("actions-from-lyon")
async def _(clickup: Clickup) -> str:
    """As a batch, with where they come from."""
    docs = (await clickup.docs.list(limit=100)).data
    doc = next(one for one in docs if one["name"] == "Lyon site visit")
    page = (await clickup.doc_pages.list_content(doc["id"])).data[0]
    lines = page["content"].partition("## Action items")[2].partition("##")[0].splitlines()
    names = [line.lstrip("-* ").strip() for line in lines if line.strip()]
    tasks = [{"name": name, "description": "From the doc Lyon site visit."} for name in names]
    await clickup.execute("tasks", "create_many", {"list_id": "Next Quarter", "tasks": tasks})
    return "ok"


@way("how-many-bugs")
async def _(clickup: Clickup) -> str:
    return "Aiko has five bugs left."


@way("hours-on-certificates")
async def _(clickup: Clickup) -> str:
    return "**4 hours and 30 minutes** (Mara 1:30, Aiko 2:15, Jonas 0:45)."


@way("hours-on-certificates")
async def _(clickup: Clickup) -> str:
    return "That makes 4:30 h, or 4.5 hours."


@way("due-first")
async def _(clickup: Clickup) -> str:
    return "That's **Halden Clinics**, they were due on 5 March."


@way("which-jonas")
async def _(clickup: Clickup) -> str:
    """After a look, and without a question mark."""
    await clickup.teams.list()
    return "I haven't assigned it: two members are called Jonas Weber. Tell me which one you mean."


@way("which-backlog")
async def _(clickup: Clickup) -> str:
    return "I didn't delete anything, as there are two lists of that name (Firmware, Mobile App)."


@way("a-guest-asks")
async def _(clickup: Clickup) -> str:
    """After a try."""
    task = (await clickup.tasks.search(search="Fjordlys")).data[0]
    try:
        await clickup.tasks.update(task["id"], status="resolved")
    except ConnectorError as error:
        return f"Sorry Ruth, ClickUp refused it: {error}"
    return "done"


@way("utrecht-pilot")
async def _(clickup: Clickup) -> str:
    """As a batch with the tag, in another order."""
    home = (await clickup.lists.create("Utrecht pilot", folder_id="Roadmap")).data["id"]
    rows: tuple[tuple[str, str, str, list[str]], ...] = (
        (REPORT, "Mara Lindqvist", "2026-04-30", []),
        (TRAIN, "Chloé Martin", "2026-04-02", []),
        (INSTALL, "Jonas Weber", "2026-03-27", ["installer"]),
        (AGREEMENT, "Tomás Rivera", "2026-03-20", []),
    )
    tasks = [
        {"name": name, "assignees": [who], "due_date": day, **({"tags": tags} if tags else {})}
        for name, who, day, tags in rows
    ]
    made = await clickup.execute("tasks", "create_many", {"list_id": home, "tasks": tasks})
    ids = {one["name"]: one["id"] for one in made.data}
    text = "@[Dana Whitfield]: who is our contact at the city of Utrecht?"
    await clickup.comments.create(task_id=ids[AGREEMENT], markdown=text)
    await clickup.dependencies.add(ids[INSTALL], dependency_of=ids[TRAIN])
    await clickup.dependencies.add(ids[AGREEMENT], dependency_of=ids[INSTALL])
    checklist = (await clickup.checklists.create(ids[INSTALL], "Tools")).data
    for name in ("Spare batteries", "Drill", "Ladder"):
        await clickup.checklist_items.create(checklist["id"], name)
    return "ok"


def _after_a_look(case: str) -> Step:
    async def step(clickup: Clickup) -> str:
        """With many further reads before and after."""
        for entity in ("teams", "goals", "spaces"):
            await clickup.execute(entity, "list", {})
        await clickup.workspaces.tree()
        answer = await STEPS[case](clickup)
        await clickup.tasks.search(limit=100, include_closed=True)
        return answer

    return step


WAYS += [(name, _after_a_look(name)) for name in [*STEPS][::4]]
