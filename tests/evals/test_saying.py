"""What an answer says: numbers, words, and whether it asks back."""

import pytest

from agent_connectors.clickup.evals.saying import asks, has_number, has_word


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
    ],
)
def test_a_number_is_there(text: str) -> None:
    assert has_number(text, 5)


@pytest.mark.parametrize(
    "text", ["", "Done.", "15", "ENG-5", "5,000", "0.5", "v5", "fifty-five", "1.5", "55", "fiver"]
)
def test_a_number_is_not_there(text: str) -> None:
    assert not has_number(text, 5)


def test_large_numbers_have_separators() -> None:
    assert has_number("that is 48,500 EUR", 48500)
    assert has_number("48500", 48500)
    assert not has_number("48,501", 48500)


def test_words_have_ends() -> None:
    assert has_word("the Ingest\n queue, first", "ingest queue")
    assert has_word("don\u2019t", "don't")
    assert not has_word("on-callers", "on-call")
    assert not has_word("14.5", "4.5")


@pytest.mark.parametrize(
    "text",
    [
        "Which one?",
        "I found two. Tell me which of them you mean.",
        "Do you mean Jonas (sales)?",
        "Should I delete the one in Firmware?",
        "The Jonas on call, or the one in sales?",
        "I can\u2019t do that.",
        "I cannot: you are a guest.",
        "You have no permission to change it.",
        "I have not assigned it, as the name is ambiguous.",
        "Please specify the folder.",
        "Nothing was deleted.",
        "Who is meant by Jonas Weber?",
    ],
)
def test_it_asks_back(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Done.",
        "Done. Anything else?",
        "I gave Jonas access.",
        "Assigned to Jonas Weber, which was easy.",
        "I confirm that it is deleted.",
        "Deleted! Happy?",
        "Jonas has it now.",
    ],
)
def test_it_does_not_ask_back(text: str) -> None:
    assert not asks(text)
