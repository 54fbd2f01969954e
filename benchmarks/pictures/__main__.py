"""Draws the pictures: `python -m benchmarks.pictures`; with `--check`, fails if one is stale."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.environments import ROOT
from benchmarks.pictures import demo, page
from benchmarks.questions import plot
from benchmarks.store import plot as store_plot

PICTURES: Mapping[Path, Callable[[], str]] = {
    ROOT / "docs" / "demo.svg": demo.draw,
    ROOT / "docs" / "page.svg": page.draw,
    ROOT / "docs" / "benchmarks" / "questions.svg": plot.draw,
    ROOT / "docs" / "benchmarks" / "store.svg": store_plot.draw,
}


def main() -> int:
    """Writes what is not as it should be; with `--check` only says so, and gives 1."""
    stale = [path for path, draw in PICTURES.items() if not is_of_today(path, draw)]
    for path in stale:
        print(path.relative_to(ROOT))
    return 1 if stale and "--check" in sys.argv[1:] else 0


def is_of_today(path: Path, draw: Callable[[], str]) -> bool:
    """Whether a file holds its picture; writes it unless there is `--check`."""
    drawn = draw()
    if path.exists() and path.read_text(encoding="utf-8") == drawn:
        return True
    if "--check" not in sys.argv[1:]:
        path.write_text(drawn, encoding="utf-8")
    return False


if __name__ == "__main__":
    sys.exit(main())
