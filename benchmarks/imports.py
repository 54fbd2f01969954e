"""How long importing takes, and how much is installed."""

import json
import subprocess
import time
from pathlib import Path

from benchmarks.environments import interpreter, quiet
from benchmarks.table import Table

MODULES = {"ours": "agent_connectors.clickup", "airbyte": "airbyte_agent_clickup_api"}

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
    pythons = {name: interpreter(name) for name in MODULES}
    best: dict[str, float] = {}
    for _ in range(9):
        for name, module in MODULES.items():
            taken = _wall(pythons[name], f"import {module}")
            best[name] = min(taken, best.get(name, taken))
    note = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in best.items())
    table.line("import, of Airbyte's", best["ours"] / best["airbyte"], bound=0.30, note=note)
    for name, bounds in (("ours", (15, 15)), ("airbyte", (None, None))):
        output = subprocess.check_output([pythons[name], "-c", _SIZES], text=True)
        count, size = json.loads(output)
        table.line(f"distributions, {name}", count, "", bound=bounds[0])
        table.line(f"installed without .pyc, {name}", size / 1e6, "MB", bound=bounds[1])


def _wall(python: Path, code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([python, "-c", code], check=True, env=quiet())
    return time.perf_counter() - begun
