"""Every operation, through each of its endpoints, carried out in a sandbox."""

import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.presentation.presentation import Presentation
from tests.clickup.operations.bare import bare_ids
from tests.clickup.operations.making import Maker

ROUTES = [
    pytest.param(operation, endpoint, id=f"{operation.name}-{number}")
    for operation in ClickupApiConnector.operations
    for number, endpoint in enumerate(operation.endpoints)
]


_ONLY_THE_NEW_ID = {"templates.create_list", "templates.create_folder"}
"""Answered with the id of what was made, whose name is what the caller gave."""


@pytest.mark.parametrize(("operation", "endpoint"), ROUTES)
async def test_every_operation_works(
    clickup: ClickupApiConnector, sandbox: Sandbox, operation: Operation, endpoint: Endpoint
) -> None:
    params = await Maker(clickup, sandbox).params(operation, endpoint)
    sandbox.requests.clear()
    result = await clickup.execute(operation.entity, operation.action, params)
    # A custom field is read back after it was set, so that is not always the last request.
    sent = [r for r in sandbox.requests if r.method == endpoint.method][-1]
    assert sent.method == endpoint.method
    assert len(sent.path.split("/")) == len(endpoint.path.split("/"))
    assert result.meta.warnings == ()
    if operation.answer.many:
        assert result.meta.count == len(result.data)
    elif operation.answer.must_have:
        assert result.data[operation.answer.must_have]
    if operation.name not in _ONLY_THE_NEW_ID:
        assert await shown_bare(clickup, sandbox, operation, result) == []


async def shown_bare(
    clickup: ClickupApiConnector, sandbox: Sandbox, operation: Operation, result: Any
) -> list[str]:
    """Ids of people and places that a model reads without their names."""
    await clickup.hooks.before_showing(result, operation.gives)
    told = json.loads(Presentation(clickup.hooks.compact).show(operation.gives, result))
    told.get("meta", {}).pop("next", None)  # these are parameters, not facts
    return bare_ids(told, sandbox)
