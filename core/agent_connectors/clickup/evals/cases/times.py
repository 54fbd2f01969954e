"""Times: said in words, in other time zones, and tracked."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import exactly
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]

EVIDENCE = "Collect SOC 2 evidence for the support impersonation tool"


def _tokyo(scene: Scene) -> Check:
    task = scene.add_task("Onboarding Accounts", "Call with the Sakura Foods plant manager")

    def check(seen: Seen) -> None:
        moment = exactly("2026-04-03T09:30:00+09:00")
        seen.changed("task", task, due_date=moment, due_date_time=True)

    return check


def _berlin(scene: Scene) -> Check:
    task = scene.task("ENG-19")
    mara = scene.person("Mara Lindqvist")

    def check(seen: Seen) -> None:
        seen.created(
            "time_entry",
            place=EVIDENCE,
            user=lambda user: user.id == str(mara),
            start=exactly("2026-03-10T14:00:00+01:00"),
            end=exactly("2026-03-10T15:30:00+01:00"),
            billable=True,
        )
        seen.may("task", task, "time_spent")

    return check


def _timer(scene: Scene) -> Check:
    mine = scene.sandbox.workspace.timers[scene.person("Mara Lindqvist")]
    on = "" if mine.task is None else mine.task.id
    task = scene.add_task("Security", "Review the pen test report")
    where = f"/api/v2/team/{scene.workspace}/time_entries/start"
    scene.ask("POST", where, {"tid": task, "description": "Reading it"}, by="Aiko Tanaka")

    def check(seen: Seen) -> None:
        seen.changed("time_entry", mine.id, end=lambda end: end is not None)
        seen.may("task", on, "time_spent")

    return check


CASES = (
    Case(
        name="nine-thirty-in-tokyo",
        theme="times",
        request="The call with the Sakura Foods plant manager is fixed: half past nine in the "
        "morning on Friday 3 April 2026, their time (they're in Tokyo). Put that exact time as the "
        "due date.",
        set=_tokyo,
        traps=("a time in another zone",),
    ),
    Case(
        name="hours-in-berlin",
        theme="times",
        request="Forgot to log my time: yesterday, so 10 March 2026, I was on ENG-19 from two to "
        "half past three in the afternoon. I was in our Berlin office, so Berlin time. Billable.",
        set=_berlin,
        traps=("a time in another zone",),
    ),
    Case(
        name="stop-my-timer",
        theme="times",
        request="oh no my timer is still running. stop it please. (mine, not Aiko's)",
        set=_timer,
        traps=("somebody else's timer",),
    ),
)
