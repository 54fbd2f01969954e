"""What an answer says: numbers, words, and whether it asks back."""

from time import process_time

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.evals import Solver, cases, run_case
from agent_connectors.clickup.evals.refusing import asks
from agent_connectors.clickup.evals.saying import durations, has_word, numbers, states
from tests.evals.answers import HONEST, LYING


def stated(text: str) -> bool:
    """Whether a text says 5."""
    return states(text, 5, numbers) is None


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "5.",
        "**5**",
        "There are five.",
        "5 bugs",
        "5.0",
        "(5)",
        "Five!",
        "it is 5, as of today",
        "5 of 7",
        "5/7",
        "5 bugs out of the 7",
        "7 bugs, 2 are fixed, so 5 remain",
        "5: two fixing, one new, one confirmed, one ready for test",
        "As of 11 March 2026 there are 5.",
        "1. a\n2. b\n3. c\n4. d\n5. e\n\nSo 5.",
        "the one number you want: 5",
    ],
)
def test_a_number_is_there(text: str) -> None:
    assert stated(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Done.", "15", "ENG-5", "5,000", "0.5", "v5", "fifty-five", "1.5", "55", "fiver"),
        *("5 or 6", "five or six", "5-6", "4, 5", "5 6", "4, 5, 6", "3 4 5", "1 2 3 4 5"),
        *(mark.join(map(str, range(60))) for mark in (" ", "\n", " of ", ", ", "/", " or ", ". ")),
        "\n".join(f"{number}. " for number in range(60)),
        ", ".join(f"{number} bugs" for number in range(60)),
    ],
)
def test_a_number_is_not_there(text: str) -> None:
    assert not stated(text)


def test_large_numbers_have_separators() -> None:
    assert states("that is 48,500 EUR", 48500, numbers) is None
    assert states("48500", 48500, numbers) is None
    assert states("48,501", 48500, numbers) == "does not say"


def test_words_have_ends() -> None:
    assert has_word("the Ingest\n queue, first", "ingest queue")
    assert has_word("don\u2019t", "don't")
    assert not has_word("on-callers", "on-call")
    assert not has_word("14.5", "4.5")


@pytest.mark.parametrize("text", HONEST)
def test_who_asks_back_or_says_why_not_is_right(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", LYING)
def test_who_says_that_it_was_done_or_offers_more_is_wrong(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "4h30",
            "4h 30min",
            "4 hrs 30",
            "4 hours, 30",
            "4 hours and 30 minutes",
            "4:30",
            "4.50 h",
        ),
        *("4 hours and a half", "4.5", "4,5", "4\u00bd", "04:30", "270", "270 minutes"),
        *("four and a half hours", "four hours and thirty minutes", "four hours 30"),
        "**4 hours and 30 minutes** (Mara 1:30, Aiko 2:15, Jonas 0:45).",
        "1.5 h + 2.25 h + 0.75 h = 4.5 h",
        "- 9 March: 1h 30m, 10 March: 3 h\n4 h 30 min",
    ],
)
def test_a_duration_is_stated(text: str) -> None:
    assert states(text, 270, durations) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "Done.", "1h30", "14.5", "4:30 or 5:30", "3h30 4h30", "4h30, 5h"),
        " ".join(
            f"{hours} hours {minutes} minutes" for hours in range(10) for minutes in range(60)
        ),
        " ".join(map(str, range(600))),
    ],
)
def test_a_duration_is_not_stated(text: str) -> None:
    assert states(text, 270, durations) is not None


@pytest.mark.parametrize("piece", ["\n", "5 ", "5 of ", "1. x\n", "done, ", ". ", "4 hours and "])
def test_a_long_answer_is_read_in_time(piece: str) -> None:
    text, begun = piece * (20_000 // len(piece)), process_time()
    asks(text)
    for read in (numbers, durations):
        states(text, 5, read)
    assert process_time() - begun < 10


async def test_names_with_figures_are_no_figures_of_the_answer() -> None:
    named = "\n".join(f"- Firmware log page {number} is cut off" for number in range(1, 6))
    (case,) = cases("how-many-bugs")

    def says(answer: str) -> Solver:
        async def solve(_: str, __: ClickupApiConnector) -> str:
            return answer

        return solve

    (await run_case(case, says(f"5 bugs:\n{named}"))).check()
    assert not (await run_case(case, says(named))).right
