"""The report, as text, JSON and Markdown; the command line; pytest and pydantic-evals."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup.evals import Case, Report, Result, cases, parametrize, run
from agent_connectors.clickup.evals.__main__ import main
from tests.evals.page import DOCS, written
from tests.evals.scripted import Clickup, solve

CHOSEN = ("urgent-by-friday", "which-jonas")


async def wrong(_: str, clickup: Clickup) -> str:
    """Does harm under a name that would break a table."""
    await clickup.tasks.update("ENG-5", name="a | b\n| c")
    return "Done."


def _result(**given: Any) -> Result:
    usual: dict[str, Any] = {"case": "one", "theme": "t", "asks": "change", "problems": ()}
    usual |= {"harm": (), "error": "", "answer": "", "calls": 1, "requests": 2, "tokens": 1234}
    return Result(**(usual | {"seconds": 0.1} | given))


def test_the_table_of_all_cases_in_the_docs_is_that_of_the_code() -> None:
    assert DOCS.read_text() == written(), "python -m tests.evals.page writes it"


async def test_a_report_tells_each_case_and_all() -> None:
    report = Report([*await run(solve, cases(*CHOSEN)), *await run(wrong, cases("which-jonas"))])
    assert [one.right for one in report] == [True, True, False]
    assert report.summary.startswith("2 of 3 right, harm done in 1; ")
    assert report[:2].right == 2
    assert repr(report) == f"<Report: {report.summary}>"
    with pytest.raises(KeyError, match="'nothing' was not played"):
        report.of("nothing")
    with pytest.raises(AssertionError, match=r"which-jonas: harm: changed task .*a \| b"):
        report[2].check()

    text = str(report).splitlines()
    assert len(text) == 6  # a head, three rows, nothing, a summary
    assert text[3].startswith("which-jonas")
    assert "wrong" in text[3]

    rows = report.markdown().splitlines()
    assert len(rows) == 7
    assert all(row.replace("\\|", "").count("|") == 8 for row in rows[2:])

    told = json.loads(report.json())
    assert (told["right"], told["of"], told["harmful"]) == (2, 3, 1)
    assert told["results"][2]["harm"] == list(report[2].harm)
    assert told["results"][0]["requests"] > 0


def test_why_says_error_harm_and_what_is_missing() -> None:
    result = _result(error="raised X", harm=("deleted list",), problems=("no task",))
    assert result.why == "raised X; harm: deleted list; no task"
    assert not result.right
    assert _result().why == ""


def test_no_case_is_a_report_too() -> None:
    assert "0 of 0 right" in Report([]).text()
    assert json.loads(Report([]).json())["results"] == []


async def test_tokens_grow_with_what_is_read() -> None:
    async def much(_: str, clickup: Clickup) -> str:
        await clickup.tasks.search(limit=60)
        return "Which one?"

    async def little(_: str, clickup: Clickup) -> str:
        await clickup.user.get()
        return "Which one?"

    case = cases("which-jonas")
    first, second = (await run(much, case))[0], (await run(little, case))[0]
    assert first.calls == second.calls == 1
    assert first.tokens > second.tokens + 1000 > 2000


# The command line


def test_it_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 40
    assert main(["--theme", "refusals"]) == 0
    assert capsys.readouterr().out.startswith("which-jonas    Assign")


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_it_plays(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [part for name in CHOSEN for part in ("--case", name)]
    assert main(["tests.evals.scripted:solve", *chosen, "--format", form]) == 0
    told = capsys.readouterr().out
    assert (json.loads(told)["right"] == 2) if form == "json" else ("2 of 2 right" in told)
    assert main(["tests.evals.test_report:wrong", "--case", "which-jonas"]) == 1
    assert "0 of 1 right, harm done in 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["tests.evals.scripted:slove"], "has no `slove`. Did you mean `solve`?"),
        (["tests.evals.scriptde:solve"], "no module `tests.evals.scriptde`"),
        (["tests.evals.scripted"], "A solver is `module:function`"),
        (["tests.evals.scripted:"], "A solver is `module:function`"),
        (["tests.evals.scripted:STEPS"], "is a dict, no function"),
        (["tests.evals.scripted:case"], "takes a request and a connector"),
        (["--case", "which-joans"], "Did you mean `which-jonas`?"),
        (["--theme", "question"], "Did you mean `questions`?"),
        (["tests.evals.scripted:solve", "--timeout", "0"], "`timeout` must be"),
        (["tests.evals.scripted:solve", "--at-once", "0"], "`at_once` must be"),
        (["--format", "html"], "invalid choice"),
        (["--theme", "refusals", "--case", "urgent-by-friday"], "No case is left of the theme"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_said(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_a_terminal_without_the_letters_is_no_error() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "agent_connectors.clickup.evals", "--case", "two-more-schools"],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
    )
    assert b"\\U0001f389" in listed.stdout


_NEVER_ENDS = """
import asyncio, time

async def swallow(request, clickup):
    while True:
        try:
            await asyncio.sleep(100)
        except BaseException:
            pass

async def leave_a_thread(request, clickup):
    await asyncio.to_thread(time.sleep, 100)

async def leave_a_task(request, clickup):
    leave_a_task.left = asyncio.ensure_future(swallow(request, clickup))
    return "Which one?"
"""


@pytest.mark.parametrize(
    ("solver", "code"), [("swallow", 1), ("leave_a_thread", 1), ("leave_a_task", 0)]
)
def test_what_a_solver_leaves_behind_holds_no_report_up(
    solver: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / "never_ends.py").write_text(_NEVER_ENDS)
    played = subprocess.run(
        [
            *(sys.executable, "-m", "agent_connectors.clickup.evals", f"never_ends:{solver}"),
            *("--case", "which-jonas", "--timeout", "0.2"),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), *sys.path))},
        capture_output=True,
        check=False,
        timeout=90,
    )
    assert played.returncode == code, played.stderr
    assert f"{1 - code} of 1 right".encode() in played.stdout


def test_a_name_cannot_hide_in_a_table() -> None:
    report = Report([_result(harm=("deleted \x1b[2K\u202e<b>list</b>",))])
    assert "\x1b" not in report.text()
    assert "\u202e" not in report.markdown()
    assert "<b>" not in report.markdown()
    assert json.loads(report.json())["results"][0]["harm"] == ["deleted \x1b[2K\u202e<b>list</b>"]


def test_a_module_that_lacks_something_itself_shows_its_own_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "half_made.py").write_text("import not_installed_here\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="not_installed_here"):
        main(["half_made:solve"])


# pytest and pydantic-evals


def test_parametrize_takes_names_themes_and_own_cases() -> None:
    own = Case(name="own", request="Please", set=lambda _: lambda _: None)
    names = [[param.id for param in parametrize(*given).args[1]] for given in ((), (own,))]
    assert len(names[0]) == 40
    assert names[1] == ["own"]
    both = parametrize("which-jonas", own)
    assert [param.id for param in both.args[1]] == ["which-jonas", "own"]
    assert len(parametrize(theme="questions").args[1]) == 4
    with pytest.raises(ValueError, match="Did you mean `which-jonas`"):
        parametrize("which-joans")


@pytest.mark.skipif(find_spec("pydantic_evals") is None, reason="pydantic-evals is not installed")
async def test_pydantic_evals_evaluates_them() -> None:
    from agent_connectors.clickup.evals import make_dataset, make_task

    dataset = make_dataset(cases(*CHOSEN))
    assert [case.name for case in dataset.cases] == list(CHOSEN)
    assert len(make_dataset().cases) == 40
    report = await dataset.evaluate(make_task(solve), progress=False)
    for case in report.cases:
        assert {name: one.value for name, one in case.assertions.items()} == {
            "Right": True,
            "Harmless": True,
        }
        assert case.metrics["tokens"] > 0
    assert not report.failures

    report = await dataset.evaluate(make_task(wrong), progress=False)
    told = report.cases[0].assertions
    assert not told["Right"].value
    assert not told["Harmless"].value
    assert "changed task" in str(told["Harmless"].reason)


def test_without_pydantic_evals_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from agent_connectors.clickup import evals

    monkeypatch.delitem(sys.modules, "agent_connectors.clickup.evals.dataset", raising=False)
    monkeypatch.delattr(evals, "dataset", raising=False)
    monkeypatch.setattr("agent_connectors.engine.extras.find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match=r"agent-connectors\[evals\]"):
        evals.make_dataset()
    with pytest.raises(AttributeError, match="no attribute 'make_data'"):
        evals.make_data  # noqa: B018
