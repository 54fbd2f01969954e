"""Every block of code in the README and the docs is run."""

import json
import logging
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from agent_connectors.clickup.sandbox import Sandbox
from tests.docs.model_server import model
from tests.forked import run_program
from tests.serving import served
from tests.tracker import with_tracker

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """The blocks of a language in a page, with the lines they start on."""
    return [
        (token.map[0] + 1, token.content)
        for token in MarkdownIt().parse(page.read_text())
        if token.type == "fence" and token.map and token.info.split()[:1] == [language]
    ]


class Example(NamedTuple):
    """A block in Python.

    Attributes:
        line: The line it starts on.
        code: What it says.
        packages: What it needs beside the core.
        output: The output that follows it in the page, if any.
    """

    line: int
    code: str
    packages: list[str]
    output: str | None


def examples(page: Path) -> Iterator[Example]:
    """The blocks in Python."""
    fences = [token for token in MarkdownIt().parse(page.read_text()) if token.type == "fence"]
    for fence, then in zip_longest(fences, fences[1:]):
        language, *packages = fence.info.split()
        if fence.map and language == "python":
            output = then.content if then and then.info == "text output" else None
            yield Example(fence.map[0] + 1, fence.content, packages, output)


PYTHON = [
    pytest.param(page, example, id=f"{page.relative_to(ROOT)}:{example.line}")
    for page in PAGES
    for example in examples(page)
]
BASH = [
    pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES if blocks(page, "bash")
]


@pytest.fixture(scope="module")
def your_clickup() -> Iterator[str]:
    """The URL of a sandbox, for what calls "your ClickUp"."""
    with served(Sandbox(rate_limit=None)) as url:
        yield url


@pytest.fixture(scope="module")
def openai() -> Iterator[str]:
    """The URL of a model, for what calls OpenAI's."""
    with model() as url:
        yield url


@pytest.fixture
def own_log() -> Iterator[None]:
    """A block may say what is logged."""
    root, ours = logging.getLogger(), logging.getLogger("agent_connectors")
    before = list(root.handlers)
    yield
    root.handlers[:] = before
    ours.setLevel(logging.NOTSET)


@pytest.mark.usefixtures("own_log")
@pytest.mark.parametrize(("page", "example"), PYTHON)
def test_python(
    page: Path,
    example: Example,
    your_clickup: str,
    openai: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"CLICKUP_API_KEY": "pk_example", "CLICKUP_BASE_URL": your_clickup}
    given |= {"OPENAI_API_KEY": "sk-example", "OPENAI_BASE_URL": openai}
    given |= {"OPENAI_API_BASE": openai}  # which LlamaIndex reads
    monkeypatch.chdir(tmp_path)  # whoever reads a page has a folder of their own
    if example.packages:  # in a process of its own: some frameworks leave sockets open
        for module in _imported(example):
            pytest.importorskip(module)
        done = run_program(example.code, env=os.environ | given, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        printed = done.stdout
    else:
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        program = compile("\n" * example.line + example.code, str(page), "exec")
        exec(program, {"__name__": "__main__"})
        printed = capsys.readouterr().out
    if example.output is not None:
        assert printed == example.output


def _imported(example: Example) -> list[str]:
    """The modules of others that an example needs."""
    found = re.findall(
        r"^from ((?:langchain|llama_index|pydantic_ai|agents|mcp|opentelemetry\.sdk)[\w.]*)",
        example.code,
        re.MULTILINE,
    )
    if "pydantic-evals" in example.packages:
        found.append("pydantic_evals")
    if "openai:" in example.code:
        found.append("langchain_openai" if "langchain" in example.packages else "openai")
    return found


@pytest.mark.timeout(400)
@pytest.mark.parametrize("page", BASH)
def test_bash(page: Path, tmp_path: Path) -> None:
    lines = [line for _, code in blocks(page, "bash") for line in code.splitlines()]
    script = "\n".join(map(_as_run_here, lines))
    of_a_clone = re.search(r"^make |examples/|python -m (?!venv|pip)", script, re.MULTILINE)
    run = subprocess.run(
        [
            "bash",
            "-euo",
            "pipefail",
            "-c",
            f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}",
        ],
        cwd=ROOT if of_a_clone else tmp_path,
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PYTHONPATH": _installed(page, tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _installed(page: Path, folder: Path) -> str:
    """What is installed beside the product, for who reads a page."""
    if page.stem != "your-own-connector":
        return ""
    return f"{with_tracker(folder)}:{ROOT / 'examples'}"


def _as_run_here(line: str) -> str:
    """A line of a shell block as it can be run in a test."""
    if line.startswith("python3 -m venv"):
        return "true"
    if line.startswith("pip install"):
        # `tests/test_packaging.py` installs what is built here into empty environments.
        extras = re.findall(r"agent-connectors\[(.+?)\]", line)
        known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        assert all(extra in known["optional-dependencies"] for extra in extras), line
        return "true"
    if re.match(r"make (?!demo)", line):
        return line.replace("make", "make --dry-run", 1)
    if line.startswith("agent-connectors sandbox"):
        line = line.removesuffix(" &")
        port = line.rpartition(" ")[2]
        up = f"curl --silent --retry 50 --retry-delay 1 --retry-connrefused http://127.0.0.1:{port}"
        return f"{line} &\n{up} >/dev/null"
    return line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    inline = [child for t in MarkdownIt().parse(page.read_text()) for child in t.children or ()]
    leads = [str(child.attrGet("href") or child.attrGet("src") or "") for child in inline]
    for target, _, heading in (lead.partition("#") for lead in leads if lead):
        if not target.startswith("http"):
            path = page.parent / target if target else page
            assert path.exists(), target
            assert not heading or heading in headings(path), f"{target}#{heading}"


@cache
def headings(page: Path) -> set[str]:
    """What a link to a heading of a page may end with."""
    tokens = MarkdownIt().parse(page.read_text())
    titles = [
        "".join(child.content for child in then.children or ())
        for token, then in pairwise(tokens)
        if token.type == "heading_open"
    ]
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_says_what_it_is(page: Path) -> None:
    for token in MarkdownIt().parse(page.read_text()):
        if token.type == "fence":
            assert token.info.split()[:1] in (["python"], ["bash"], ["json"], ["text"]), (
                token.content
            )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_json_is_json(page: Path) -> None:
    for _, text in blocks(page, "json"):
        json.loads(text)
