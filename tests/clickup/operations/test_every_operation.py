"""Every operation, through each of its endpoints, carried out in a sandbox."""

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.operation import Endpoint, Operation
from tests.clickup.operations.making import Maker

ROUTES = [
    pytest.param(operation, endpoint, id=f"{operation.name}-{number}")
    for operation in ClickupApiConnector.operations
    for number, endpoint in enumerate(operation.endpoints)
]


@pytest.mark.parametrize(("operation", "endpoint"), ROUTES)
async def test_every_operation_works(
    clickup: ClickupApiConnector, sandbox: Sandbox, operation: Operation, endpoint: Endpoint
) -> None:
    params = await Maker(clickup, sandbox).params(operation, endpoint)
    sandbox.requests.clear()
    result = await clickup.execute(operation.entity, operation.action, params)
    sent = sandbox.requests[-1]
    assert sent.method == endpoint.method
    assert len(sent.path.split("/")) == len(endpoint.path.split("/"))
    assert result.meta.warnings == ()
    if operation.answer.many:
        assert result.meta.count == len(result.data)
    elif operation.answer.has:
        assert result.data[operation.answer.has]
