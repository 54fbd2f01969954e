"""The workflows of CI: of the form that GitHub takes, and giving nobody more than is needed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
PROGRAMS = Path(sys.executable).parent

SCHEMA = (PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows")
SAFE = (PROGRAMS / "zizmor", "--offline", "--quiet")


def complaints(command: tuple[str | Path, ...], *files: Path) -> str:
    """What a program says against files; nothing where they are right."""
    done = subprocess.run(
        [*map(str, command), *map(str, files)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr if done.returncode else ""


def test_they_are_of_the_form() -> None:
    assert complaints(SCHEMA, *FOLDER.glob("*.yml")) == ""


def test_they_give_nobody_more_than_is_needed() -> None:
    assert complaints(SAFE, *FOLDER.glob("*.yml")) == ""


def test_the_image_is_tried_on_both_architectures() -> None:
    text = (FOLDER / "image.yml").read_text()
    assert {"linux/amd64", "linux/arm64"} <= set(re.findall(r"linux/\w+", text))


@pytest.mark.parametrize(
    ("command", "wrong", "said"),
    [
        (SCHEMA, "on: push\njobs:\n  a:\n    steps: []\n", "runs-on"),
        (
            SAFE,
            (
                "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
                "      - run: echo ${{ github.event.pull_request.title }}\n"
            ),
            "template-injection",
        ),
    ],
    ids=["form", "safe"],
)
def test_what_is_wrong_is_seen(
    command: tuple[str | Path, ...], wrong: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(wrong)
    assert said in complaints(command, file)
