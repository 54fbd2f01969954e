"""How long a newcomer takes to a first result, by README and `docs/start/` and nothing else.

python -m benchmarks newcomer [PAGE ...] [--write]

Each page is followed twice, in folders of its own and with an empty cache of pip: from a clone of
this repository, and with the wheel that is built of it. With `--write`, `docs/benchmarks.md` and
`docs/benchmarks/newcomer.json` get the figures.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from benchmarks.environments import ROOT
from benchmarks.table import Table

__all__ = ["PAGES", "Way", "measure", "rows", "take", "way"]

START = ROOT / "docs" / "start"
FIGURES = ROOT / "docs" / "benchmarks" / "newcomer.json"
REPORT = ROOT / "docs" / "benchmarks.md"

PAGES = {
    page.stem.lower(): page
    for page in [ROOT / "README.md", *sorted(START.glob("*.md"))]
    if page.stem not in {"index", "others"}
}
"""The pages by their names. README begins where there is an environment."""

MOST = 120
"""Seconds within which there is to be a result."""

_OURS = re.compile(r'(?<=[ "])agent-connectors(\[[\w,-]+\])?(?=["\s]|$)')
_RUN = re.compile(r"Put\s+this\s+into\s+`([\w.]+)`,\s+and\s+run\s+`([^`]+)`")
_CLONE = re.compile(r"`(git clone)\s+ADDRESS\s+([\w-]+)`,\s+then\s+`(cd [\w-]+)`")


class Way(NamedTuple):
    """What a page says to do.

    Attributes:
        title: What it is about.
        install: The lines of its first block for a shell.
        file: What its first example is put into; empty if it is one for a shell.
        code: The first example.
        run: The line that runs it.
        output: What it prints, if the page says so.
    """

    title: str
    install: list[str]
    file: str
    code: str
    run: str
    output: str | None


def way(page: str) -> Way:
    """What a page says to do.

    Args:
        page: Its text.
    """
    head, *_ = parts = page.split("\n## ")
    title = head.partition("\n")[0].removeprefix("# ")
    first, then = (
        next((part for part in parts if part.startswith(f"{heading}\n")), head)
        for heading in ("Install", "Without a key")
    )
    (install,) = [t.content for t in MarkdownIt().parse(first) if t.info == "bash"]
    fences = [t for t in MarkdownIt().parse(then) if t.type == "fence" and t.content != install]
    output = next((token.content for token in fences if token.info == "text output"), None)
    code = fences[0].content
    if fences[0].info == "bash":
        return Way(title, install.splitlines(), "", "", code.strip(), output)
    told = _RUN.search(then)
    if told is None:
        raise ValueError(f"{title}: the page does not say how to run its example")
    return Way(title, install.splitlines(), told[1], code, told[2], output)


def cloning() -> list[str]:
    """The lines that get a clone."""
    told = _CLONE.search((START / "index.md").read_text())
    if told is None:
        raise ValueError("docs/start/index.md does not say how to get a clone")
    return [f"{told[1]} --quiet {ROOT} {told[2]}", told[3]]


def take(
    told: Way, folder: Path, ours: str, before: Sequence[str] = (), *, inside: bool = False
) -> dict[str, float]:
    """Does what a page says; gives the seconds of each step.

    Args:
        told: What the page says.
        folder: Where to do it: empty.
        ours: What to install for `agent-connectors`.
        before: What to do first.
        inside: Whether there is an environment already.
    """
    there = ["python3 -m venv .venv", "source .venv/bin/activate"] if inside else []
    install = [
        _OURS.sub(lambda name: f"{ours}{name[1] or ''}", line) if "pip install" in line else line
        for line in told.install
    ]
    write = [f'cp "$EXAMPLE" {told.file}'] if told.file else []
    steps = {"clone": [*before], "install": install, "first result": [*write, told.run]}
    lines = [*there, "now() { python3 -c 'import time; print(time.time())' >>$TIMES; }", "now"]
    for name, commands in steps.items():
        last = name == "first result"
        lines += [
            f"{{ {line}; }} >>{'$OUTPUT' if last else '$NOISE'} </dev/null" for line in commands
        ]
        lines.append("now")
    kept = {name: folder.parent / f"{folder.name}.{name}" for name in ("TIMES", "OUTPUT", "NOISE")}
    example = folder.parent / f"{folder.name}.example"
    example.write_text(told.code)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
        cwd=folder,
        env=_environment()
        | {name: str(path) for name, path in kept.items()}
        | {"EXAMPLE": str(example)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    printed = kept["OUTPUT"].read_text() if kept["OUTPUT"].exists() else ""
    if done.returncode or not printed or (told.output is not None and printed != told.output):
        raise RuntimeError(f"{told.title} does not work as its page says: {done.stderr}{printed}")
    at = [float(line) for line in kept["TIMES"].read_text().split()]
    return {
        name: round(end - begun, 1)
        for (name, commands), begun, end in zip(steps.items(), at, at[1:], strict=False)
        if commands
    }


def _environment() -> dict[str, str]:
    """The environment of somebody who has Python, and nothing of what is tried here."""
    ours = ("CLICKUP_", "OPENAI_", "PYTHON", "VIRTUAL_ENV")
    given = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    python = Path(sys.base_prefix) / "bin"
    return given | {"PATH": f"{python}:{os.environ['PATH']}", "PIP_NO_CACHE_DIR": "1"}


def measure(table: Table, arguments: Sequence[str] = ()) -> None:
    """Follows the pages, from a clone and with the wheel."""
    parser = argparse.ArgumentParser("python -m benchmarks newcomer", description=__doc__)
    parser.add_argument("pages", nargs="*", help=f"Of {', '.join(PAGES)}; all if none is named.")
    parser.add_argument("--write", action="store_true", help="Write the figures into the docs.")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.pages) - PAGES.keys():
        parser.error(f"there is no page {min(unknown)!r}; there are {', '.join(PAGES)}")
    table.heading("A newcomer's first result")
    known: dict[str, dict[str, dict[str, float]]] = (
        json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wheel = _wheel(folder)
        for name in chosen.pages or PAGES:
            told = way(PAGES[name].read_text())
            for source, ours, before in (("clone", ".", cloning()), ("wheel", str(wheel), [])):
                place = folder / f"{name}-{source}"
                place.mkdir()
                steps = take(told, place, ours, before, inside=name == "readme")
                known.setdefault(name, {})[source] = steps
                note = ", ".join(f"{step} {seconds:g}" for step, seconds in steps.items())
                table.line(
                    f"{told.title}, {source}", sum(steps.values()), "s", bound=MOST, note=note
                )
                subprocess.run(["rm", "-rf", str(place)], check=True)
    if chosen.write:
        FIGURES.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
        head, _, rest = REPORT.read_text().partition("<!-- newcomer -->\n")
        tail = rest.partition("<!-- end of newcomer -->\n")[2]
        text = "\n".join(rows(known))
        REPORT.write_text(
            f"{head}<!-- newcomer -->\n{text}\n<!-- end of newcomer -->\n{tail}", encoding="utf-8"
        )


def rows(known: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """The table of the page."""
    lines = ["| page | from a clone | with the wheel | of that, to install |", "|---|---|---|---|"]
    for name, page in PAGES.items():
        title = "README" if name == "readme" else way(page.read_text()).title
        link = os.path.relpath(page, REPORT.parent)
        clone, wheel = known[name]["clone"], known[name]["wheel"]
        lines.append(
            f"| [{title}]({link}) | {sum(clone.values()):.0f} s | "
            f"{sum(wheel.values()):.0f} s | {wheel['install']:.0f} s |"
        )
    return lines


def _wheel(folder: Path) -> Path:
    """The wheel of this repository."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        folder,
        ROOT,
    ]
    subprocess.run([str(part) for part in command], check=True)
    (path,) = folder.glob("*.whl")
    return path
