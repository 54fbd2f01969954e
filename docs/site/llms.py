"""The site for language models: `llms.txt`, `llms-full.txt`, and the pages as Markdown."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from docs.site.links import from_the_root
from docs.site.navigation import grouped
from docs.site.staging import Page, title

__all__ = ["ABOUT", "about", "write"]

ABOUT = {
    "benchmarks.md": "Calls, questions and lists: here, with httpx, and with Airbyte's connector.",
    "benchmarks/questions.md": "Airbyte's 27 questions: their cost, and which are answered.",
    "benchmarks/store.md": "How long the context store takes to fill and to answer.",
    "calling.md": "Calls from code: results, pages, times, errors, what is sent again, limits.",
    "capacity.md": "What faults do to the server, and how many calls it carries.",
    "changelog.md": "What each version changes for users.",
    "contributing.md": "How tests are run, where things go, and what a change has to meet.",
    "deploy.md": "The server's Dockerfile, compose file, manifests, proxy, alerts and dashboard.",
    "deploying.md": "The server's image, Kubernetes, TLS, upgrade, backup, metrics and alerts.",
    "files.md": "Uploads and downloads of files, by programs and by agents.",
    "moving-over.md": "What stays and what changes for code written for Airbyte's connector.",
    "security.md": "How to report a vulnerability, and which versions are corrected.",
    "shell.md": "The command agent-connectors: the key, profiles, calls and exit codes.",
}
"""What is in pages that begin with something else than what they are about."""


def write(site: Path, pages: Sequence[Page]) -> None:
    """Adds them to a site.

    Args:
        site: Where it is.
        pages: What it is made of.
    """
    by_path = {page.path: page for page in pages}
    for page in pages:
        target = site / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page.text, encoding="utf-8")
    (site / "llms.txt").write_text("\n".join(_index(by_path)) + "\n", encoding="utf-8")
    in_order = [by_path[path] for _, _, paths in grouped(by_path) for path in paths]
    whole = "\n".join(
        f"<!-- {page.path} -->\n\n{from_the_root(page.path, page.text)}" for page in in_order
    )
    (site / "llms-full.txt").write_text(whole, encoding="utf-8")


def _index(pages: dict[str, Page]) -> Iterator[str]:
    """What there is to read, as https://llmstxt.org wants it."""
    home = pages["index.md"].text
    yield from (f"# {title(home)}", "", f"> {_first(home)}", "")
    yield "All of it in one file: [llms-full.txt](llms-full.txt)."
    before = ""
    for group, _, paths in grouped(pages):
        if group != before:
            yield from ("", f"## {group}", "")
        before = group
        for path in paths:
            yield f"- [{title(pages[path].text)}]({path}): {about(pages[path])}"


def about(page: Page) -> str:
    """What a page is about, in a sentence."""
    return ABOUT.get(page.path) or _first(page.text)


def _first(text: str) -> str:
    """The first sentence of a page, without marks."""
    tokens = MarkdownIt().enable("table").parse(text)
    for token, inline in pairwise(tokens):
        if token.type == "paragraph_open" and inline.children:
            words = "".join(
                each.content if each.type != "softbreak" else " " for each in inline.children
            )
            return words.split(". ")[0].rstrip(".:") + "."
    return ""
