"""The table of all cases in docs/evals.md.

python -m tests.evals.page
"""

from pathlib import Path

from agent_connectors.clickup.evals import cases

DOCS = Path(__file__).parents[2] / "docs" / "evals.md"
_BEGIN, _END = "<!-- cases -->\n", "<!-- end of cases -->"


def table() -> str:
    """All cases, by theme."""
    lines = ["| case | what is asked | traps |", "|---|---|---|"]
    theme = ""
    for case in cases():
        if case.theme != theme:
            theme = case.theme
            lines.append(f"| **{theme}** | | |")
        lines.append(f"| `{case.name}` | {case.request} | {'; '.join(case.traps)} |")
    return "\n".join(lines) + "\n"


def written() -> str:
    """The page with the table of now."""
    head, rest = DOCS.read_text().split(_BEGIN)
    return f"{head}{_BEGIN}{table()}{_END}{rest.split(_END)[1]}"


if __name__ == "__main__":
    DOCS.write_text(written())
