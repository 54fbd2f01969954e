"""Every endpoint of ClickUp: the strength of the evidence, and whether both sides fit it."""

import re
from typing import Any, NamedTuple

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.conformance.record_types import misfits, record_type
from tests.conformance.replay import found_in, reason_for
from tests.conformance.serving import carried_out, described_as, routes
from tests.facts.reading import described, description, endpoint_of, recordings
from tests.sandbox.test_openapi import DEVIATIONS, errors_of_exchange

__all__ = ["Row", "evidence_of", "in_docs", "row"]


class Row(NamedTuple):
    """What is known of an endpoint."""

    endpoint: str
    evidence: str
    sandbox: str
    connector: str


def evidence_of(endpoint: str) -> str:
    """The strongest evidence of what an endpoint answers with."""
    seen = {e["evidence"] for e in recordings().values() if endpoint_of(e) == endpoint}
    if "recorded" in seen:
        return "recorded"
    if "shown" in seen:
        return "measured by others"
    return "specified" if _specified(endpoint) else "guessed"


def _specified(endpoint: str) -> bool:
    """Whether the description says what is in the answer, or that there is nothing in it."""
    version, path, method = described()[endpoint]
    responses = description(version)["paths"][path][method]["responses"]
    done = {status: response for status, response in responses.items() if status.startswith("2")}
    schemas = [
        content["schema"]
        for response in done.values()
        for content in response.get("content", {}).values()
        if "schema" in content
    ]
    says_what = any(schema.keys() - {"type"} for schema in schemas)
    # An object of which nothing is said is `{}`; a read that gives nothing makes no sense.
    return says_what or "204" in done or (bool(schemas) and method != "get")


async def row(endpoint: str) -> Row:
    """Measures an endpoint: replays its recordings, or else what stands for it."""
    names = [name for name, e in recordings().items() if endpoint_of(e) == endpoint]
    sandbox, connector = await _sandbox(endpoint, names), await _connector(endpoint, names)
    return Row(endpoint, evidence_of(endpoint), sandbox, connector)


async def _sandbox(endpoint: str, names: list[str]) -> str:
    if names:
        found = [(name, place) for name in names for place in await found_in(name)]
        reasons = [reason_for(name, place) for name, place in found]
        return _verdict([place for (_, place), r in zip(found, reasons, strict=True) if not r],
                        len({reason for reason in reasons if reason}))  # fmt: skip
    errors = await errors_of_exchange(endpoint) or set()
    known = {e: [d for d in DEVIATIONS if re.fullmatch(d, e)] for e in errors}
    return _verdict([e for e in known if not known[e]], sum(map(bool, known.values())))


async def _connector(endpoint: str, names: list[str]) -> str:
    found: set[str] = set()
    for operation, ours in routes():
        if described_as(ours) != endpoint:
            continue
        answered = [name for name in names if recordings()[name]["status"] < 400]
        results: list[Any] = [(await carried_out(n, operation, ours))[0].data for n in answered]
        if not results:
            sandbox = Sandbox(60, clock=NOON.timestamp, today=NOON.date(), rate_limit=None)
            async with ClickupApiConnector.sandbox(sandbox, allow_destructive=True) as clickup:
                params = await Maker(clickup, sandbox).params(operation, ours)
                done = await clickup.execute(operation.entity, operation.action, params)
                results = [done.data]
        for data in results:
            found |= set(misfits(data, record_type(operation)))
    return _verdict(sorted(found), 0)


def _verdict(differing: list[str], explained: int) -> str:
    if differing:
        return f"differs: {', '.join(differing[:3])}"
    return f"fits ({explained} explained)" if explained else "fits"


def in_docs() -> str:
    """The table of docs/sandbox.md."""
    endpoints = sorted(described(), key=lambda e: (e.split()[1], e.split()[0]))
    rows = [f"| `{endpoint}` | {evidence_of(endpoint)} |" for endpoint in endpoints]
    return "\n".join(["| endpoint | evidence |", "|---|---|", *rows])
