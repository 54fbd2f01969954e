"""The clients that Airbyte has released work with our server as they are."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from benchmarks import environments
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, Member, hosting
from tests.missing import missing

environments.CONTENDERS.setdefault("airbyte-sdk", ["airbyte-agent-sdk"])

pytestmark = pytest.mark.timeout(300)  # they may have to be installed first


def run(environment: str, script: str, hosting: Hosting, *arguments: str) -> Any:
    try:
        python = environments.interpreter(environment)
    except subprocess.CalledProcessError:
        missing(f"{environment} cannot be installed here")
    done = subprocess.run(
        [python, Path(__file__).with_name(script), *arguments],
        env=environments.quiet() | {"SDK_DEV_ADP_API_HOST": hosting.url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_both_generations(common: Hosting, member: Member, sandbox: Sandbox) -> None:
    who = (member.organization, member.client_id, member.secret.reveal())
    old = run("airbyte", "old_client.py", common, *who, common.put(sandbox))
    assert old == {
        "user": "Mara Lindqvist",
        "check": "healthy",
        "spaces": 6,
        "statuses": ["to do"],
        "comment": True,
    }
    assert [r.method for r in sandbox.requests].count("POST") == 1
    new = run("airbyte-sdk", "new_client.py", common, *who, ClickupApiConnector.definition_id)
    assert new["user"] == "Mara Lindqvist"
    assert new["check"] == {"status": "healthy"}
    assert new["teams"] == ["Larkfield Labs"]
    assert new["listed"] == ["From PyPI"]
    assert new["left"] == 0


def test_the_context_store(tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=30, rate_limit=None)
    with hosting(tmp_path, store=str(tmp_path / "stores")) as running:
        member = running.member()
        with httpx.Client(base_url=running.url, timeout=60.0) as client:
            connector = Api(client, member).create(running.put(sandbox))
        who = (member.organization, member.client_id, member.secret.reveal())
        told = run("airbyte-sdk", "store_client.py", running, *who, connector)
    assert told["count"][0]["n"] >= 30
    assert told["tasks"] == [["id", "name"]] * 2
    assert len(told["found"]) == len(told["rest"]) == 2
    assert told["more"]
    assert not {*told["found"]} & {*told["rest"]}
    assert told["people"] > 3
    assert "422" in told["wrong"] or "SELECT" in told["wrong"]
