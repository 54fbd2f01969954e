"""Our operations, held against ClickUp's own OpenAPI files."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.operation import Endpoint, Operation
from agent_connectors.engine.parameters import Body, Clear, Control, Query

OPERATIONS = list(ClickupApiConnector.operations)

NOT_IN_THE_SPECIFICATION = {
    ("tasks.search", "search"): "undocumented; sent, and applied here as well",
    ("tasks.search", "priority"): "undocumented; sent, and applied here as well",
}

NOT_REQUIRED_AFTER_ALL = {
    ("view_tasks.list", "page"): "the first page, unless another is asked for",
    ("comments.create", "notify_all"): "seen to work without (facts, section 8)",
    ("comments.create", "assignee"): "a list comment need not be assigned",
    ("comments.update", "comment_text"): "resolving leaves the text as it is",
    ("comments.update", "assignee"): "resolving leaves the assignee as it is",
    ("comments.update", "resolved"): "a text can be changed without resolving",
}


class Specification:
    """The endpoints of ClickUp's OpenAPI files, by method and path."""

    def __init__(self, folder: Path) -> None:
        self.endpoints: dict[tuple[str, str], Any] = {}
        for name, prefix in (("spec-v2.json", "/api"), ("spec-v3.json", "")):
            self._document = json.loads((folder / name).read_text())
            for path, methods in self._document["paths"].items():
                common = methods.get("parameters", [])
                for method, operation in methods.items():
                    if method in {"get", "post", "put", "patch", "delete"}:
                        key = (method.upper(), _nameless(prefix + path))
                        self.endpoints[key] = self._read(operation, common)

    def _read(self, operation: Any, common: list[Any]) -> Any:
        parameters = [self._resolve(p) for p in common + operation.get("parameters", [])]
        body = self._resolve(operation.get("requestBody", {}))
        content: Any = next(iter(body.get("content", {}).values()), {})
        schema = self._resolve(content.get("schema", {}))
        return {
            "query": {
                p["name"].removesuffix("[]"): p.get("required", False)
                for p in parameters
                if p["in"] == "query"
            },
            "path": [p["name"] for p in parameters if p["in"] == "path"],
            "body": {
                name: name in schema.get("required", []) for name in schema.get("properties", {})
            },
        }

    def _resolve(self, node: Any) -> Any:
        while "$ref" in node:
            found: Any = self._document
            for part in node["$ref"].removeprefix("#/").split("/"):
                name = unquote(part).replace("~1", "/").replace("~0", "~")
                found = found[int(name) if isinstance(found, list) else name]
            node = found
        return node

    def of(self, endpoint: Endpoint) -> Any:
        return self.endpoints[endpoint.method, _nameless(endpoint.path)]


def _nameless(path: str) -> str:
    """A path with its placeholders' names left out: the specification spells them variously."""
    return re.sub(r"{\w+}", "{}", path)


@pytest.fixture
def specification(facts: Path) -> Specification:
    return _read_specification(facts)


@cache
def _read_specification(folder: Path) -> Specification:
    return Specification(folder)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_every_documented_parameter_is_there(
    operation: Operation, specification: Specification
) -> None:
    ours = operation.parameters.values()
    query = {p.wire_name for p in ours if isinstance(p.place, Query)}
    query |= {p.together for p in ours if p.together}
    body = {p.wire_name for p in ours if isinstance(p.place, Body)}
    documented_query: set[str] = set()
    documented_body: set[str] = set()
    for endpoint in operation.endpoints:
        documented = specification.of(endpoint)
        documented_query |= documented["query"].keys()
        documented_body |= documented["body"].keys()
        assert len(documented["path"]) == len(endpoint.names)
    paths = {name for endpoint in operation.endpoints for name in endpoint.names}
    extra = {name for name in query | body if (operation.name, name) in NOT_IN_THE_SPECIFICATION}
    if operation.name == "comments.create":
        documented_body |= {"comment_text"}  # left out for replies only
    assert documented_query - query == set(), "documented, but not ours"
    assert query - documented_query - extra - paths == set(), "ours, but not documented"
    assert body - extra == documented_body


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_is_required_is_required(operation: Operation, specification: Specification) -> None:
    for endpoint in operation.endpoints:
        documented = specification.of(endpoint)
        for name, required in (documented["query"] | documented["body"]).items():
            if name in endpoint.names:
                continue  # required in the path, and sent along in the query when it matters
            ours = next(p for p in operation.parameters.values() if p.wire_name == name)
            reason = NOT_REQUIRED_AFTER_ALL.get((operation.name, name))
            assert ours.required is (required and reason is None), name


def test_how_much_of_clickup_is_covered(
    specification: Specification, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = {
        (endpoint.method, _nameless(endpoint.path))
        for operation in OPERATIONS
        for endpoint in operation.endpoints
    }
    assert ours <= specification.endpoints.keys()
    with capsys.disabled():
        print(f" {len(ours)}/{len(specification.endpoints)} endpoints ", end="")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_a_model_is_told_what_each_parameter_is_for(operation: Operation) -> None:
    assert operation.summary.endswith((".", "one."))
    for parameter in operation.parameters.values():
        assert parameter.description.endswith("."), parameter.name


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda op: op.name)
def test_what_is_described_exists(operation: Operation) -> None:
    assert set(operation._docstring.arguments) <= set(operation.parameters)
    texts = [operation.description, *(p.description for p in operation.parameters.values())]
    names = {op.name for op in OPERATIONS}
    known = names | set(operation.parameters) | {"meta.next", "meta.extra", "meta.scanned"}
    known |= {"id", "team_id", "workspace_id", "created", "add", "rem", "due_date", "@name"}
    for quoted in re.findall(r"`([^`]+)`", " ".join(texts)):
        assert quoted in known, quoted


def test_effects_follow_the_methods() -> None:
    for operation in OPERATIONS:
        methods = {endpoint.method for endpoint in operation.endpoints}
        expected = {"read": {"GET"}, "write": {"POST", "PUT"}, "destructive": {"DELETE"}}
        assert methods <= expected[operation.effect], operation.name


def test_control_parameters_steer_lists_only() -> None:
    for operation in OPERATIONS:
        controls = {n for n, p in operation.parameters.items() if isinstance(p.place, Control)}
        clears = [n for n, p in operation.parameters.items() if isinstance(p.place, Clear)]
        assert controls <= {"limit", "skip"}
        assert bool(controls) is operation.answer.many
        assert clears in ([], ["clear"])
