"""How long importing takes, and how much is installed."""

import json
import subprocess
import time
from pathlib import Path

from benchmarks.environments import interpreter, quiet
from benchmarks.table import Table

MODULES = {
    "ours": "import agent_connectors.clickup",
    "airbyte": "import airbyte_agent_clickup_api",
    # What tools need, and a call of one operation does not: every declaration.
    "all of ours": "import agent_connectors.clickup as c; list(c.ClickupApiConnector.operations)",
}
"""What is run, by contender."""

_SIZES = """
import importlib.metadata, json, pathlib, sysconfig
ours = {"pip", "setuptools", "wheel", "_distutils_hack", "pkg_resources"}
names = {d.metadata["Name"] for d in importlib.metadata.distributions()} - ours
folder = pathlib.Path(sysconfig.get_path("purelib"))
size = sum(
    f.stat().st_size
    for f in folder.rglob("*")
    if f.is_file()
    and f.suffix != ".pyc"
    and f.relative_to(folder).parts[0].split("-")[0] not in ours
)
print(json.dumps([len(names), size]))
"""


def measure(table: Table) -> None:
    """Import time and size on disk, ours and Airbyte's."""
    table.heading("Import and installation")
    pythons = {name: interpreter(name.split()[-1]) for name in MODULES}
    best: dict[str, float] = {}
    for _ in range(9):
        for name, code in MODULES.items():
            taken = _wall(pythons[name], code)
            best[name] = min(taken, best.get(name, taken))
    note = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in best.items())
    table.line("import, of Airbyte's", best["ours"] / best["airbyte"], bound=0.20, note=note)
    table.line("import and every declaration", best["all of ours"] / best["airbyte"])
    for name, bounds in (("ours", (15, 15)), ("airbyte", (None, None))):
        output = subprocess.check_output([pythons[name], "-c", _SIZES], text=True)
        count, size = json.loads(output)
        table.line(f"distributions, {name}", count, "", bound=bounds[0])
        table.line(f"installed without .pyc, {name}", size / 1e6, "MB", bound=bounds[1])


def _wall(python: Path, code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([python, "-c", code], check=True, env=quiet())
    return time.perf_counter() - begun
