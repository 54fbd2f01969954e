"""Requests that take ten steps and more."""

from typing import Any

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import holds, mentions, on, owners
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]

AGREEMENT, INSTALL, TRAIN, REPORT = (
    "Sign the site agreement",
    "Install 12 sensors",
    "Train the caretakers",
    "Report to the city",
)


def _edges(value: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(str(one["waiting"]), str(one["blocking"])) for one in value}


def _pilot(scene: Scene) -> Check:
    roadmap = next(f for f in scene.sandbox.workspace.folders.values() if f.name == "Roadmap")
    people = {
        AGREEMENT: (scene.person("Tomás Rivera"), "2026-03-20"),
        INSTALL: (scene.person("Jonas Weber"), "2026-03-27"),
        TRAIN: (scene.person("Chloé Martin"), "2026-04-02"),
        REPORT: (scene.person("Mara Lindqvist"), "2026-04-30"),
    }
    first, second = (INSTALL, AGREEMENT), (TRAIN, INSTALL)
    waiting = {AGREEMENT: {first}, INSTALL: {first, second}, TRAIN: {second}, REPORT: set()}
    dana = scene.person("Dana Whitfield")

    def check(seen: Seen) -> None:
        seen.created("list", name="Utrecht pilot", place=roadmap.name)
        for name, (person, day) in people.items():
            seen.created(
                "task",
                place="Utrecht pilot",
                name=name,
                assignees=owners(person),
                due_date=on(day),
                tags=["installer"] if name == INSTALL else [],
                dependencies=lambda value, name=name: _edges(value) == waiting[name],
            )
        seen.created(
            "checklist",
            place=INSTALL,
            name="Tools",
            items=lambda items: (
                {i["name"] for i in items} == {"Ladder", "Drill", "Spare batteries"}
            ),
        )
        seen.created("comment", place=AGREEMENT, comment=mentions(dana))

    return check


HERS = ("Brightwater: faulty batch", "Greyfriars: wants a refund", "Tern: no answer since May")


def _dana_leaves(scene: Scene) -> Check:
    dana, chloe, aiko = map(scene.person, ("Dana Whitfield", "Chloé Martin", "Aiko Tanaka"))
    moved = [scene.add_task("Escalations", name, assignees=[dana]) for name in HERS]
    shared = scene.add_task("Escalations", "Vantage: alarm at night", assignees=[dana, chloe])
    scene.add_task("Escalations", "Oakline: solved by phone", assignees=[dana], status="resolved")
    scene.add_task("Renewals", "Greyfriars: renew for two years", assignees=[dana])
    seeded = [scene.task(name) for name in (_NOISY, _READINGS)]

    def check(seen: Seen) -> None:
        for task in (*moved, shared):
            seen.changed("task", task, assignees=owners(chloe))
        for task in seeded:
            seen.changed("task", task, assignees=owners(aiko, chloe))
        for name in (*HERS, "Vantage: alarm at night", _NOISY, _READINGS):
            seen.created("comment", place=name, comment=holds("Handed over from Dana"))
        seen.created(
            "task",
            place="Hiring",
            name="Exit interview with Dana",
            assignees=owners(scene.person("Mara Lindqvist")),
            due_date=on("2026-03-13"),
        )

    return check


_NOISY = "Alerts are too noisy for Kestrel Labs"
_READINGS = "Halden Clinics see another customer's readings"

CASES = (
    Case(
        name="utrecht-pilot",
        theme="ten steps",
        request="We got the go for the Utrecht pilot! Please set it up: a list 'Utrecht pilot' in "
        "the Roadmap folder, with four tasks: Sign the site agreement (Tomás, 20 March 2026), "
        "Install 12 sensors (Jonas, 27 March), Train the caretakers (Chloé, 2 April), Report to "
        "the city (me, 30 April). Installing waits for the agreement, the training waits for the "
        "installing. Install gets a checklist 'Tools' (Ladder, Drill, Spare batteries) and the tag "
        "installer. And ask Dana in a comment on the agreement, with a real mention, who our "
        "contact at the city is.",
        set=_pilot,
        traps=("a dependency has a direction",),
    ),
    Case(
        name="dana-leaves",
        theme="ten steps",
        request="Dana's last day is Friday. Everything of hers that is still open in Escalations "
        "goes to Chloé (whoever else is on it stays on it), each with a comment 'Handed over from "
        "Dana'. Renewals she finishes herself. And make a task 'Exit interview with Dana' in "
        "Hiring, for me, due 13 March 2026.",
        set=_dana_leaves,
        traps=("finished ones stay", "some are shared"),
    ),
)
