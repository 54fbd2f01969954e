"""Nothing is left out in silence where nothing may be missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

WAYS = {
    "of a file": "import pytest\npytest.importorskip('no_such_module')\ndef test(): pass",
    "of a test": "import pytest\ndef test(): pytest.importorskip('no_such_module')",
    "of a service": "from tests.missing import missing\ndef test(): missing('No server')",
}


@pytest.mark.parametrize(("ci", "outcome"), [("true", "failed"), ("1", "failed"), ("", "skipped")])
def test_what_is_missing_fails_in_ci_and_is_skipped_elsewhere(
    ci: str, outcome: str, tmp_path: Path
) -> None:
    for number, text in enumerate(WAYS.values()):
        (tmp_path / f"test_{number}.py").write_text(text)
    environment = {**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.missing", str(tmp_path)]
    command += ["-p", "no:cacheprovider", "-c", os.devnull, "--continue-on-collection-errors"]
    done = subprocess.run(
        command, cwd=TESTS.parent, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = done.stdout.splitlines()[-1]
    wanted = {"failed": "2 failed, 1 error", "skipped": "3 skipped"}[outcome]
    assert last.startswith(wanted), done.stdout


def test_tests_skip_in_no_other_way() -> None:
    """But by `skipif`, for what a system has not."""
    other = re.compile(r"pytest\.skip\(|mark\.skip\b")
    allowed = {"missing.py", Path(__file__).name}
    found = [p for p in TESTS.rglob("*.py") if other.search(p.read_text())]
    assert [p.name for p in found if p.name not in allowed] == []
