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


def test_scenarios_and_explanations_are_of_recordings() -> None:
    assert SCENARIOS.keys() <= recordings().keys()
    for recording, _, reason in EXPLAINED:
        assert any(re.fullmatch(recording, name) for name in recordings()), recording
        assert reason
