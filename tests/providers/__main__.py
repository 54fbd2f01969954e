"""Tries every provider of every framework, each framework in its environment.

python -m tests.providers            holds docs/models.md to what is found
python -m tests.providers --write    writes it
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.providers.page import NAMES, PAGE, differences, page
from tests.providers.trying import Outcome

_ROOT = Path(__file__).parents[2]


def _try(framework: str) -> dict[str, Any]:
    python = _ROOT / ".providers" / framework.replace("_", "-") / "bin" / "python"
    command = [str(python), "-m", "tests.providers.run", framework]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{framework}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Tries them, side by side."""
    with ThreadPoolExecutor() as pool:
        found = dict(zip(NAMES, pool.map(_try, NAMES), strict=True))
    outcomes = [Outcome(**each) for made in found.values() for each in made["outcomes"]]
    for o in outcomes:
        if o.problem:
            whose = "as with any tool" if o.upstream else "with ours"
            print(f"{NAMES[o.framework]}, {o.provider}, {o.form}, {whose}: {o.problem}")
    if "--write" in sys.argv:
        versions = {framework: made["versions"] for framework, made in found.items()}
        PAGE.write_text(page(outcomes, versions), encoding="utf-8")
        return 0
    ours, theirs = differences(outcomes, PAGE.read_text(encoding="utf-8"))
    for difference in theirs:
        print(f"Changed by others; `make models` writes it down: {difference}")
    for difference in ours:
        print(f"docs/models.md: {difference}")
    print(f"{sum(not o.problem for o in outcomes)} of {len(outcomes)} pairs passed")
    return bool(ours)


if __name__ == "__main__":
    sys.exit(main())
