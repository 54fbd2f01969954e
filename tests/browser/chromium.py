"""Where the browser is: Debian's Chromium, or the Chrome of a machine that has that instead."""

import shutil

NAMES = ("chromium", "google-chrome", "chromium-browser")

CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
"""The program; `None` where there is none."""

# Root has no sandbox of Chromium's, and containers have little shared memory.
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage"]
