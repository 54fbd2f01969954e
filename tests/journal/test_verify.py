"""What became of each write whose answer got lost is never told wrongly."""

from datetime import date
from pathlib import Path

import pytest

from agent_connectors.clickup import ClickupApiConnector, OutcomeUnknown
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.journal import verifying
from agent_connectors.engine.journal.file import now as present
from tests.clickup.operations.changing import changing
from tests.clickup.operations.conftest import NOON
from tests.journal.test_undo import ROUTES
from tests.reports.writes import further


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "now", lambda: present() + 90_000_000)
    monkeypatch.setattr(verifying, "_PAUSE", 0)


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize(("operation", "endpoint", "full"), ROUTES)
async def test_what_became_of_a_write_is_never_told_wrongly(
    operation: Operation, endpoint: Endpoint, full: bool, carried_out: bool, tmp_path: Path
) -> None:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(
        sandbox, allow_destructive=True, journal=tmp_path / "journal.db"
    )
    params = await changing(clickup, sandbox, operation, endpoint)
    if full:
        people = [user.id for user in sandbox.workspace.users.values()]
        params |= further(operation, params, *people[:2])
    sandbox.fail("drop", method=endpoint.method, after=carried_out, times=1)
    since = sandbox.checkpoint()
    with pytest.raises(OutcomeUnknown):
        await clickup.execute(operation.entity, operation.action, params)
    if not carried_out:
        assert not sandbox.changes(since)
    entry = clickup.journal.entries(limit=1)[0]
    verdict = await clickup.verify(entry.id)
    assert verdict.outcome != ("not done" if carried_out else "done"), verdict
