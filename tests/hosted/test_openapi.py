"""The server answers whatever its own description lets callers send, as described there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.services import fresh_database

Apis = Callable[..., Api]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def described(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosting]:
    folder = tmp_path_factory.mktemp("described")
    with ExitStack() as stack:
        options: dict[str, Any] = {"timeout": 5.0}
        if request.param == "postgresql":
            options |= {"database_url": stack.enter_context(fresh_database())}
        yield stack.enter_context(hosting(folder, **options))


@pytest.fixture(scope="module")
def schema(described: Hosting) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{described.url}/openapi.json")


OPERATIONS = [
    "POST /api/v1/account/applications/token",
    "POST /api/v1/integrations/connectors",
    "GET /api/v1/integrations/connectors",
    "GET /api/v1/integrations/connectors/{connector_id}",
    "PATCH /api/v1/integrations/connectors/{connector_id}",
    "DELETE /api/v1/integrations/connectors/{connector_id}",
    "POST /api/v1/integrations/connectors/{connector_id}/execute",
    "GET /api/v1/workspaces",
    "GET /health",
    "GET /ready",
    "GET /metrics",
]


def test_every_endpoint_is_described(schema: schemathesis.BaseSchema) -> None:
    found = {
        f"{operation.method.upper()} {operation.path}"
        for operation in (result.ok() for result in schema.get_all_operations())  # type: ignore[union-attr]
    }
    assert found == set(OPERATIONS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("described", "names"),
    [*(("sqlite", [name]) for name in OPERATIONS), ("postgresql", OPERATIONS)],
    indirect=["described"],
    ids=[*OPERATIONS, "all on PostgreSQL"],
)
def test_endpoints_keep_to_their_description(
    names: list[str], schema: schemathesis.BaseSchema, described: Hosting, apis: Apis
) -> None:
    for name in names:
        keeps_to_its_description(name, schema, described, apis(described))


def keeps_to_its_description(
    name: str, schema: schemathesis.BaseSchema, described: Hosting, api: Api
) -> None:
    method, _, path = name.partition(" ")
    connector = api.create(described.put(Sandbox(tasks=5, rate_limit=None)))
    checks = [
        schemathesis.checks.not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    @given(case=schema[path][method].as_strategy())
    @settings(
        max_examples=40,
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        if "connector_id" in case.path_parameters and method != "DELETE":
            case.path_parameters["connector_id"] = connector
        case.call_and_validate(headers=api.headers, checks=checks)

    run()


@pytest.mark.timeout(120)
def test_executions_of_all_kinds(
    schema: schemathesis.BaseSchema, described: Hosting, apis: Apis
) -> None:
    """Real operations with parameters of any kind: what no description can say."""
    api = apis(described)
    sandbox = Sandbox(tasks=5, rate_limit=None)
    connector = api.create(described.put(sandbox), allow_destructive=True)
    names = [(operation.entity, operation.action) for operation in ClickupApiConnector.operations]
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=6,
    )

    @given(name=st.sampled_from(names), data=st.data())
    @settings(max_examples=150)
    def run(name: tuple[str, str], data: st.DataObject) -> None:
        operation = ClickupApiConnector.operations.get(*name)
        params = {p: data.draw(values) for p in operation.parameters if data.draw(st.booleans())}
        answer = api.execute(connector, *name, params)
        assert answer.status_code in {200, 400, 403, 404, 422}, (name, params, answer.text)

    run()
