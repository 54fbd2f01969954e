"""What the tests of one kind share."""

from collections.abc import Iterator

import pytest

from tests.reports.every_field import CONFIGS, Ground, uuid


@pytest.fixture(scope="module")
def shared() -> Ground:
    return Ground()


@pytest.fixture
def ground(shared: Ground) -> Iterator[Ground]:
    """The same for all, but with a task of its own; making one takes most of the time."""
    shared.task, shared.other = shared.new(), shared.new()
    shared.between.sent.clear()
    yield shared
    for number, (kind, config) in enumerate(CONFIGS.items()):
        shared.add(uuid(number), kind, kind, config)
    shared.connector.directory.forget()
