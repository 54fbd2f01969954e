"""Goals, Docs and views."""

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.cases.reading import holds
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

__all__ = ["CASES"]


def _schools(scene: Scene) -> Check:
    results = scene.sandbox.workspace.key_results.values()
    target = next(one for one in results if one.name == "New school accounts")
    return lambda seen: seen.changed("key_result", target.id, steps_current=19)


def _rota(scene: Scene) -> Check:
    doc = scene.doc("Incident runbook")

    def check(seen: Seen) -> None:
        made = seen.created("doc_page", name="Weekend rota", content=holds("Priya", "Jonas"))
        pages = {page.id for page in seen.workspace.docs[doc].pages}
        if made is not None and made.id not in pages:
            seen.problems.append("the page is not at the top of the Incident runbook")

    return check


def _board(scene: Scene) -> Check:
    renewals = scene.list("Renewals")

    def check(seen: Seen) -> None:
        seen.created(
            "view",
            name="Renewals by status",
            type="board",
            parent=renewals,
            settings=lambda sections: sections["grouping"]["field"] == "status",
        )

    return check


CASES = (
    Case(
        name="two-more-schools",
        theme="goals, docs and views",
        request="Two more schools signed today 🎉 so we're at 19 in the 'Grow in schools' goal "
        "(new school accounts). Update it?",
        set=_schools,
    ),
    Case(
        name="weekend-rota",
        theme="goals, docs and views",
        request="Please add a page 'Weekend rota' to the Incident runbook: Saturday is Priya, "
        "Sunday is Jonas. A top-level page, don't touch the others.",
        set=_rota,
    ),
    Case(
        name="renewals-board",
        theme="goals, docs and views",
        request="I'd like a board on the Renewals list, grouped by status, called 'Renewals by "
        "status'. For everyone.",
        set=_board,
    ),
)
