"""The folder that the site is built from: the repository's pages, where the site has them."""

import ast
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docs.site import names
from docs.site.links import on_the_site, outside_of_blocks
from docs.site.navigation import REPOSITORY, grouped

__all__ = ["Page", "stage", "title"]

_ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "deploy": "deploy.md",
}
"""Files and folders outside of `docs/`, and where the site has them."""

_LANGUAGES = {
    ".conf": "nginx",
    ".py": "python",
    ".sh": "bash",
    ".yaml": "yaml",
    ".yml": "yaml",
    "Dockerfile": "docker",
}


class Page(NamedTuple):
    """A page of the site.

    Attributes:
        path: Where it is on the site, as Markdown.
        text: What it says.
    """

    path: str
    text: str


def stage(folder: Path) -> list[Page]:
    """Fills the folder; gives the pages in it."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = list(_pages())
    for page in pages:
        _write(folder / page.path, page.text)
    for path, text in names.pages():
        _write(folder / path, text)
    for kind in ("svg", "png"):
        for picture in (REPOSITORY / "docs").rglob(f"*.{kind}"):
            shutil.copy(picture, folder / picture.relative_to(REPOSITORY / "docs"))
    shutil.copytree(Path(__file__).parent / "style", folder / "style")
    _write(folder / "SUMMARY.md", _summary(pages))
    return pages


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _pages() -> Iterator[Page]:
    """The pages of the repository, those made of its other files, and the public names."""
    places = _places()
    for source, path in places.items():
        file = REPOSITORY / source
        if file.suffix == ".md":
            yield Page(path, on_the_site(source, file.read_text(encoding="utf-8"), places))
        elif path.endswith(".md"):
            yield Page(path, _of_files(file))
    for path, text in names.pages(plain=True):
        yield Page(path, text)


def _places() -> Mapping[str, str]:
    """Where on the site the files of the repository are."""
    docs = REPOSITORY / "docs"
    places = dict(_ELSEWHERE)
    for pattern in ("*.md", "*.svg", "*.png"):
        for file in sorted(docs.rglob(pattern)):
            places[str(file.relative_to(REPOSITORY))] = str(file.relative_to(docs))
    for file in sorted((REPOSITORY / "examples").glob("*.py")):
        places[f"examples/{file.name}"] = f"examples/{file.stem}.md"
    return places


def _of_files(path: Path) -> str:
    """A page of what is in a file, or in the files of a folder."""
    name = str(path.relative_to(REPOSITORY))
    if path.is_file():
        says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        lead = says.partition("\n")[0]
        return f"# {name}\n\n{lead}\n\n{_block(path)}"
    files = sorted(file for file in path.rglob("*") if _language(file))
    parts = [f"## {file.relative_to(path)}\n\n{_block(file)}" for file in files]
    lead = "What the files of this folder are for is told in [Deploy the server](deploying.md)."
    return f"# {name}/\n\n{lead}\n\n" + "\n".join(parts)


def _language(path: Path) -> str | None:
    return _LANGUAGES.get(path.suffix or path.name)


def _block(path: Path) -> str:
    return f"````{_language(path)}\n{path.read_text(encoding='utf-8')}````\n"


def title(text: str) -> str:
    """What a page is called."""
    return next(
        line.removeprefix("# ") for code, line in outside_of_blocks(text) if line[:2] == "# "
    )


def _summary(pages: Sequence[Page]) -> str:
    """The navigation, as a list of lists."""
    titles = {page.path: title(page.text) for page in pages}
    lines: list[str] = []
    for group, within, paths in grouped(titles):
        for heading, indent in ((group, ""), (within, "    ")):
            if heading and f"{indent}- {heading}" not in lines:
                lines.append(f"{indent}- {heading}")
        indent = "        " if within else "    "
        lines += [f"{indent}- [{_short(titles[path])}]({path})" for path in paths]
    return "\n".join(lines) + "\n"


def _short(called: str) -> str:
    """What a page is called where there is little room."""
    return called.removeprefix("agent_connectors.").removeprefix("examples/")
