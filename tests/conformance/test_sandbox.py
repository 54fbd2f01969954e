"""The sandbox answers every recorded request as ClickUp did, but for what is explained."""

import re

import pytest

from tests.conformance.explained import EXPLAINED
from tests.conformance.replay import found_in, reason_for
from tests.conformance.scenarios import SCENARIOS
from tests.facts.reading import recordings


@pytest.mark.parametrize("name", sorted(recordings()))
async def test_the_sandbox_answers_like_the_recording(name: str) -> None:
    found = await found_in(name)
    assert {difference for difference in found if reason_for(name, difference) is None} == set()


async def test_every_explanation_is_needed() -> None:
    """A reason for a difference that is gone would hide the next one."""
    found = [(name, place) for name in recordings() for place in await found_in(name)]
    for recording, pattern, reason in EXPLAINED:
        assert reason
        assert any(
            re.fullmatch(recording, name) and re.fullmatch(pattern, place) for name, place in found
        ), (recording, pattern)


def test_scenarios_are_of_recordings() -> None:
    assert SCENARIOS.keys() <= recordings().keys()
