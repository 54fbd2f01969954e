"""A variable has a value within a block, and the one that it had after it."""

import asyncio
from contextvars import ContextVar

import pytest

from agent_connectors.engine.scoped import scoped

NUMBER: ContextVar[int] = ContextVar("number", default=0)


def test_the_value_ends_with_the_block() -> None:
    with scoped(NUMBER, 1) as one:
        assert (one, NUMBER.get()) == (1, 1)
        with scoped(NUMBER, 2):
            assert NUMBER.get() == 2
        assert NUMBER.get() == 1
    assert NUMBER.get() == 0


def test_it_ends_with_an_error_which_goes_on() -> None:
    with pytest.raises(KeyError), scoped(NUMBER, 1):
        raise KeyError
    assert NUMBER.get() == 0


async def test_tasks_begun_within_have_it_and_others_do_not() -> None:
    async def seen() -> int:
        await asyncio.sleep(0)
        return NUMBER.get()

    before = asyncio.create_task(seen())
    with scoped(NUMBER, 1):
        within = asyncio.create_task(seen())
    assert (await before, await within, NUMBER.get()) == (0, 1, 0)
