from collections.abc import Iterator

import pytest

from tests.engine.bookshop import Bookshop
from tests.loopback import Loopback


@pytest.fixture
def shop(loopback: Loopback) -> Iterator[Bookshop]:
    connector = Bookshop(loopback.url)
    yield connector
    connector.close()
