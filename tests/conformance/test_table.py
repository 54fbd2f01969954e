"""The table of docs/sandbox.md is true, and no endpoint differs without a reason."""

from pathlib import Path

import pytest

from tests.conformance.table import evidence_of, in_docs, row
from tests.facts.reading import described, endpoint_of, recordings

UNRECORDED = sorted(described().keys() - {endpoint_of(e) for e in recordings().values()})
DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_the_page_says_how_strong_the_evidence_is() -> None:
    assert in_docs() in DOCS.read_text(), "run `python -m tests.conformance docs`"


def test_every_strength_occurs() -> None:
    strengths = {evidence_of(endpoint) for endpoint in described()}
    assert strengths == {"recorded", "measured by others", "specified", "guessed"}


@pytest.mark.parametrize("endpoint", UNRECORDED)
async def test_what_was_not_recorded_fits_its_description(endpoint: str) -> None:
    """Those that were are replayed in `test_sandbox.py` and `test_connector.py`."""
    told = await row(endpoint)
    assert "differs" not in told.sandbox + told.connector, told
