"""The connector understands every recorded answer, and says in short what is in it."""

import json
from typing import Any

import pytest

from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    ApiError,
    BadRequest,
    NotFound,
    PermissionDenied,
    RateLimited,
)
from tests.conformance.record_types import misfits, record_type
from tests.conformance.serving import carried_out, operations_of
from tests.facts.reading import recorded_answer, recordings
from tests.facts.shapes import sample


def cases(*, refused: bool) -> list[Any]:
    """Every recording, with each operation that can be answered with it."""
    return [
        pytest.param(name, operation, endpoint, id=f"{name}-{operation.name}")
        for name, exchange in recordings().items()
        if (exchange["status"] >= 400) is refused
        for operation, endpoint in operations_of(name)
    ]


@pytest.mark.parametrize(("name", "operation", "endpoint"), cases(refused=False))
async def test_a_recorded_answer_is_understood(
    name: str, operation: Operation, endpoint: Endpoint
) -> None:
    result, told = await carried_out(name, operation, endpoint)
    assert set(misfits(result.data, record_type(operation))) == set()
    text = json.dumps(told)
    assert str(sample("ms")) not in text, "a time is told as a number"
    for record, short in zip(
        result.data if isinstance(result.data, list) else [result.data], told, strict=True
    ):
        if isinstance(record, dict):
            assert bool(short) is bool(record)
        if isinstance(record, dict) and "id" in record and isinstance(short, dict):
            assert str(record["id"]) in text


ERRORS: dict[str, type[ApiError]] = {
    "error_400_checklist_assignee": BadRequest,
    "error_400_invalid_list_id": BadRequest,
    "error_401_link_other_team": PermissionDenied,
    "error_401_team_not_authorized": PermissionDenied,
    "error_401_unknown_task_id": NotFound,
    "error_404_unknown_workspace": NotFound,
    "error_429_rate_limit_REPORTED": RateLimited,
    "error_v3_generic_CONSTRUCTED": NotFound,
    "bstag_error_401_list": PermissionDenied,
    "nango_get_team_id_user_id": PermissionDenied,
}


@pytest.mark.parametrize(("name", "operation", "endpoint"), cases(refused=True))
async def test_a_recorded_refusal_is_understood(
    name: str, operation: Operation, endpoint: Endpoint
) -> None:
    with pytest.raises(ERRORS[name]) as caught:
        await carried_out(name, operation, endpoint)
    answer = recorded_answer(recordings()[name])
    assert caught.value.status == recordings()[name]["status"]
    if "ECODE" in answer:
        assert answer["ECODE"] in str(caught.value)
