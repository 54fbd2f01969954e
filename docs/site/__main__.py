"""Builds the site and checks it: `make site`."""

import re
import subprocess
import sys

from docs.site import llms
from docs.site.check import amiss
from docs.site.links import NowhereError
from docs.site.navigation import REPOSITORY
from docs.site.staging import stage

FOLDER = REPOSITORY / "build" / "site"


def main() -> int:
    """Builds it; 1 if something is wrong, which is printed."""
    try:
        pages = stage(FOLDER / "pages")
    except (NowhereError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    # What griffe does not understand in a docstring is told, and fails nothing by itself.
    if built.returncode or "griffe:" in built.stderr:
        # It writes in colours wherever it is.
        print(re.sub(r"\x1b\[[\d;]*m", "", built.stdout + built.stderr), file=sys.stderr)
        return 1
    llms.write(FOLDER / "html", pages)
    wrong = sorted(set(amiss(FOLDER / "html", pages)))
    for what in wrong:
        print(what, file=sys.stderr)
    if not wrong:
        print("To look at it: python -m http.server --directory build/site/html")
    return 1 if wrong else 0


sys.exit(main())
