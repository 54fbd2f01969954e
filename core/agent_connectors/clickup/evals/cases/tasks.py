"""One task, or a few: what is asked for most."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import holds, on, owners
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]


def _duplicate(scene: Scene) -> Check:
    first = scene.task("ENG-25")
    second = scene.add_task("Bug Triage", "CO2 alarms come in an hour late", by="Tomás Rivera")
    forms = ("ENG-25", first, "CO2 alerts arrive an hour late")

    def check(seen: Seen) -> None:
        seen.changed("task", second, status="won't fix")
        seen.created(
            "comment",
            place="CO2 alarms come in an hour late",
            comment=lambda blocks: any(holds(form)(blocks) for form in forms),
        )
        # A link between the two points at it as well.
        seen.may("task", first, "linked_tasks")
        seen.may("task", second, "linked_tasks")

    return check


def _finished(scene: Scene) -> Check:
    call = scene.add_task("Renewals", "Oakline: sign the renewal", status="waiting on customer")
    page = scene.add_task("Website", "Oakline case study page", status="review")

    def check(seen: Seen) -> None:
        seen.changed("task", call, status="resolved")
        seen.changed("task", page, status="published")

    return check


def _urgent(scene: Scene) -> Check:
    task = scene.task("ENG-26")

    def check(seen: Seen) -> None:
        seen.changed("task", task, priority=1, due_date=on("2026-03-20"))

    return check


def _instead_of_ben(scene: Scene) -> Check:
    task, priya = scene.task("ENG-27"), scene.person("Priya Raman")
    return lambda seen: seen.changed("task", task, assignees=owners(priya))


def _description(scene: Scene) -> Check:
    old = "Seen on the big screen in the Rotterdam lobby. Refreshing does not help."
    task = scene.add_task("Bug Triage", "Lobby display shows yesterday's air", description=old)
    steps = ("Put the display to sleep", "Wake it after midnight", "date")
    return lambda seen: seen.changed("task", task, description=holds(old, *steps))


def _no_date(scene: Scene) -> Check:
    task = scene.task("ENG-5")

    return lambda seen: seen.changed("task", task, due_date=None)


def _tags(scene: Scene) -> Check:
    tickets = [
        scene.add_task("Escalations", "Halden Clinics: sensors in ward 4 are silent"),
        scene.add_task("Escalations", "Halden Clinics: invoice address is wrong", tags=["renewal"]),
        scene.add_task("Escalations", "Halden Clinics: dashboard login fails", tags=["at risk"]),
    ]
    scene.add_task("Escalations", "Haldane Museum: wants a second gateway")

    def check(seen: Seen) -> None:
        seen.changed("task", tickets[0], tags=["at risk"])
        seen.changed("task", tickets[1], tags=["renewal", "at risk"])
        seen.kept("task", tickets[2])
        # It has been there since before the request, as another one of theirs may be.
        others = [t for t in seen.workspace.tasks.values() if t.name == _READINGS]
        seen.changed("task", others[0].id, tags=["reference", "at risk"])

    return check


_READINGS = "Halden Clinics see another customer's readings"


def _wrong_list(scene: Scene) -> Check:
    task = scene.task("Kick-off call with Sakura Foods")
    return lambda seen: seen.changed("task", task, list="Onboarding Accounts")


def _test_tasks(scene: Scene) -> Check:
    tests = [scene.add_task("Feature Requests", f"zz test {number}") for number in (1, 2, 3)]
    scene.add_task("Feature Requests", "zz test plan for the beta group")

    def check(seen: Seen) -> None:
        for task in tests:
            seen.deleted("task", task)

    return check


CASES = (
    Case(
        name="close-the-duplicate",
        theme="tasks",
        request="Tomás has reported the late CO2 alerts a second time ('CO2 alarms come in an hour "
        "late'), we already have ENG-25 for that. Please set his to won't fix and leave a comment "
        "on it that points to ENG-25.",
        set=_duplicate,
        traps=("two tasks that look alike",),
    ),
    Case(
        name="finished-in-two-lists",
        theme="tasks",
        request="Good news, Oakline signed! So 'Oakline: sign the renewal' is done, and 'Oakline "
        "case study page' went live this morning too. Can you mark both as finished, whatever "
        "that's called over there?",
        set=_finished,
        traps=("statuses differ per list",),
    ),
    Case(
        name="urgent-by-friday",
        theme="tasks",
        request="ENG-26 (map view timeouts) needs to be urgent, due Friday 20 March 2026",
        set=_urgent,
    ),
    Case(
        name="priya-instead-of-ben",
        theme="tasks",
        request="Ben's off sick. Give ENG-27 to Priya instead of him pls, nothing else changes",
        set=_instead_of_ben,
    ),
    Case(
        name="steps-to-reproduce",
        theme="tasks",
        request="For 'Lobby display shows yesterday's air': please add these steps below what's "
        "already in the description. 1) Put the display to sleep at 23:00 2) Wake it after "
        "midnight 3) Look at the date. Keep the old text, support wrote it.",
        set=_description,
        traps=("a description is replaced as a whole",),
    ),
    Case(
        name="no-date-any-more",
        theme="tasks",
        request="We won't promise a date for the tablet push notifications (ENG-5) any more. Take "
        "the due date off.",
        set=_no_date,
    ),
    Case(
        name="halden-at-risk",
        theme="tasks",
        request="Everything from Halden Clinics in Escalations that's still open should carry the "
        "'at risk' tag. Don't lose the tags they already have!",
        set=_tags,
        traps=("a name that looks alike", "some have it already"),
    ),
    Case(
        name="wrong-list",
        theme="tasks",
        request="The kick-off call with Sakura Foods isn't an escalation :) move it to Onboarding "
        "Accounts, where it belongs.",
        set=_wrong_list,
    ),
    Case(
        name="remove-the-test-tasks",
        theme="tasks",
        request="I left three test tasks in Feature Requests (zz test 1, 2 and 3). Delete them for "
        "good, please. Only those.",
        set=_test_tasks,
        traps=("a name that begins alike",),
    ),
)
