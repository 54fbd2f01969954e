"""What ClickUp stored as it was asked to is never told as a difference, whatever it is."""

import re
from itertools import product
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.written import also_set, differences
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.facts.reading import recordings
from tests.facts.shapes import sample
from tests.reports.many_values import MANY, MORE, ONCE, SETS
from tests.reports.test_written import WRITES, Call


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: str(operation.name))
async def test_no_false_alarm(operation: Operation) -> None:
    # Either of these is the description; only one may be given.
    ways: list[set[str]] = [{"markdown_content"}]
    if "markdown_content" in operation.parameters:
        ways.append({"description", "content"})
    call = Call()
    told: list[Any] = []
    refused: list[Any] = []
    for number, other in product(range(SETS), ways):
        call = Call() if operation.name in ONCE else call
        given = {
            name: values[number]
            for name, values in {**MANY, **MORE.get(operation.name, {})}.items()
            if name not in other
            and name in operation.parameters
            and isinstance(operation.parameters[name].place, Body)
        }
        try:
            result = await call.carry_out(operation, more=given)
        except ConnectorError as error:
            refused.append((number, str(error)))
            continue
        told += [(number, said) for said in result.meta.warnings]
    assert told == []
    assert refused == []


_PARAMETER = re.compile(r"{\w+}")

LOSSY = {"key_result_update", "list_create"}
"""Recordings in which the digest has other numbers and words in the place of those that fit."""

RECORDED = {
    name: exchange
    for name, exchange in recordings().items()
    if exchange["status"] == 200 and exchange["body"] and name not in LOSSY
}

TRUE_ALARMS = {"task_create_rich"}
"""Recordings in which ClickUp left out what was asked for."""


@pytest.mark.parametrize("name", RECORDED)
async def test_no_false_alarm_where_clickup_was_recorded(name: str) -> None:
    exchange = RECORDED[name]
    operation = next(
        operation
        for operation in WRITES
        for endpoint in operation.endpoints
        if endpoint.method == exchange["method"]
        and _PARAMETER.sub("{}", endpoint.path) == exchange["path"]
    )
    by_wire = {p.wire_name: p.name for p in operation.parameters.values()}
    sent = sample(exchange["body"])
    asked = {by_wire[wire]: value for wire, value in sent.items() if wire in by_wire}
    data, _ = operation.answer.open(sample(exchange["answer"]))
    async with ClickupApiConnector.sandbox() as clickup:
        told = await differences(asked, data, operation, clickup.directory)
    assert bool(told + also_set(asked, data, operation)) == (name in TRUE_ALARMS)
