"""Talking to people: mentions, replies, and the right one of two."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import all_of, holds, mentions, owners
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]

GATEWAY = "Gateway in Rotterdam offline since the firmware update"


def _mention(scene: Scene) -> Check:
    aiko = scene.person("Aiko Tanaka")

    def check(seen: Seen) -> None:
        seen.created(
            "comment",
            place=GATEWAY,
            comment=all_of(mentions(aiko), holds("back online")),
        )

    return check


def _reply(scene: Scene) -> Check:
    task = scene.task("Plan the first week of the firmware engineer")
    scene.add_comment(task, "Badge photo on Monday at 10?", by="Priya Raman")
    asked = scene.add_comment(task, "Can we do the lab tour on Tuesday?", by="Jonas Weber")

    def check(seen: Seen) -> None:
        seen.created("comment", in_reply_to=asked, comment=holds("Tuesday"))

    return check


def _right_jonas(scene: Scene) -> Check:
    jonas = scene.person("Jonas Weber")
    scene.add_person("Jonas Weber", "jonas.weber.sales@example.com")
    task = scene.add_task("Bug Triage", "Pager stays silent on weekends")
    return lambda seen: seen.changed("task", task, assignees=owners(jonas))


CASES = (
    Case(
        name="ask-aiko",
        theme="people",
        request="Can you ask Aiko on the Rotterdam gateway task (ENG-24) whether it is back online "
        "by now? Use those words, and tag her properly, otherwise she won't see it.",
        set=_mention,
        traps=("a name in plain text notifies nobody",),
    ),
    Case(
        name="answer-jonas",
        theme="people",
        request="Jonas asked something in the comments of 'Plan the first week of the firmware "
        "engineer'. Reply to that comment: 'Yes, Tuesday works for me.' In the thread please, not "
        "as a new comment.",
        set=_reply,
        traps=("two comments to reply to",),
    ),
    Case(
        name="the-jonas-on-call",
        theme="people",
        request="'Pager stays silent on weekends' goes to Jonas Weber. Careful, there are two "
        "since last week: I mean the one in the On-call engineers group, not the one from sales.",
        set=_right_jonas,
        traps=("two people of one name",),
    ),
)
