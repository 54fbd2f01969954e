"""The table of docs/sandbox.md is true, and no endpoint differs without a reason."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.table import evidence_of, in_docs, row
from tests.facts.reading import described, endpoint_of, measurements, recordings, webhooks

UNRECORDED = sorted(described().keys() - {endpoint_of(e) for e in recordings().values()})
DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"
EVIDENCE = DOCS.with_name("evidence.md")


def test_the_page_says_how_strong_the_evidence_is() -> None:
    assert in_docs() in DOCS.read_text(), "run `python -m tests.conformance docs`"


def test_the_page_about_evidence_counts_what_there_is() -> None:
    page = EVIDENCE.read_text()
    endpoints = Counter(evidence_of(endpoint) for endpoint in described())
    kinds = Counter(exchange["evidence"] for exchange in recordings().values())
    parts, told = measurements(), webhooks()
    for said in (
        f"| {len(described())} endpoints of ClickUp's OpenAPI files",
        f"| {len(recordings())} exchanges with ClickUp",
        f"{kinds['recorded']} were recorded, {kinds['shown']} shown in a report",
        f"{kinds['constructed']} put together by others",
        f"| {len(parts['refusals'])} refusals with their codes, {len(parts['field_values'])} kinds",
        f"custom fields, {len(parts['parts'])} parts of records",
        f"| {len(told['events'])} events and {len(told['items'])} items",
        ", ".join(
            f"*{strength}* {endpoints[strength]}"
            for strength in ("recorded", "measured by others", "specified", "guessed")
        ),
        f"the {endpoints['guessed']}\nguessed endpoints",
    ):
        assert said in page


def test_every_strength_occurs() -> None:
    strengths = {evidence_of(endpoint) for endpoint in described()}
    assert strengths == {"recorded", "measured by others", "specified", "guessed"}


@pytest.mark.parametrize("endpoint", UNRECORDED)
async def test_what_was_not_recorded_fits_its_description(endpoint: str) -> None:
    """Those that were are replayed in `test_sandbox.py` and `test_connector.py`."""
    told = await row(endpoint)
    assert "differs" not in told.sandbox + told.connector, told
