"""What solvers may do wrong, and what others do meanwhile."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, PermissionDenied
from agent_connectors.clickup.evals import Case, Check, Scene, Seen, cases, run, run_case
from tests.evals.scripted import STEPS, Clickup, find, solve

URGENT, WHICH = cases("urgent-by-friday", "which-jonas")


async def ask(_: str, __: Clickup) -> str:
    return "Which one?"


def test_an_unknown_case_or_theme_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"no case `close-the-dupliacte`.*`close-the-duplicate`"):
        cases("close-the-dupliacte")
    with pytest.raises(ValueError, match=r"no theme `question`.*`questions`"):
        cases(theme="question")
    assert [case.name for case in cases("which-jonas", "ask-aiko", "which-jonas")] == [
        "which-jonas",
        "ask-aiko",
    ]
    with pytest.raises(ValueError, match=r"`questions`: `which-jonas` is of `refusals`"):
        cases("which-jonas", theme="questions")
    assert cases("which-jonas", "ask-aiko", theme="refusals") == (WHICH,)


async def test_to_play_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no cases to play"):
        await run(ask, [])


async def _raise(_: str, __: Clickup) -> str:
    raise LookupError("my model\nis away")


async def _exit(_: str, __: Clickup) -> str:
    raise SystemExit(3)


async def _cancel(_: str, __: Clickup) -> str:
    raise asyncio.CancelledError


class _OfNoUsualKind(BaseException):
    def __str__(self) -> str:
        raise LookupError("no text")


async def _raise_another_kind(_: str, __: Clickup) -> str:
    raise _OfNoUsualKind


async def _fail_a_test(_: str, __: Clickup) -> str:
    pytest.fail("not me")


async def _leave_as_generator(_: str, __: Clickup) -> str:
    raise GeneratorExit("closed")


async def _raise_a_group(_: str, __: Clickup) -> str:
    raise BaseExceptionGroup("both", [GeneratorExit(), LookupError()])


async def _block(_: str, __: Clickup) -> str:
    until = monotonic() + 0.6
    while monotonic() < until:
        pass
    return "Which one?"


async def _swallow(_: str, __: Clickup) -> str:
    while True:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(100)


async def _hang(_: str, __: Clickup) -> str:
    await asyncio.sleep(60)
    return ""


async def _refuse_to_end(_: str, __: Clickup) -> str:
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        await asyncio.sleep(5)
    return ""


async def _number(_: str, __: Clickup) -> Any:
    return 5


def _at_once(_: str, __: Clickup) -> Any:
    return "Which one?"


@pytest.mark.parametrize(
    ("solver", "says"),
    [
        (_raise, "raised LookupError: my model is away"),
        (_exit, "raised SystemExit: 3"),
        (_cancel, "was cancelled from within"),
        (_hang, "did not end within 0.5 seconds"),
        (_refuse_to_end, "did not end within 0.5 seconds"),
        (_block, "did not end within 0.5 seconds"),
        (_swallow, "did not end within 0.5 seconds"),
        (_raise_another_kind, "raised _OfNoUsualKind"),
        (_fail_a_test, "raised Failed: not me"),
        (_leave_as_generator, "raised GeneratorExit: closed"),
        (_raise_a_group, "raised BaseExceptionGroup: both (2 sub-exceptions)"),
        (_number, "gave a int instead of a text"),
        (_at_once, "gave a str at once: a solver is `async`"),
    ],
)
async def test_a_solver_that_fails_is_wrong_and_the_others_go_on(solver: Any, says: str) -> None:
    async def sometimes(request: str, clickup: Clickup) -> str:
        if request == WHICH.request:
            coming = solver(request, clickup)
            return await coming if hasattr(coming, "__await__") else coming  # type: ignore[no-any-return]
        return await solve(request, clickup)

    if solver is _at_once:
        report = await run(solver, [WHICH], timeout=0.5)
        assert report.of("which-jonas").error == says
        return
    timeout = 0.5 if "within" in says else 60
    report = await run(sometimes, [WHICH], timeout=timeout)
    report = [*report, *await run(sometimes, [URGENT])]  # type: ignore[assignment]
    wrong, right = report
    assert wrong.error == says
    assert says in wrong.why
    right.check()


async def test_whoever_interrupts_interrupts() -> None:
    async def interrupt(_: str, __: Clickup) -> str:
        raise KeyboardInterrupt

    coming = run_case(WHICH, interrupt)
    with pytest.raises(KeyboardInterrupt):
        await asyncio.to_thread(asyncio.run, coming)


def test_who_swallows_its_cancellation_holds_nobody_up() -> None:
    begun = monotonic()
    assert asyncio.run(run(_swallow, [WHICH], timeout=0.1)).right == 0
    assert monotonic() - begun < 60


async def test_what_a_solver_did_before_it_failed_is_told() -> None:
    async def half(_: str, clickup: Clickup) -> str:
        await clickup.tasks.update("ENG-26", priority="urgent")
        await clickup.tasks.update("ENG-5", priority="urgent")
        raise LookupError("no more")

    result = await run_case(URGENT, half)
    assert result.error == "raised LookupError: no more"
    assert len(result.harm) == 1
    assert "Redesign push notifications" in result.harm[0]
    assert "`due_date` was not changed" in result.why


@pytest.mark.parametrize("solver", [None, "solve", 3])
async def test_what_cannot_be_called_is_refused(solver: Any) -> None:
    for play in (run(solver, [WHICH]), run_case(WHICH, solver)):
        with pytest.raises(TypeError, match="A solver is a function, not"):
            await play


async def test_a_solver_with_other_parameters_is_refused() -> None:
    async def one(request: str) -> str:
        return request

    with pytest.raises(TypeError, match="takes a request and a connector"):
        await run(one, [WHICH])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"timeout": value} for value in (0, -1, float("nan"), float("inf"), "5", None)),
        *({"at_once": value} for value in (0, -1, 1.5, "2", None)),
    ],
)
async def test_odd_numbers_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"`{next(iter(wrong))}` must be"):
        await run(ask, [WHICH], **wrong)


async def test_what_is_written_after_the_end_reaches_nobody() -> None:
    kept: list[Clickup] = []
    left: list[asyncio.Task[Any]] = []
    next_one = asyncio.Event()

    async def later(clickup: Clickup) -> Any:
        await next_one.wait()
        return await clickup.tasks.update("ENG-5", priority="urgent")

    async def keeps(request: str, clickup: Clickup) -> str:
        for old in kept:
            next_one.set()
            with pytest.raises(PermissionDenied, match="The case is over"):
                await old.tasks.update("ENG-5", priority="urgent")
        if not kept:
            left.append(asyncio.ensure_future(later(clickup)))
        kept.append(clickup)
        return await solve(request, clickup)

    report = await run(keeps, cases("urgent-by-friday", "which-jonas"))
    assert report.right == 2
    (first,) = await asyncio.gather(*left, return_exceptions=True)
    assert isinstance(first, PermissionDenied)


async def test_what_a_solver_left_running_sends_nothing_after_its_answer() -> None:
    left: list[asyncio.Task[Any]] = []

    async def leaves(_: str, clickup: Clickup) -> str:
        left.append(asyncio.ensure_future(clickup.lists.delete("Renewals")))
        return "Which one?"

    (await run_case(WHICH, leaves)).check()
    (refused,) = await asyncio.gather(*left, return_exceptions=True)
    assert isinstance(refused, ConnectorError)


async def test_several_at_once_are_told_apart() -> None:
    chosen = cases(
        "urgent-by-friday", "which-jonas", "how-many-bugs", "ask-aiko", "close-the-duplicate"
    )
    one_by_one = await run(solve, chosen)
    at_once = await run(solve, chosen, at_once=4)
    assert one_by_one.right == len(chosen)
    for one, other in zip(one_by_one, at_once, strict=True):
        assert (one.case, one.right, one.calls) == (other.case, other.right, other.calls)
        assert one.requests == other.requests
        # Times that are told have as many characters or one less.
        assert one.tokens == pytest.approx(other.tokens, abs=10)


async def test_whoever_stops_the_run_stops_the_solver() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def waits(_: str, __: Clickup) -> str:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        return ""

    playing = asyncio.ensure_future(run(waits, [WHICH]))
    await begun.wait()
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    async with asyncio.timeout(10):
        await ended.wait()


def _leak(scene: Scene) -> Check:
    task = scene.add_task("Office and Facilities", "Water in the lab")
    home = scene.list("Office and Facilities")

    def rename() -> None:
        scene.ask("PUT", f"/api/v2/list/{home}", {"name": "Facilities"}, by="Ben Okafor")
        scene.ask("PUT", f"/api/v2/task/{task}", {"priority": 3}, by="Ben Okafor")
        scene.add_comment(task, "I am on it.", by="Ben Okafor")

    scene.meanwhile("GET", "/api/v2/list/*/task", rename)
    return lambda seen: seen.changed("task", task, status="complete")


OWN = Case(name="water", request="Water's gone, close it", set=_leak)


async def _close(_: str, clickup: Clickup) -> str:
    task = await find(clickup, "Office and Facilities", "Water")
    await clickup.tasks.update(task["id"], status="complete")
    return ""


async def test_what_others_do_meanwhile_is_no_harm() -> None:
    (await run_case(OWN, _close)).check()


async def test_what_others_did_is_harm_to_undo() -> None:
    async def undo(request: str, clickup: Clickup) -> str:
        await _close(request, clickup)
        await clickup.lists.update("Facilities", name="Office and Facilities 2")
        task = await find(clickup, "Office and Facilities 2", "Water")
        await clickup.tasks.update(task["id"], priority="high")
        return ""

    harm = (await run_case(OWN, undo)).harm
    assert len(harm) == 2
    assert "'Office and Facilities 2'" in harm[0]
    assert "priority None -> 2" in harm[1]


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("assert", "there should be three"),
        ("look up", "KeyError: 'nothing'"),
        ("bare", "AssertionError"),
    ],
)
async def test_a_checker_of_ones_own_may_assert(check: str, says: str) -> None:
    def set_scene(_: Scene) -> Check:
        def look(_: Seen) -> None:
            assert check != "assert", "there should be three"
            if check == "look up":
                raise KeyError("nothing")
            raise AssertionError

        return look

    case = Case(name="own", request="Three?", set=set_scene)
    assert says in (await run_case(case, ask)).why


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"request": ""}, {"asks": "changes"}, {"traps": "one"}],
)
def test_a_case_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"name": "own", "request": "Please", "set": _leak}
    with pytest.raises(ValueError, match=r"case needs|`asks` must be|`traps` must be"):
        Case(**(given | wrong))


@pytest.mark.parametrize(
    "look",
    [
        lambda scene: scene.task("ENG-4711"),
        lambda scene: scene.list("Nowhere"),
        lambda scene: scene.person("Nobody"),
        lambda scene: scene.add_task("Nowhere", "Task"),
    ],
)
async def test_a_scene_without_what_it_needs_is_an_error_of_its_author(look: Any) -> None:
    case = Case(name="own", request="Please", set=look)
    with pytest.raises(LookupError, match="There should be one"):
        await run_case(case, ask)


async def test_a_request_that_the_sandbox_refuses_is_an_error_of_the_author() -> None:
    case = Case(name="own", request="Please", set=lambda s: s.ask("GET", "/api/v2/nowhere"))
    with pytest.raises(ValueError, match="GET /api/v2/nowhere was answered with 404"):
        await run_case(case, ask)


async def test_the_same_again_is_the_same_again() -> None:
    chosen = [case for case in cases() if case.name in {*STEPS} and case.theme != "ten steps"][::6]
    first, second = [await run(solve, chosen) for _ in range(2)]
    for one, other in zip(first, second, strict=True):
        assert (one.calls, one.requests, one.why) == (other.calls, other.requests, other.why)


async def test_the_connector_of_a_case_is_its_own() -> None:
    seen: list[ClickupApiConnector] = []

    async def keep(_: str, clickup: Clickup) -> str:
        seen.append(clickup)
        return "Which one?"

    await run(keep, [WHICH, WHICH])
    assert seen[0] is not seen[1]
