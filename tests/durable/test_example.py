"""The example that hands out 1,000 writes to two workers, and kills one of them."""

import re
import subprocess
import sys

import pytest

from tests.durable.killed import ROOT
from tests.hosted.services import fresh_database

pytest.importorskip("dbos")


@pytest.mark.timeout(600)
def test_a_thousand_writes_on_two_workers_of_which_one_is_killed() -> None:
    with fresh_database() as url:
        command = [sys.executable, str(ROOT / "examples" / "durable_writes.py"), url, "1000"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    counted = re.match(r"(\d+) tasks, (\d+) writes; (\d+) were looked for", done.stdout)
    assert counted is not None, done.stdout
    tasks, writes, looked = map(int, counted.groups())
    assert tasks == writes == 1000
    assert looked <= 40  # those that two workers had under way
