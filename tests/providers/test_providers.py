"""What is tried of every provider, with the classes that are here; and the trial itself.

`make providers` tries them all.
"""

from typing import Any

import pytest

from tests.providers.announced import Announced
from tests.providers.expressing import Inexpressible, as_strict, express
from tests.providers.page import NAMES, PAGE, differences, page
from tests.providers.rules import refusals
from tests.providers.trying import FORMS, Outcome, try_all

HERE = {
    "pydantic_ai": ["OpenAI, chat", "OpenAI, Responses", "Azure OpenAI"],
    "langchain": ["OpenAI, chat, strict", "OpenAI, Responses", "Azure OpenAI"],
    "llama_index": ["OpenAI, chat", "OpenAI, Responses"],
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("framework", HERE)
def test_openai_takes_every_form(framework: str) -> None:
    outcomes = list(try_all(framework, HERE[framework]))
    assert [outcome for outcome in outcomes if outcome.problem] == []
    assert len(outcomes) == len(HERE[framework]) * len(FORMS)
    assert all(outcome.tools and outcome.calls > 150 for outcome in outcomes)


NAIVE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "entity": {"type": "string"},
        "params": {"anyOf": [{"type": "object", "additionalProperties": True}, {"type": "null"}]},
        "due": {"type": "integer"},
    },
    "required": ["entity"],
}


def test_a_trial_fails_where_strict_leaves_no_way() -> None:
    meant = {"entity": "tasks", "params": {"limit": 5}, "due": 7}
    assert express(meant, NAIVE) == meant
    with pytest.raises(Inexpressible, match="no key for"):
        express(meant, as_strict(NAIVE))
    without = {"entity": "tasks"}
    assert express(without, NAIVE, full=True) == {"entity": "tasks", "params": None}
    with pytest.raises(Inexpressible, match="integer is taken"):
        express(without, as_strict(NAIVE))


@pytest.mark.parametrize(
    ("meant", "schema", "said"),
    [
        (5, {"type": "string"}, "5"),
        ({"a": 1}, {"type": "string"}, '{"a": 1}'),
        ("a", {"type": "array", "items": {"type": "string"}}, ["a"]),
        (2, {"type": "string", "enum": ["1", "2"]}, "2"),
        (None, {"type": ["string", "null"]}, None),
    ],
)
def test_a_call_is_said_in_the_form_that_is_taken(meant: Any, schema: Any, said: Any) -> None:
    assert express(meant, schema) == said


@pytest.mark.parametrize(
    ("meant", "schema"),
    [
        ("x", {"type": "string", "enum": ["a"]}),
        ("x", {"type": "integer"}),
        (True, {"type": "integer"}),
        (None, {"type": "string"}),
        ({"b": 1}, {"type": "object", "properties": {"a": {"type": "string"}}}),
    ],
)
def test_what_a_schema_has_no_form_for_is_told(meant: Any, schema: Any) -> None:
    with pytest.raises(Inexpressible):
        express(meant, schema)


@pytest.mark.parametrize(
    ("provider", "parameter", "strict", "why"),
    [
        ("OpenAI, chat", {"type": "object"}, True, "open object"),
        ("OpenAI, chat", {"enum": [1, 2]}, False, "no type"),
        ("Gemini", {"type": ["integer", "string"]}, False, "several types"),
        ("Gemini", {"type": "integer", "enum": [1, 2]}, False, "no text"),
        ("Gemini", {"type": "object"}, False, "without keys"),
        ("Groq", {"type": "array"}, False, "does not say"),
    ],
)
def test_what_providers_refuse_is_known(
    provider: str, parameter: Any, strict: bool, why: str
) -> None:
    schema = {
        "type": "object",
        "properties": {"a": parameter},
        "required": ["a"],
        "additionalProperties": False,
    }
    assert why in next(refusals(provider, [Announced("t", "d", schema, strict)]), "nothing")
    fine = {**schema, "properties": {"a": {"type": "string"}}}
    assert list(refusals(provider, [Announced("t", "d", fine, strict)])) == []


def test_numbers_and_lengths_are_known() -> None:
    tool = Announced("t", "d" * 1025, {"type": "object", "properties": {"a": {"type": "string"}}})
    assert next(refusals("OpenAI, chat", [tool] * 129)) == "129 tools"
    assert "1025 characters" in next(refusals("Azure OpenAI", [tool]))
    assert list(refusals("Anthropic", [tool] * 129)) == []


def outcome(provider: str, *, problem: str = "", upstream: str = "") -> Outcome:
    return Outcome("langchain", provider, "execute", 1, 1, problem, upstream)


def test_the_page_tells_what_changed_and_whose_it_is() -> None:
    fine, ours = outcome("A"), outcome("A", problem="x")
    theirs = outcome("A", problem="x", upstream="x")
    versions = {framework: {"x": "1"} for framework in NAMES}
    for before, now, expected in (
        (fine, fine, (0, 0)),
        (fine, ours, (1, 0)),
        (fine, theirs, (0, 1)),
        (theirs, fine, (0, 1)),
        (ours, fine, (1, 0)),
    ):
        found = differences([now], page([before], versions))
        assert tuple(map(len, found)) == expected


def test_the_page_has_no_gap_in_the_default_form() -> None:
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    default = [row.split("|")[2].strip() for row in rows if "`" not in row]
    assert len(default) == 30
    assert set(default) == {"yes", "no tool does"}
