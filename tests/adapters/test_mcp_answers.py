"""An answer of a person over MCP carries out one call, however often the client sends it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import mcp_types as types
import pytest
from mcp import Client

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.mcp import make_server
from agent_connectors.mcp.answers import Answers
from tests.adapters.script import Call, execute

pytestmark = pytest.mark.timeout(60)


async def asked_of(client: Client, call: Call) -> str:
    """Calls without an answer; gives what the client is to bring back with one."""
    given: Any = await client.session.call_tool(*call, allow_input_required=True)
    return str(given.request_state)


async def answered(client: Client, call: Call, state: str, *, said: bool = True) -> Any:
    answer = types.ElicitResult(action="accept", content={"approve": said})
    return await client.session.call_tool(
        *call, input_responses={"agreement": answer}, request_state=state, allow_input_required=True
    )


@asynccontextmanager
async def at(server: Any) -> AsyncIterator[Client]:
    async def person(_: Any, params: Any) -> types.ElicitResult:
        raise AssertionError(params)  # these tests answer by themselves

    asking: Any = person
    async with Client(server, elicitation_callback=asking) as client:
        yield client


async def test_an_answer_over_mcp_that_is_sent_again_carries_out_nothing() -> None:
    sandbox = Sandbox(tasks=30, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox)
    task = next(iter(sandbox.workspace.tasks))
    call = execute("comments", "create", {"task_id": task, "comment_text": "Once."})
    server = make_server(clickup, approve="write")

    async def written() -> int:
        there = await clickup.comments.list(task_id=task)
        return sum(one["comment_text"] == "Once." for one in there.data)

    async with at(server) as client, at(server) as other:
        state = await asked_of(client, call)
        # At once, one after another, and by another client of the same server.
        many = await asyncio.gather(*(answered(client, call, state) for _ in range(3)))
        many += [await answered(client, call, state), await answered(other, call, state)]
        assert [one.is_error for one in many].count(False) == await written() == 1
        said = [one.content[0].text for one in many if one.is_error]
        assert all("given before" in text and "Nothing was sent again" in text for text in said)

        # The same call, of which somebody was asked again, is another one.
        again = await answered(client, call, await asked_of(client, call))
        assert not again.is_error
        assert await written() == 2

        # Who has refused is not made to agree by a second answer.
        state = await asked_of(client, call)
        assert (await answered(client, call, state, said=False)).is_error
        assert (await answered(client, call, state)).is_error
        # What was not asked in this way asks.
        for forged in ("null", "{}", "x", state.replace('"question"', '"q"')):
            assert (await answered(client, call, forged)).result_type == "input_required"
        assert await written() == 2


async def test_answers_do_not_pile_up() -> None:
    answers = Answers()
    for n in range(10_050):
        answers.take(str(n), "comments.create")
    assert len(answers) == 10_000
    with pytest.raises(OperationNotAllowed, match="given before"):
        answers.take("10049", "comments.create")
