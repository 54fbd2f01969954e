"""The clients that Airbyte has released work with our server as they are."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from benchmarks import environments
from tests.hosted.hosting import Hosting, Member
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
