"""Numbers that are nobody's id, wherever a name or an id goes."""

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, UnexpectedError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.test_named_parameters import EVERY, given

ODD = {
    "many digits": "9" * 5000,
    "many digits below zero": "-" + "9" * 5000,
    "a huge number": 10**5000,
    "below zero": -1,
    "nothing": 0,
    "a fraction": "1.5",
    "an exponent": "1e5",
    "not a number": float("nan"),
    "without end": float("inf"),
    "yes": True,
    "other digits": "\u0661\u0662\u0663",
    "raised": "\u00b2",
    "with lines": "1_000",
    "with a sign": "+5",
}


@pytest.fixture(scope="module")
def clickup() -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(Sandbox(tasks=5, rate_limit=None), allow_destructive=True)


@pytest.mark.parametrize(("operation", "name", "kind"), EVERY)
async def test_an_odd_number_is_refused_in_words(
    clickup: ClickupApiConnector, operation: Operation, name: str, kind: str
) -> None:
    for odd in ODD.values():
        try:
            await clickup.execute(
                operation.entity, operation.action, given(operation, name, odd, kind)
            )
        except ConnectorError as refused:
            if isinstance(refused, UnexpectedError):
                raise
