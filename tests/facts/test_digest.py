"""The digest holds facts alone, and is that of the files it was made of."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.facts.make_digest import (
    digest_of_measurements,
    digest_of_recordings,
    digest_of_specification,
    written,
)
from tests.facts.reading import (
    SOURCE,
    described,
    description,
    endpoint_of,
    measurements,
    recordings,
    webhooks,
)
from tests.facts.shapes import sample, shape_of

HERE = Path(__file__).parent


def strings(node: Any) -> Iterator[str]:
    """Every string in a value that is no key."""
    if isinstance(node, dict):
        for inner in node.values():
            yield from strings(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from strings(inner)
    elif isinstance(node, str):
        yield node


def test_no_text_is_kept() -> None:
    for digest in (description("v2"), description("v3"), recordings(), measurements(), webhooks()):
        assert [text for text in strings(digest) if re.search(r"\s", text)] == []


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in HERE.glob("*.json")) < 1_000_000


def test_every_endpoint_and_recording_is_known() -> None:
    assert len(described()) == 172
    assert len(recordings()) == 105
    assert {endpoint_of(exchange) for exchange in recordings().values()} <= described().keys()


@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": "1790000000000", "type": "open", "err": "No such thing"},
        [{"id": "12"}, {"id": 12}, {"id": None, "done": True, "hex": "#fff"}],
        {"at": 1790000000000, "left": -5, "ratio": 1.25, "index": "3.000", "note": "", "list": []},
        "https://example.com/path",
    ],
)
def test_a_sample_has_the_shape(value: Any) -> None:
    shape = shape_of(value)
    told = shape_of(sample(shape))
    assert re.sub(r"text#\w+", "", str(told)) == re.sub(r"text#\w+", "", str(shape))


def test_the_order_of_keys_is_part_of_a_shape() -> None:
    assert len(shape_of([{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 3, "b": 4}])) == 2


if SOURCE.is_dir():  # a maintainer has them, a clone has not

    def test_it_is_made_of_the_files() -> None:
        told = (HERE / "specification.json").read_text()
        assert told == written(digest_of_specification(SOURCE), 4) + "\n", "make it again"
        told = (HERE / "measurements.json").read_text()
        assert told == written(digest_of_measurements(SOURCE), 2) + "\n", "make it again"
        told = (HERE / "recordings.json").read_text()
        assert told == written(digest_of_recordings(SOURCE), 1) + "\n", "make it again"
