"""Replays recordings against the sandbox."""

import re
from typing import Literal

from agent_connectors.clickup.sandbox import Sandbox
from tests.conformance.comparing import differences, reordered
from tests.conformance.explained import EXPLAINED
from tests.conformance.scenarios import bring_about
from tests.facts.reading import recorded_answer, recordings
from tests.facts.shapes import shape_of
from tests.sandbox.client import TODAY, Api, Clock

__all__ = ["found_in", "reason_for"]


async def found_in(name: str) -> set[str]:
    """Where the sandbox's answer differs from a recording: places, `status`, `words`, `limits`."""
    exchange = recordings()[name]
    plan: Literal["free"] | None = "free" if exchange["status"] == 403 else None
    api = Api(Sandbox(today=TODAY, clock=Clock(), rate_limit=100, plan=plan))
    async with api.http:
        answer = await bring_about(name, api)
    body = answer.json() if answer.content else None
    if answer.status_code != exchange["status"]:
        return {f"status {answer.status_code}"}
    recorded = recorded_answer(exchange)
    found = differences(recorded, body)
    found |= {f"order of {place or 'the body'}" for place in reordered(recorded, body)}
    refused = exchange["status"] >= 400 and exchange["evidence"] != "constructed"
    if refused and shape_of(body) != exchange["answer"]:
        found.add("words")
    if "limits" in exchange and ("x-ratelimit-limit" in answer.headers) != exchange["limits"]:
        found.add("limits")
    return found


def reason_for(name: str, difference: str) -> str | None:
    """Why the sandbox differs there, if that is known."""
    for recording, place, reason in EXPLAINED:
        if re.fullmatch(recording, name) and re.fullmatch(place, difference):
            return reason
    return None
