"""Every block of code in the README and the docs is run."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from agent_connectors.clickup.sandbox import Sandbox
from tests.docs.model_server import model
from tests.serving import served
from tests.tracker import with_tracker

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/reference/*.md")])


def blocks(page: Path, language: str) -> list[tuple[int, str]]:
    """The blocks of a language in a page, with the lines they start on."""
    return [
        (token.map[0] + 1, token.content)
        for token in MarkdownIt().parse(page.read_text())
        if token.type == "fence" and token.map and token.info.split()[:1] == [language]
    ]


def examples(page: Path) -> Iterator[tuple[int, str, str | None]]:
    """The blocks in Python, with the lines they start on and the output that follows, if any."""
    fences = [token for token in MarkdownIt().parse(page.read_text()) if token.type == "fence"]
    for fence, then in zip_longest(fences, fences[1:]):
        if fence.map and fence.info.split()[:1] == ["python"]:
            output = then.content if then and then.info == "text output" else None
            yield fence.map[0] + 1, fence.content, output


PYTHON = [
    pytest.param(page, line, code, output, id=f"{page.relative_to(ROOT)}:{line}")
    for page in PAGES
    for line, code, output in examples(page)
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


@pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning")
@pytest.mark.parametrize(("page", "line", "code", "output"), PYTHON)
def test_python(
    page: Path,
    line: int,
    code: str,
    output: str | None,
    your_clickup: str,
    openai: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in re.findall(r"^from (langchain|llama_index\.llms\.openai)\b", code, re.MULTILINE):
        pytest.importorskip(module)
    if "openai:" in code:
        pytest.importorskip("langchain_openai" if "langchain" in code else "openai")
    monkeypatch.setenv("CLICKUP_API_KEY", "pk_example")
    monkeypatch.setenv("CLICKUP_BASE_URL", your_clickup)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-example")
    monkeypatch.setenv("OPENAI_BASE_URL", openai)
    monkeypatch.setenv("OPENAI_API_BASE", openai)  # LlamaIndex reads this one
    monkeypatch.chdir(ROOT)
    program = compile("\n" * line + code, str(page), "exec")
    exec(program, {"__name__": "__main__"})
    if output is not None:
        assert capsys.readouterr().out == output


@pytest.mark.parametrize("page", BASH)
def test_bash(page: Path, tmp_path: Path) -> None:
    lines = [line for _, code in blocks(page, "bash") for line in code.splitlines()]
    script = "\n".join(map(_as_run_here, lines))
    run = subprocess.run(
        [
            "bash",
            "-euo",
            "pipefail",
            "-c",
            f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}",
        ],
        cwd=ROOT,
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "PYTHONPATH": _installed(page, tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def _installed(page: Path, folder: Path) -> str:
    """What is installed beside the product, for who reads a page."""
    if page.stem != "your-own-connector":
        return ""
    return f"{with_tracker(folder)}:{ROOT / 'examples'}"


def _as_run_here(line: str) -> str:
    """A line of a shell block as it can be run in a test."""
    if line.startswith("pip install"):
        # `tests/test_packaging.py` installs what is built here into empty environments.
        extras = re.findall(r"agent-connectors\[(.+?)\]", line)
        known = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        assert all(extra in known["optional-dependencies"] for extra in extras), line
        return "true"
    if re.match(r"make (?!demo)", line):
        return line.replace("make", "make --dry-run", 1)
    if line.startswith("agent-connectors sandbox"):
        port = line.rpartition(" ")[2]
        up = f"curl --silent --retry 50 --retry-delay 1 --retry-connrefused http://127.0.0.1:{port}"
        return f"{line} &\n{up} >/dev/null"
    return line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


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
