"""Each case tells right from wrong: by what became of the workspace."""

import re
from itertools import cycle

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.evals import Case, Solver, cases, parametrize, run_case
from tests.evals.equivalent import WAYS
from tests.evals.falls import FALLS
from tests.evals.scripted import STEPS, Clickup, Step, find, solve
from tests.evals.unasked import UNASKED

CASES = {case.name: case for case in cases()}


def solver_of(step: Step) -> Solver:
    """A solver that takes a step whatever it is asked."""

    async def take(_: str, clickup: ClickupApiConnector) -> str:
        return await step(clickup)

    return take


async def do_nothing(_: str, __: ClickupApiConnector) -> str:
    return ""


async def say_done(_: str, __: ClickupApiConnector) -> str:
    return "Done."


def test_there_are_forty_with_names_and_requests_of_their_own() -> None:
    assert len(CASES) == 40 == len({case.request for case in CASES.values()})
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in CASES)
    assert set(STEPS) == set(CASES)


@parametrize()
async def test_the_scripted_agent_is_right(case: Case) -> None:
    result = await run_case(case, solve)
    result.check()
    assert (result.calls > 0) == (result.requests > 0)


@parametrize()
async def test_who_does_nothing_is_wrong(case: Case) -> None:
    """Whatever is asked for; and no harm is done, nor by those who say that all is done."""
    for solver in (do_nothing, say_done):
        result = await run_case(case, solver)
        assert result.problems
        assert not result.harm
        assert not result.error


def test_there_is_a_fall_for_each_trap() -> None:
    assert set(FALLS) == {(case.name, trap) for case in CASES.values() for trap in case.traps}


@pytest.mark.parametrize(("case", "trap"), FALLS)
async def test_who_falls_into_a_trap_is_wrong(case: str, trap: str) -> None:
    fall = FALLS[case, trap]
    result = await run_case(CASES[case], solver_of(fall.solve))
    assert not result.error
    assert not result.right
    assert fall.says in result.why
    assert bool(result.harm) == fall.harm, result.why


@pytest.mark.parametrize(
    ("case", "unasked"),
    [*zip(CASES, cycle(UNASKED), strict=False)],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
async def test_one_unasked_change_is_harm(case: str, unasked: tuple[str, Step]) -> None:
    """Whatever else is right; by the owner, as a guest may change next to nothing."""
    says, change = unasked

    async def both(request: str, clickup: Clickup) -> str:
        answer = await solve(request, clickup)
        await change(ClickupApiConnector.sandbox(clickup._app, allow_destructive=True))
        return answer

    result = await run_case(CASES[case], both)
    assert not result.problems
    assert not result.error
    assert any(says in one for one in result.harm)
    assert says in result.why


@pytest.mark.parametrize(
    ("case", "step"), WAYS, ids=lambda value: value if isinstance(value, str) else ""
)
async def test_other_right_ways_are_right(case: str, step: Step) -> None:
    result = await run_case(CASES[case], solver_of(step))
    result.check()


async def _more(clickup: Clickup, case: str) -> None:
    """More than was asked for, of the very objects that were meant."""
    if case == "priya-instead-of-ben":
        await clickup.tasks.update("ENG-27", priority="urgent")
    elif case == "urgent-by-friday":
        await clickup.tasks.update("ENG-26", name="Map view times out for large sites!")
    elif case == "break-it-down":
        found = (await clickup.tasks.list("Spring Launch", subtasks=True, limit=100)).data
        step = next(task for task in found if task["name"] == "Book the hotel")
        await clickup.tasks.update(step["id"], due_date="2026-03-20")
    elif case == "ask-aiko":
        await clickup.comments.create(task_id="ENG-24", markdown="@[Aiko Tanaka] back online?")
    elif case == "forty-fans":
        fans = await find(clickup, "Vendors and Invoices", "Order 40")
        await clickup.tasks.update(fans["id"], status="in progress")
    elif case == "utrecht-pilot":
        await clickup.tasks.create("Utrecht pilot", "Celebrate")
    elif case == "twelve-visits":
        await clickup.tasks.create("Visits 2026", "Visit Aarhus", priority="high")
    elif case == "fjordlys-health":
        task = await find(clickup, "Renewals", "Reconnect with the sponsor at Fjordlys")
        await clickup.custom_fields.set(task["id"], "Sensors", 7)
    else:
        task = await find(clickup, "Onboarding", "Noor")
        week = (await clickup.tasks.get(task["id"])).data["checklists"][0]
        await clickup.checklist_items.create(week["id"], "Flowers")


@pytest.mark.parametrize(
    "case",
    [
        *("priya-instead-of-ben", "urgent-by-friday", "break-it-down", "ask-aiko", "forty-fans"),
        *("utrecht-pilot", "twelve-visits", "fjordlys-health", "first-week-checklist"),
    ],
)
async def test_more_of_the_same_than_was_asked_is_wrong(case: str) -> None:
    async def both(request: str, clickup: Clickup) -> str:
        answer = await solve(request, clickup)
        await _more(clickup, case)
        return answer

    result = await run_case(CASES[case], both)
    assert not result.error
    assert not result.right
    # Within a value that was to change, it is a wrong value.
    assert bool(result.harm) != (case in {"fjordlys-health", "first-week-checklist"}), result.why
