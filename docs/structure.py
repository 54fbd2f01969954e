"""Draws the structure of the core from its imports: `structure.svg`, and figures about it.

A room is a folder, or a file beside the folders; it stands on the floor above all that it imports.

    python docs/structure.py             writes the picture
    python docs/structure.py --check     fails if the picture is not that of the code
    python docs/structure.py --figures   prints rooms, floors, arrows and lines
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

CORE = Path(__file__).parents[1] / "core" / "agent_connectors"
PICTURE = Path(__file__).with_name("structure.svg")

Graph = Mapping[str, set[str]]

WIDTH, HEIGHT, GAP, FLOOR, MARGIN = 132, 44, 16, 84, 24
TITLE, BETWEEN = 44, 48


def modules(package: str) -> dict[str, Path]:
    """The modules of a package by dotted name; not the sandbox, which is a house of its own."""
    found = {}
    for path in sorted((CORE / package).rglob("*.py")):
        parts = path.relative_to(CORE).with_suffix("").parts
        if "sandbox" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            base = node.module.removeprefix("agent_connectors.")
            for alias in node.names:
                name = f"{base}.{alias.name}"
                if name in known or base in known:
                    yield name if name in known else base


def room_of(module: str) -> str:
    """The room that a module is in; the package's own `__init__` is its door, and no room."""
    return ".".join(module.split(".")[:2])


def graphs(package: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Who imports whom: by module, and by room."""
    known = modules(package)
    files = {m: {t for t in imported(p, known) if t != m} for m, p in known.items() if "." in m}
    rooms: dict[str, set[str]] = {room_of(module): set() for module in files}
    for module, targets in files.items():
        inside = {room_of(target) for target in targets if "." in target}
        rooms[room_of(module)] |= inside - {room_of(module)}
    return files, rooms


def below(graph: Graph, name: str) -> set[str]:
    """All that something rests on, straight or by way of others."""
    found: set[str] = set()
    left = list(graph[name])
    while left:
        if (other := left.pop()) not in found:
            found.add(other)
            left += graph[other]
    return found


def floors(graph: Graph) -> dict[str, int]:
    """The floor that each stands on, 0 at the bottom.

    Raises:
        SystemExit: There is a circle.
    """
    circle = sorted(name for name in graph if name in below(graph, name))
    if circle:
        sys.exit(f"These rooms go round in a circle: {', '.join(circle)}.")
    floor: dict[str, int] = {}
    for name in sorted(graph, key=lambda n: (len(below(graph, n)), n)):
        floor[name] = 1 + max((floor[other] for other in graph[name]), default=-1)
    return floor


def drawn(graph: Graph) -> list[tuple[str, str]]:
    """The arrows that do not follow from others."""
    return [
        (name, other)
        for name in sorted(graph)
        for other in sorted(graph[name])
        if not any(other in below(graph, between) for between in graph[name] - {other})
    ]


class Layout:
    """Where the rooms of a graph are drawn, and by which way the arrows go.

    An arrow past a floor has a place of its own there, beside the rooms, so that it hides behind
    none. On each floor all that is drawn stands in the order of what it is tied to.
    """

    def __init__(self, graph: Graph) -> None:
        floor = floors(graph)
        self.rows: list[list[str]] = [[] for _ in range(1 + max(floor.values()))]
        for name in sorted(graph):
            self.rows[floor[name]].append(name)
        self.ways: list[list[str]] = []
        for name, other in drawn(graph):
            past = [f"{name} > {other} {n}" for n in range(floor[name] - 1, floor[other], -1)]
            for level, place in zip(range(floor[name] - 1, floor[other], -1), past, strict=True):
                self.rows[level].append(place)
            self.ways.append([name, *past, other])
        self.graph = graph
        self._sort()
        widest = max(map(self._width, self.rows))
        self.middle: dict[str, float] = {}
        for row in self.rows:
            x = (widest - self._width(row)) / 2
            for name in row:
                self.middle[name] = x + self._wide(name) / 2
                x += self._wide(name) + GAP
        self.width = widest
        top = len(self.rows) - 1
        self.height = top * FLOOR + HEIGHT
        self.top = {n: (top - level) * FLOOR for level, row in enumerate(self.rows) for n in row}

    def _wide(self, name: str) -> int:
        return WIDTH if name in self.graph else 0

    def _width(self, row: list[str]) -> int:
        return sum(map(self._wide, row)) + GAP * (len(row) - 1)

    def _sort(self) -> None:
        ties: dict[str, list[str]] = {name: [] for row in self.rows for name in row}
        for way in self.ways:
            for above, under in pairwise(way):
                ties[above].append(under)
                ties[under].append(above)
        at = {n: i - (len(row) - 1) / 2 for row in self.rows for i, n in enumerate(row)}
        for turn in range(40):
            for row in self.rows[:: 1 if turn % 2 else -1]:
                wanted = {
                    n: sum(at[t] for t in ties[n]) / len(ties[n]) if ties[n] else at[n] for n in row
                }
                row.sort(key=lambda n, wanted=wanted: (round(wanted[n], 6), n))  # type: ignore[misc]
                at |= {n: i - (len(row) - 1) / 2 for i, n in enumerate(row)}


def block(package: str, title: str, layout: Layout, left: float, top: float) -> Iterator[str]:
    """A package as a drawing."""
    known = modules(package)
    yield f'<text class="title" x="{MARGIN}" y="{top + 22:.0f}">{title}</text>'
    middle = {name: x + left for name, x in layout.middle.items()}
    upper = {name: y + top + TITLE for name, y in layout.top.items()}
    for way in layout.ways:
        x, y = middle[way[0]], upper[way[0]] + HEIGHT
        curve = f"M{x:.0f},{y:.0f}"
        for name in way[1:]:
            to, half = middle[name], (upper[name] + y) / 2
            curve += f" C{x:.0f},{half:.0f} {to:.0f},{half:.0f} {to:.0f},{upper[name] - 3:.0f}"
            x, y = to, upper[name] + HEIGHT
            if name not in layout.graph:
                curve += f" V{y:.0f}"
        yield f'<path d="{curve}" marker-end="url(#tip)"/>'
    for name in sorted(layout.graph):
        x, y = middle[name], upper[name]
        count = sum(room_of(m) == name and p.stem != "__init__" for m, p in known.items())
        inside = f"{count} modules" if count > 1 else "one module"
        corner = f'x="{x - WIDTH / 2:.0f}" y="{y:.0f}"'
        yield f'<rect {corner} width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        yield f'<text class="name" x="{x:.0f}" y="{y + 19:.0f}">{name.partition(".")[2]}</text>'
        yield f'<text class="size" x="{x:.0f}" y="{y + 35:.0f}">{inside}</text>'


STYLE = """<!-- Made by docs/structure.py from the imports; do not edit. -->
<style>
rect { fill: #f4f1ea; stroke: #6b6557 }
path { fill: none; stroke: #8a8474 }
text { font-family: sans-serif; fill: #2b2822; text-anchor: middle }
.paper { fill: #ffffff; stroke: none }
.name { font-size: 14px }
.size { font-size: 11px; fill: #6b6557 }
.title { font-size: 15px; font-weight: bold; text-anchor: start }
.between { stroke-width: 3 }
.tip { fill: #8a8474 }
@media (prefers-color-scheme: dark) {
  rect { fill: #2d2a24; stroke: #8a8474 }
  text { fill: #ece8df }
  .paper { fill: #17171c }
  .size { fill: #b5ae9c }
}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
orient="auto" markerUnits="userSpaceOnUse"><path class="tip" d="M0,0 L8,4 L0,8"/></marker></defs>"""


def picture() -> str:
    """The whole as SVG."""
    titles = {"clickup": "clickup: the connector", "engine": "engine: knows no product"}
    layouts = {package: Layout(graphs(package)[1]) for package in titles}
    width = max(layout.width for layout in layouts.values()) + 2 * MARGIN
    parts: list[str] = []
    top = float(MARGIN)
    for package, title in titles.items():
        layout = layouts[package]
        if parts:
            between = f"M{width / 2:.0f},{top + 8:.0f} v32"
            parts.append(f'<path class="between" d="{between}" marker-end="url(#tip)"/>')
            top += BETWEEN
        parts += block(package, title, layout, (width - layout.width) / 2, top)
        top += TITLE + layout.height
    size = f'width="{width:.0f}" height="{top + MARGIN:.0f}"'
    box = f"0 0 {width:.0f} {top + MARGIN:.0f}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}">'
    return "\n".join([head, STYLE, f'<rect class="paper" {size}/>', *parts, "</svg>\n"])


def figures(package: str) -> str:
    """A package in numbers."""
    files, graph = graphs(package)
    texts = [p.read_text(encoding="utf-8") for p in modules(package).values()]
    sizes = sorted(len(text.splitlines()) for text in texts)
    count = sum(path.stem != "__init__" for path in modules(package).values())
    return (
        f"{package}: {count} modules in {len(graph)} rooms on "
        f"{1 + max(floors(graph).values())} floors, {sum(map(len, graph.values()))} arrows between "
        f"rooms ({len(drawn(graph))} that do not follow from others), "
        f"{sum(map(len, files.values()))} between modules; {sum(sizes)} lines, "
        f"median {sizes[len(sizes) // 2]}, longest {sizes[-1]}"
    )


def main() -> None:
    """Writes, checks or tells."""
    if "--figures" in sys.argv:
        print("\n".join(map(figures, ("engine", "clickup"))))
    elif "--check" not in sys.argv:
        PICTURE.write_text(picture(), encoding="utf-8")
    elif not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != picture():
        sys.exit("docs/structure.svg is not the picture of the code: run `make docs`.")


if __name__ == "__main__":
    main()
