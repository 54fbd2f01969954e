"""Keeps the figures, and writes them into docs/capacity.md and its plots."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.environments import ROOT
from tests.hosted.figures import plots
from tests.hosted.figures.faults import FAULTS

__all__ = ["FIGURES", "PAGE", "keep", "load", "render", "write"]

FIGURES = ROOT / "docs" / "benchmarks" / "server.json"
PAGE = ROOT / "docs" / "capacity.md"

_COUNTED = ("requests", "done", "refused", "unknown", "carried_out", "doubled", "false")

Figures = Mapping[str, Any]


def load() -> dict[str, Any]:
    """The figures of the last run of each part."""
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return figures


def keep(part: str, figures: Any) -> None:
    """Keeps the figures of a part in the place of those that were there."""
    whole = (load() if FIGURES.exists() else {}) | {part: figures}
    FIGURES.write_text(json.dumps(_short(whole), indent=1) + "\n", encoding="utf-8")


def write() -> None:
    """Writes the page and the plots from the figures that are kept."""
    figures = load()
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    for name, picture in plots.draw(figures).items():
        FIGURES.with_name(name).write_text(picture, encoding="utf-8")


def render(page: str, figures: Figures) -> str:
    """The page with these figures in its marked sections."""

    def section(found: re.Match[str]) -> str:
        part = found[1]
        text = _SECTIONS[part](figures[part]) if part in figures else found[2]
        return f"<!-- {part} -->\n{text}<!-- end -->"

    return re.sub(r"<!-- (\w+) -->\n(.*?)<!-- end -->", section, page, flags=re.DOTALL)


def _short(node: Any) -> Any:
    """Without digits that mean nothing."""
    if isinstance(node, dict):
        return {name: _short(value) for name, value in node.items()}
    if isinstance(node, list):
        return [_short(value) for value in node]
    return float(f"{node:.4g}") if isinstance(node, float) else node


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _faults(figures: Figures) -> str:
    head = ["fault", *(name.replace("_", " ") for name in _COUNTED)]
    head += ["not in the audit log", "429 from ClickUp", "slowest"]
    rows = []
    for key, row in figures.items():
        counts = [f"{row[name]:,}" for name in (*_COUNTED, "unrecorded", "limited")]
        rows.append([FAULTS[key].name, *counts, f"{row['longest']:.1f} s"])
    return _table(head, rows)


def _soak(told: Figures) -> str:
    counts = [[name.replace("_", " "), f"{told[name]:,}"] for name in _COUNTED]
    faults = ", ".join(f"{FAULTS[key].name} {n} times" for key, n in told["faults"].items())
    memory = [mb for _, mb in told["memory"]]
    rows = [
        ["minutes", f"{told['minutes']:g}"],
        ["faults", faults],
        *counts,
        ["not in the audit log", f"{told['unrecorded']:,}"],
        ["429 from ClickUp", f"{told['limited']:,}"],
        ["memory of the largest replica", f"{min(memory):.0f} to {max(memory):.0f} MB"],
    ]
    return _table(["soak", "figure"], rows)


def _logins(told: Figures) -> str:
    rows = [
        ["wrong logins at once", f"{told['wrong_at_once']:,}", ""],
        ["of them answered", f"{told['wrong_a_second']:.0f} a second", ""],
        ["right logins beside them", f"{told['right']:,}", ""],
        ["p99 of a right login, by the clock", f"{told['p99']:.2f} s", "1 s"],
        ["p99 in CPU of the server", f"{told['server_p99']:.2f} s", ""],
        ["p99 by the clock, alone", f"{told['alone_p99']:.2f} s", ""],
    ]
    return _table(["logins", "figure", "bound"], rows)


def _revocation(told: Figures) -> str:
    rows = [
        ["writes under way", f"{told['writers']:,}", ""],
        ["sent in all, told as done", f"{told['sent']:,}, {told['done']:,}", ""],
        ["sent after the revocation", f"{told['after']:,}", ""],
        ["the last one", f"{told['last']:.2f} s after it", "1 s"],
        ["sent more than 1 s after it", f"{told['late']:,}", "0"],
    ]
    return _table(["revocation", "figure", "bound"], rows)


def _cost(told: Figures) -> str:
    kinds = {"read": "a small answer", "page": "a page of tasks", "write": "a write"}
    rows = []
    for kind, words in kinds.items():
        row = told[kind]
        for name, server in (("sqlite", "SQLite"), ("postgres", "PostgreSQL and Redis")):
            ratio = row[f"{name} ratio"]
            spent = [f"{row[name]:.2f} ms", f"{row['naive']:.2f} ms"]
            rows.append([f"{words}, {server}", *spent, f"{ratio:.2f}", "0.9"])
    return _table(["CPU of a call", "ours", "naive proxy", "ratio", "bound"], rows)


def _memory(told: Figures) -> str:
    rows = [
        ["calls", f"{told['calls']:,}", ""],
        ["before and after", f"{told['before']:.1f} and {told['after']:.1f} MB", ""],
        ["gained", f"{told['gained']:+.1f} MB", "+5 MB"],
    ]
    return _table(["memory", "figure", "bound"], rows)


def _costs(told: Figures) -> str:
    named = {
        "read_ms": ("an execution that reads, CPU of the server", "ms"),
        "write_ms": ("an execution that writes", "ms"),
        "look_up_ms": ("a look-up of a client or a connector, CPU of the server", "ms"),
        "database_look_up_ms": ("the same, CPU of PostgreSQL", "ms"),
        "database_line_ms": ("a line of the audit log, CPU of PostgreSQL", "ms"),
        "round_trip_ms": ("a round trip to Redis, CPU of the server", "ms"),
        "redis_command_ms": ("a command, CPU of Redis", "ms"),
        "token_kb": ("a live token, memory of the server", "KB"),
        "token_files": ("a live token, open files of the server", ""),
        "redis_token_bytes": ("a token whose 100 requests are sent, memory of Redis", "bytes"),
        "redis_place_bytes": ("a place in its line, memory of Redis", "bytes"),
        "base_mb": ("a server", "MB"),
    }
    rows = [
        [words, f"{told[name]:,.{3 if unit == 'ms' else 0}f} {unit}".strip()]
        for name, (words, unit) in named.items()
    ]
    return _table(["measured", "figure"], rows)


def _capacity(fleets: list[Figures]) -> str:
    head = ["replicas", *(f"{one['replicas']:.0f}" for one in fleets)]
    named: dict[str, Callable[[Figures], str]] = {
        "calls asked for a second": lambda one: f"{one['asked']:,.0f}",
        "calls answered a second": lambda one: f"{one['done']:,.0f}",
        "CPU of a replica, of a core": lambda one: f"{one['cpu']:.0%}",
        "CPU of PostgreSQL, of 8 cores": lambda one: f"{one['database']:.0%}",
        "CPU of Redis, of its one core": lambda one: f"{one['redis']:.0%}",
        "look-ups a second": lambda one: f"{one['look_ups']:,.0f}",
        "transactions of the audit log a second": lambda one: f"{one['transactions']:,.0f}",
        "its lines a second": lambda one: f"{one['lines']:,.0f}",
        "Redis: round trips a second": lambda one: f"{one['round_trips']:,.0f}",
        "Redis: commands a second": lambda one: f"{one['commands']:,.0f}",
        "live tokens in a replica": lambda one: f"{one['live_tokens']:,.0f}",
        "memory of a replica": lambda one: f"{one['memory_mb']:,.0f} MB",
        "open files of a replica": lambda one: f"{one['files']:,.0f}",
        "429 from ClickUp": lambda one: f"{one['refused']:,.0f}",
        "fairness between tokens (Jain)": lambda one: f"{one['fair_tokens']:.3f}",
        "wait for the limit, noisy client": lambda one: f"{one['wait_noisy']:.1f} s",
        "wait for the limit, quiet clients": lambda one: f"{one['wait_quiet']:.1f} s",
    }
    rows = [[words, *(told(one) for one in fleets)] for words, told in named.items()]
    return _table(head, rows)


_SECTIONS: dict[str, Callable[[Any], str]] = {
    "faults": _faults,
    "soak": _soak,
    "logins": _logins,
    "revocation": _revocation,
    "cost": _cost,
    "memory": _memory,
    "costs": _costs,
    "capacity": _capacity,
}
