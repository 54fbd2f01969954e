"""Looks at the site as it was built: each link, each name, and that it needs no other host."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from docs.site import names
from docs.site.links import links, outside_of_blocks
from docs.site.staging import Page

__all__ = ["amiss", "astray", "otherwise"]

_COMPARED = ("blockquote", "h2", "h3", "h4", "img", "li", "ol", "pre", "table", "tr", "ul")
"""Elements that a page has as often on the site as on GitHub."""


class _Seen(HTMLParser):
    """What is in a page of the site.

    Attributes:
        anchors: Where links may lead in it.
        links: Where its links lead.
        loaded: What a browser fetches to show it.
        elements: How often each kind of element is in the text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.elements: Counter[str] = Counter()
        self._in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what an element says."""
        has = {name: value or "" for name, value in attrs}
        self.anchors |= {has[name] for name in ("id", "name") if name in has}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif tag == "link" and has.get("rel") not in {"canonical", "next", "prev"}:
            self.loaded.append(has["href"])
        elif "src" in has:
            self.loaded.append(has["src"])
        self._in_text |= tag == "article"
        if self._in_text:
            self.elements[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        """Notes where the text ends."""
        self._in_text &= tag != "article"


@cache
def _seen(path: Path) -> _Seen:
    seen = _Seen()
    seen.feed(path.read_text(encoding="utf-8"))
    return seen


def _file(path: Path) -> Path:
    """The file that a server answers a path with."""
    return path / "index.html" if path.is_dir() else path


def _html_of(page: str) -> str:
    """Where a page of Markdown is, as HTML."""
    path = PurePosixPath(page).with_suffix("")
    return str((path.parent if path.name == "index" else path) / "index.html")


def amiss(site: Path, pages: Sequence[Page]) -> Iterator[str]:
    """What is wrong with a site.

    Args:
        site: Where it is.
        pages: What it was made of.
    """
    yield from astray(site)
    for path, anchor in names.anchors():
        if anchor not in _seen(site / _html_of(path)).anchors:
            yield f"{path}: does not describe {anchor}"
    # Those of the public names are made of directives, which GitHub never sees.
    yield from otherwise(site, [page for page in pages if not page.path.startswith("python/")])


def astray(site: Path) -> Iterator[str]:
    """Links to what is not there, and what pages have from other hosts."""
    for file in sorted(site.rglob("*.html")):
        yield from (f"{file.relative_to(site)}: {what}" for what in _leads_nowhere(site, file))
    for style in sorted(site.rglob("*.css")):
        for url in re.findall(r"url\(['\"]?([^'\")]+)", style.read_text(encoding="utf-8")):
            if urlsplit(url).netloc:
                yield f"{style.relative_to(site)}: is shown with {url}, from another host"
    for text in sorted([*site.rglob("*.md"), *site.glob("llms*.txt")]):
        lines = outside_of_blocks(text.read_text(encoding="utf-8"))
        written = "\n".join(line for in_block, line in lines if not in_block)
        for link in links(written):
            if not (text.parent / urlsplit(link).path).exists():
                yield f"{text.relative_to(site)}: leads to {link}, which is not there"


def _leads_nowhere(site: Path, file: Path) -> Iterator[str]:
    seen = _seen(file)
    for url in (*seen.links, *seen.loaded):
        parts = urlsplit(url)
        if parts.scheme == "data":
            continue
        if parts.scheme or parts.netloc:
            if url in seen.loaded:
                yield f"is shown with {url}, from another host"
            continue
        # The page for what is not there is shown anywhere, so its links begin at the root.
        folder = site if parts.path.startswith("/") else file.parent
        target = _file((folder / unquote(parts.path).lstrip("/")).resolve()) if parts.path else file
        if not target.is_file():
            yield f"leads to {url}, which is not there"
        elif parts.fragment and unquote(parts.fragment) not in _seen(target).anchors | {"__top"}:
            yield f"leads to {url}, where there is no such heading"


def otherwise(site: Path, pages: Sequence[Page]) -> Iterator[str]:
    """Lists, tables and blocks that one of the two ways to read Markdown does not see."""
    for page in pages:
        here = _seen(site / _html_of(page.path)).elements
        there: Counter[str] = Counter()
        tokens = MarkdownIt().enable("table").parse(page.text)
        for token in [each for one in tokens for each in (one, *(one.children or ()))]:
            if token.nesting >= 0:
                there["pre" if token.type in {"fence", "code_block"} else token.tag] += 1
        for tag in _COMPARED:
            if there[tag] != here[tag]:
                yield f"{page.path}: {there[tag]} <{tag}> on GitHub, {here[tag]} here"
