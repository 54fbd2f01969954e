"""What the documentation's site is made of: all pages, all public names, all that is named."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from agent_connectors.clickup import records as clickup_records
from agent_connectors.engine.frozen import Frozen
from docs.site import links as site_links
from docs.site import names
from docs.site.check import astray, otherwise
from docs.site.links import NowhereError, from_the_root, on_the_site, outside_of_blocks
from docs.site.llms import ABOUT, about, write
from docs.site.navigation import grouped, public_modules
from docs.site.staging import Page, stage
from tests.docs.test_blocks import PAGES, blocks
from tests.test_exports import PUBLIC

ROOT = Path(__file__).parents[2]
MARKDOWN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
IMPORTED = re.compile(
    r"^\s*(?:from|import) ((?:agent_connectors|airbyte_agent)[\w.]*)", re.MULTILINE
)

ELSEWHERE = {"agent_connectors.clickup.records", "airbyte_agent_clickup_api.models"}
"""Records, which have a page among the operations; and the package's names by Airbyte's path."""


def test_every_public_name_is_described_in_one_place() -> None:
    described = [anchor.rpartition(".") for _, anchor in names.anchors()]
    things = [getattr(import_module(module), name) for module, _, name in described]
    for module in public_modules():
        exported = import_module(module)
        for name in exported.__all__:
            value = getattr(exported, name)
            homes = [
                home
                for (home, _, called), thing in zip(described, things, strict=True)
                if called == name and thing is value
            ]
            assert len(homes) == 1, (module, name, homes)


def test_what_is_frozen_takes_its_parts() -> None:
    told = dict(names.pages(plain=True))
    seen = 0
    for page, anchor in names.anchors():
        module, _, name = anchor.rpartition(".")
        thing = getattr(import_module(module), name)
        if isinstance(thing, type) and issubclass(thing, Frozen):
            (line,) = re.findall(rf"^## {name}\n\n`{name}(.*)`$", told[page], re.MULTILINE)
            (function,) = ast.parse(f"def f{line or '()'}: ...").body
            assert isinstance(function, ast.FunctionDef)
            taken = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
            assert sorted(taken) == sorted(thing._parts), anchor
            assert len(function.args.args) == len(thing.__match_args__), anchor
            seen += 1
    assert seen > 20


def test_all_that_is_public_is_among_the_modules() -> None:
    modules = {*public_modules()}
    assert {f"agent_connectors.engine.{name}" for name in PUBLIC} <= modules
    examples = [*ROOT.glob("examples/*.py"), *MARKDOWN]
    used = {found for page in examples for found in IMPORTED.findall(page.read_text())}
    assert used - modules == ELSEWHERE
    records = (ROOT / "docs" / "reference" / "records.md").read_text()
    assert {*re.findall(r"^## (\w+)$", records, re.MULTILINE)} >= {*clickup_records.__all__}


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_blocks_are_run_and_tests_that_are_named_exist(page: Path) -> None:
    assert page in PAGES or not [*blocks(page, "python"), *blocks(page, "bash")]
    for file, name in NAMED.findall(page.read_text()):
        code = (ROOT / file).read_text()
        assert not name or re.search(rf"^(async )?def {name}\(", code, re.MULTILINE), (file, name)


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Page]]:
    folder = tmp_path_factory.mktemp("pages")
    return folder, stage(folder)


def test_links_lead_to_where_the_pages_are(staged: tuple[Path, list[Page]]) -> None:
    folder, _ = staged
    for page in folder.rglob("*.md"):
        for in_block, line in outside_of_blocks(page.read_text()):
            links = [] if in_block else re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", line)
            for link in links:
                assert (page.parent / link).is_file(), (page, link)
    home = (folder / "index.md").read_text()
    assert "[journal](journal.md)" in home
    assert "[contributing](contributing.md)" in home
    assert "(examples/durable_writes.md)" in (folder / "durable-runs.md").read_text()


def test_models_have_a_list_and_all_in_one(staged: tuple[Path, list[Page]], tmp_path: Path) -> None:
    _, pages = staged
    write(tmp_path, pages)
    told = (tmp_path / "llms.txt").read_text()
    assert told.startswith("# agent-connectors\n\n> ClickUp for AI agents")
    assert re.findall("^## (.*)$", told, re.MULTILINE) == [
        "Start", "How to", "Reference", "Explanation", "Figures"
    ]  # fmt: skip
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", told, re.MULTILINE)
    assert sorted(links) == sorted(page.path for page in pages)
    assert all((tmp_path / link).is_file() for link in links)
    whole = (tmp_path / "llms-full.txt").read_text()
    seen = 0
    for page in pages:
        assert from_the_root(page.path, page.text) in whole
    for in_block, line in outside_of_blocks(whole):
        for link in () if in_block else site_links.links(line):
            path = tmp_path / link.partition("#")[0]
            assert path.is_file() or path.suffix in {".svg", ".png"}, link
            seen += 1
    assert seen > 500
    errors = (tmp_path / "python" / "engine.errors.md").read_text()
    assert "## OutcomeUnknown\n" in errors
    assert ":::" not in errors


SAYS_NOTHING = re.compile(
    r"(Both|It|This|These|They|Here|There|First|Then|Please|Written|Generated|See)\b"
    r"|One command|doctor tells|attachments\.upload"
)
"""How a sentence begins that only says something to who reads on."""


def test_models_are_told_what_a_page_is_about(staged: tuple[Path, list[Page]]) -> None:
    told = {page.path: about(page) for page in staged[1]}
    assert ABOUT.keys() <= told.keys()
    assert {path: words for path, words in told.items() if SAYS_NOTHING.match(words)} == {}
    assert {path: words for path, words in told.items() if len(words.split()) < 3} == {}
    assert {path: words for path, words in told.items() if " is told in " in words} == {}


@pytest.mark.parametrize(
    ("path", "text", "there"),
    [
        ("start/a.md", "[a](b.md#c) [d](../d.md) ![](../e/f.svg)",
         "[a](start/b.md#c) [d](d.md) ![](e/f.svg)"),
        ("start/a.md", "[a](#here) [b](https://x.org/b.md) `[c](c.md)`",
         "[a](start/a.md#here) [b](https://x.org/b.md) `[c](c.md)`"),
        ("a.md", "[b](b.md)\n```text\n[c](c.md)\n```", None),
    ],
)  # fmt: skip
def test_in_one_file_links_begin_at_the_root(path: str, text: str, there: str | None) -> None:
    assert from_the_root(path, text) == f"{there or text}\n"


PLACES = {"README.md": "index.md", "docs/a.md": "a.md", "docs/in/b.md": "in/b.md", "x.py": "x.md"}


@pytest.mark.parametrize(
    ("source", "text", "there"),
    [
        ("README.md", "[a](docs/a.md#b), ![](docs/in/b.md)", "[a](a.md#b), ![](in/b.md)"),
        ("docs/in/b.md", "[`a`](../a.md) [c](../../x.py)", "[`a`](../a.md) [c](../x.md)"),
        ("README.md", "[a](#here) [b](https://x.org/docs/a.md)", None),
        ("README.md", "`[a](docs/a.md)` ``[`](docs/a.md)``", None),
        ("README.md", "```text\n[a](docs/a.md)\n```", None),
        ("README.md", "```python openai x\nx\n```\n[](docs/a.md)", "```python\nx\n```\n[](a.md)"),
        ("README.md", "````text\n```\n[a](docs/a.md)\n````", None),
    ],
)
def test_a_link_is_moved_with_its_page(source: str, text: str, there: str | None) -> None:
    assert on_the_site(source, text, PLACES) == f"{there or text}\n"


@pytest.mark.parametrize("link", ["docs/none.md", "../docs/a.md", "core/", "docs/"])
def test_a_link_to_what_the_site_has_not_is_told(link: str) -> None:
    with pytest.raises(NowhereError, match=re.escape(f"README.md: the site has no {link}")):
        on_the_site("README.md", f"See [there]({link}).", PLACES)


def test_a_page_is_in_a_group(staged: tuple[Path, list[Page]]) -> None:
    paths = [page.path for page in staged[1]]
    found = [path for _, _, each in grouped(paths) for path in each]
    assert sorted(found) == sorted(paths)
    with pytest.raises(ValueError, match=r"In no group .*: new\.md"):
        [*grouped([*paths, "new.md"])]
    with pytest.raises(ValueError, match=r"names journal\.md, which is not there"):
        [*grouped(path for path in paths if path != "journal.md")]


AWAY = "https://x.org/a"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a href="b/#there">x</a> <a href="#here">x</a> <p id="here">', None),
        (f'<a href="{AWAY}">x</a> <img src="data:image/png;base64,AA">', None),
        ('<a href="c/">x</a>', "leads to c/, which is not there"),
        ('<a href="b/#gone">x</a>', "leads to b/#gone, where there is no such heading"),
        ('<a href="#gone">x</a>', "leads to #gone, where there is no such heading"),
        ('<img src="a.png">', "leads to a.png, which is not there"),
        (f'<img src="{AWAY}">', f"is shown with {AWAY}, from another host"),
        ('<script src="//x.org/a.js"></script>', "is shown with //x.org/a.js, from another host"),
        (f'<link rel="preconnect" href="{AWAY}">', f"is shown with {AWAY}, from another host"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, html: str, told: str | None) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "index.html").write_text('<h2 id="there">There</h2><a href="..">x</a>')
    (tmp_path / "index.html").write_text(html)
    (tmp_path / "llms.txt").write_text("")
    assert [*astray(tmp_path)] == ([f"index.html: {told}"] if told else [])


def test_what_models_and_styles_lead_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "llms.txt").write_text("- [A](a.md): it.\n- [B](b.md#b): it. `[c](c.md)`\n")
    (tmp_path / "a.md").write_text(f"[a](#a) [b]({AWAY})\n```text\n[c](c.md)\n```\n[d](../d.md)")
    (tmp_path / "llms-full.txt").write_text("[a](a.md) [b](../a.md) [c](gone.md)")
    (tmp_path / "a.css").write_text(f"a {{ background: url(b.png) }} b {{ src: url('{AWAY}') }}")
    assert [*astray(tmp_path)] == [
        f"a.css: is shown with {AWAY}, from another host",
        "a.md: leads to ../d.md, which is not there",
        "llms-full.txt: leads to ../a.md, which is not there",
        "llms-full.txt: leads to gone.md, which is not there",
        "llms.txt: leads to b.md#b, which is not there",
    ]


@pytest.mark.parametrize(
    ("text", "html", "told"),
    [
        ("# A\n\n- x\n", "<ul><li>x</li></ul>", []),
        ("# A\n\n```text\nx\n```\n", "<pre>x</pre>", []),
        ("# A\n\nOf:\n- x\n", "<p>Of: - x</p>", ["1 <li> on GitHub, 0", "1 <ul> on GitHub, 0"]),
        ("# A\n\nabout\n  140. x\n", "<ol><li>x</li></ol>", ["0 <li> on", "0 <ol> on"]),
    ],
)
def test_what_is_read_otherwise_on_github_is_told(
    tmp_path: Path, text: str, html: str, told: list[str]
) -> None:
    (tmp_path / "index.html").write_text(f"<ul></ul><article>{html}</article><pre></pre>")
    found = [*otherwise(tmp_path, [Page("index.md", text)])]
    assert len(found) == len(told)
    assert all(f"index.md: {start}" in each for start, each in zip(told, found, strict=True))
