"""Questions: the answer counts, and nothing may change."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]

_HOUR = 3_600_000
_MORNING = 1_773_043_200_000  # 9 March 2026, 08:00 UTC


def _bugs(scene: Scene) -> Check:
    aiko = [scene.person("Aiko Tanaka")]
    for number, status in enumerate(("new", "confirmed", "fixing", "fixing", "ready for test")):
        name = f"Firmware log page {number + 1} is cut off"
        scene.add_task("Bug Triage", name, status=status, assignees=aiko)
    scene.add_task("Bug Triage", "Legend overlaps the chart", status="fixed", assignees=aiko)
    scene.add_task("Bug Triage", "Dark mode is too dark", status="won't fix", assignees=aiko)
    return lambda seen: seen.says_number(5)


def _due_first(_: Scene) -> Check:
    def check(seen: Seen) -> None:
        seen.says("Halden")
        seen.says_not("Vantage", "Kestrel", "Sakura", "Tern", "Oakline", "Fjordlys")

    return check


def _hours(scene: Scene) -> Check:
    task = scene.add_task("Security", "Renew the certificates of the gateways")
    where = f"/api/v2/team/{scene.workspace}/time_entries"
    entries = (("Mara Lindqvist", 1.5), ("Aiko Tanaka", 2.25), ("Jonas Weber", 0.75))
    for number, (person, hours) in enumerate(entries):
        start, duration = _MORNING + number * 4 * _HOUR, int(hours * _HOUR)
        scene.ask("POST", where, {"tid": task, "start": start, "duration": duration}, by=person)

    return lambda seen: seen.says_duration(270)


def _runbook(_: Scene) -> Check:
    def check(seen: Seen) -> None:
        seen.says("ingest queue")
        seen.says({"on-call", "on call"})

    return check


CASES = (
    Case(
        name="how-many-bugs",
        theme="questions",
        asks="question",
        request="How many bugs in Bug Triage does Aiko still have to deal with? (not the fixed and "
        "won't-fix ones) The number is enough.",
        set=_bugs,
        traps=("finished ones do not count",),
    ),
    Case(
        name="due-first",
        theme="questions",
        asks="question",
        request="Of the escalations that aren't resolved yet, whose is due first? Just the name of "
        "the customer please, I have them on hold.",
        set=_due_first,
        traps=("a resolved one is due earlier",),
    ),
    Case(
        name="hours-on-certificates",
        theme="questions",
        asks="question",
        request="How much time did all of us together put into 'Renew the certificates of the "
        "gateways' in March 2026? I need hours and minutes for the invoice.",
        set=_hours,
        traps=("time of others is not listed unasked",),
    ),
    Case(
        name="what-says-the-runbook",
        theme="questions",
        asks="question",
        request="No readings from Rotterdam!! What does our incident runbook say to look at first, "
        "and who do I call first?",
        set=_runbook,
    ),
)
