"""What CONTRIBUTING.md points to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text()
PATHS = sorted(
    set(re.findall(r"`?\b((?:core|adapters|docs|tests|examples|benchmarks)/[\w./-]*)", PAGE))
)
LINKS = sorted(set(re.findall(r"\]\(([^)]+)\)", PAGE)))
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path.rstrip(".")).exists()


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_somewhere(link: str) -> None:
    path, _, heading = link.partition("#")
    page = (ROOT / path).read_text()
    titles = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert not heading or heading in anchors


def test_every_make_target_is_explained() -> None:
    table = PAGE.partition("| command |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`make ([a-z]+)`", table)) == TARGETS - {"help"}


def test_every_service_is_named() -> None:
    """The variables by which tests find a service."""
    code = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    used = set(re.findall(r"environ\.get\(\"(TEST_\w+)\"", code))
    assert used
    assert set(re.findall(r"`(TEST_\w+)`", PAGE)) == used
