"""Our operations, held against ClickUp's own OpenAPI files."""

import re
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear, Control, File, Query
from tests.clickup.differences import (
    LEFT_OUT,
    NOT_IN_THE_SPECIFICATION,
    NOT_REQUIRED_AFTER_ALL,
    OTHER_EFFECTS,
    REQUIRED_BY_US,
    UNDOCUMENTED,
)
from tests.clickup.specification import Field, Specification, read_specification
from tests.facts.reading import nameless

OPERATIONS = list(ClickupApiConnector.operations)
ENDPOINTS = [
    operation
    for operation in OPERATIONS
    if any(f"{e.method} {nameless(e.path)}" not in UNDOCUMENTED for e in operation.endpoints)
]


@pytest.fixture
def specification() -> Specification:
    return read_specification()


@pytest.mark.parametrize("operation", ENDPOINTS, ids=lambda op: op.name)
def test_every_documented_parameter_is_there(
    operation: Operation, specification: Specification
) -> None:
    ours = operation.parameters.values()
    query = {p.wire_name for p in ours if isinstance(p.place, Query)}
    query |= {p.requires for p in ours if p.requires and isinstance(p.place, Query)}
    documented = [specification.of(endpoint) for endpoint in operation.endpoints]
    for endpoint, said in zip(operation.endpoints, documented, strict=True):
        words = len(re.findall(r"{\w+}", said.path)) - len(endpoint.names)
        assert words == _words_for_placeholders(endpoint.path, said.path)
    paths = {name for endpoint in operation.endpoints for name in endpoint.names}
    extra = {name for op, name in NOT_IN_THE_SPECIFICATION if op == operation.name}
    missing = {name for op, name in LEFT_OUT if op == operation.name}
    documented_query = {name for said in documented for name in said.query}
    assert documented_query - query == missing & documented_query, "documented, but not ours"
    assert query - documented_query - extra - paths == set(), "ours, but not documented"
    body = _body(operation)
    documented_body = {name: field for said in documented for name, field in said.body.items()}
    if any(said.whole for said in documented):
        (body,) = (fields for fields in body.values() if fields)
    _compare(operation.name, body, documented_body, extra=extra, missing=missing)


def _words_for_placeholders(ours: str, theirs: str) -> int:
    """How many of ClickUp's placeholders are words in our path."""
    segments = zip(ours.split("/"), theirs.split("/"), strict=True)
    return sum(their[:1] == "{" and our[:1] != "{" for our, their in segments)


Tree = dict[str, Any]
"""Fields by name, each with the fields within it; None where anything is taken."""


def _body(operation: Operation) -> Tree:
    """The fields of the body that an operation sends."""
    tree: Tree = {}
    schema = operation.schema
    for parameter in operation.parameters.values():
        if isinstance(parameter.place, File):
            tree[parameter.place.name] = None
        if not isinstance(parameter.place, Body):
            continue
        *outer, last = parameter.wire_name.split(".")
        node = tree
        for name in outer:
            node = node.setdefault(name, {})
        node[last] = _within(schema["properties"][parameter.name], schema)
    return tree


def _within(node: Any, schema: Any) -> Tree | None:
    """The fields of an object, or of the objects of a list."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    if "items" in node:
        return _within(node["items"], schema)
    properties = node.get("properties")
    if not properties:
        return None
    return {name: _within(inner, schema) for name, inner in properties.items()}


def _compare(
    where: str, ours: Tree, theirs: dict[str, Field], *, extra: set[str], missing: set[str]
) -> None:
    """Holds our fields against ClickUp's, all the way down."""
    assert theirs.keys() - ours.keys() == missing & theirs.keys(), f"{where}: documented, not ours"
    assert ours.keys() - theirs.keys() - extra == set(), f"{where}: ours, but not documented"
    for name, inner in ours.items():
        if inner and name in theirs:
            path = f"{where}.{name}"
            left_out = {field for place, field in LEFT_OUT if place == path}
            _compare(path, inner, theirs[name].inner, extra=set(), missing=left_out)


@pytest.mark.parametrize("operation", ENDPOINTS, ids=lambda op: op.name)
def test_what_is_required_is_required(operation: Operation, specification: Specification) -> None:
    ours = {p.wire_name.partition(".")[0]: p for p in reversed([*operation.parameters.values()])}
    files = {p.place.name for p in ours.values() if isinstance(p.place, File)}
    for endpoint in operation.endpoints:
        documented = specification.of(endpoint)
        if documented.whole:
            assert next(p for p in ours.values() if isinstance(p.place, Body)).required
            continue
        required = {name: field.required for name, field in documented.body.items()}
        for name, said in (documented.query | required).items():
            if name in {*endpoint.names, *files} or (operation.name, name) in LEFT_OUT:
                continue  # required in the path, and sent along in the query when it matters
            reason = NOT_REQUIRED_AFTER_ALL.get((operation.name, name))
            wanted = said and reason is None and not ours[name].inferred
            by_us = (operation.name, name) in REQUIRED_BY_US
            assert ours[name].required is (wanted or by_us), name


def test_every_difference_is_one() -> None:
    """A reason for a difference that is gone would hide the next one."""
    known = {op.name: op for op in OPERATIONS}
    for name, _ in [*NOT_REQUIRED_AFTER_ALL, *NOT_IN_THE_SPECIFICATION, *LEFT_OUT, *REQUIRED_BY_US]:
        assert ".".join(name.split(".")[:2]) in known
    for name, field in NOT_REQUIRED_AFTER_ALL:
        names = {p.wire_name.partition(".")[0] for p in known[name].parameters.values()}
        assert field in names, (name, field)


def test_all_of_clickup_is_covered(
    specification: Specification, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = {
        specification.of(endpoint)[:2]
        for operation in ENDPOINTS
        for endpoint in operation.endpoints
    }
    every = {documented[:2] for documented in specification.endpoints.values()}
    with capsys.disabled():
        print(f" {len(ours)}/{len(every)} endpoints ", end="")
    assert ours == every


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_a_model_is_told_what_each_parameter_is_for(operation: Operation) -> None:
    assert operation.summary.endswith(".")
    assert len(operation.summary) <= 110
    for parameter in operation.parameters.values():
        assert parameter.description.endswith("."), parameter.name


_ELSEWHERE = {
    "meta.next", "meta.extra", "meta.extra.age", "meta.scanned", "team_id", "workspace_id",
    "custom_item_id", "created", "secret", "add", "rem", "@name", "t-", "today", "me",
    "next friday", "next friday 17:00", "today 9am", "tomorrow 9am", "1h30m", "red", "monday",
    "last week", "Product / Backlog", "unassigned",
}  # fmt: skip
"""What descriptions quote that is no name of ours: of answers, or examples."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_is_described_exists(operation: Operation) -> None:
    assert set(operation._docstring.arguments) <= set(operation.parameters)
    texts = [operation.description, *(p.description for p in operation.parameters.values())]
    known = {op.name for op in OPERATIONS} | {op.entity for op in OPERATIONS} | _ELSEWHERE
    known |= set(operation.parameters) | set(_spelled(operation.schema))
    for quoted in re.findall(r"`([^`]+)`", " ".join(texts)):
        assert quoted[0] == "{" or quoted in known | _FIELDS_OF_ANSWERS, quoted


_FIELDS_OF_ANSWERS = {
    "id", "url", "name", "due_date", "time_estimate", "current", "location", "lat", "lng",
    "formatted_address", "active", "field", "dir", "task_id",
}  # fmt: skip


def _spelled(node: Any) -> set[str]:
    """Every name of a field and every word that a schema allows."""
    if isinstance(node, list):
        return set().union(*map(_spelled, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = {*node.get("properties", {})}
    found |= {str(value) for value in (*node.get("enum", ()), node.get("const")) if value}
    return found.union(*map(_spelled, node.values()))


def test_effects_follow_the_methods() -> None:
    expected = {
        "read": {"GET"},
        "write": {"POST", "PUT", "PATCH"},
        "destructive": {"DELETE"},
    }
    for operation in ENDPOINTS:
        methods = {endpoint.method for endpoint in operation.endpoints}
        fits = methods <= expected[operation.effect]
        assert fits is (operation.name not in OTHER_EFFECTS), operation.name


def test_control_parameters_steer_lists_only() -> None:
    for operation in ENDPOINTS:
        controls = {n for n, p in operation.parameters.items() if isinstance(p.place, Control)}
        clears = [n for n, p in operation.parameters.items() if isinstance(p.place, Clear)]
        files = any(isinstance(p.place, File) for p in operation.parameters.values())
        assert controls <= ({"name"} if files else {"limit", "skip"})
        assert ("skip" in controls) is operation.answer.many
        assert clears in ([], ["clear"])
