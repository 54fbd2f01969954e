"""The page of the docs about the questions."""

import re
from collections.abc import Callable, Sequence

from benchmarks.environments import AIRBYTE, ROOT
from benchmarks.questions.forms import FORMS, Size
from benchmarks.questions.run import Outcome, Row, Run
from benchmarks.questions.serve import TASKS
from benchmarks.questions.tokens import ENCODINGS

__all__ = ["FOLDER", "write"]

FOLDER = ROOT / "docs" / "benchmarks"

_INTRODUCTION = """\
# 27 questions

Written by `make bench`; `python -m benchmarks questions` runs this part alone.

The README of the Airbyte connector ([`{airbyte}`](https://pypi.org/project/airbyte-agent-clickup-api/))
lists 27 example questions. Here each of them is put, in a concrete wording, to a scripted agent
with that connector's tool and to one with ours, in the same workspace of {tasks:,} tasks: the
sandbox, served by another process.

![Tokens of each question](questions.svg)

What counts as tokens is all that a model reads of a tool and writes to it in one conversation:
the tool's definition ({ours:,} tokens ours, {theirs:,} Airbyte's), the arguments and the results.
Counted with `o200k_base` unless another encoding is named.

## Rules

- A script knows the question, and what it has read so far: the tool's definition and results. A
  parameter that the definition does not name costs a call of `describe` first; an id that it has
  not read is an error. Each question is a new conversation, with a new connector.
- Airbyte's agent takes the shortest path that its tool has. Its tool refuses results of more than
  100,000 characters, about 16 tasks, and tells the model to narrow the query. Where the question
  has a condition that ClickUp applies (*narrowed* below), its agent asks for one span of time
  after another, and is told beforehand which spans just fit.
- A question is answered if all the facts of the right answer are in what came back. They are read
  from the workspace over plain HTTP. "Tasks" are those that ClickUp lists unless told otherwise:
  no subtasks, no closed ones.
- Only questions that both answer count in the totals. More than 1,000,000 tokens are no answer,
  since no model would read them.
- Tasks are named by their links, as people paste them. By its name, Airbyte's agent would find no
  task at all: ClickUp is not known to apply `search`, and the sandbox does not.
"""


def write(result: Run, sizes: Sequence[Size]) -> None:
    """Writes `docs/benchmarks/questions.md`."""
    ours, theirs = result.definitions
    parts = [
        _INTRODUCTION.format(
            airbyte=AIRBYTE.replace("==", " "), tasks=TASKS, ours=ours, theirs=theirs
        ),
        "## Totals\n\n" + _totals(result.rows),
        "## Each question\n\n" + _questions(result.rows),
        "## What is not answered\n\n" + _reasons(result),
        "## Forms of a list\n\n" + _forms(sizes),
    ]
    FOLDER.mkdir(exist_ok=True)
    text = "\n".join(part.strip() + "\n" for part in parts)
    (FOLDER / "questions.md").write_text(text, encoding="utf-8")


def _totals(rows: Sequence[Row]) -> str:
    both = [row for row in rows if row.both]
    plain = [row for row in both if not row.narrowed]
    figures: dict[str, tuple[Callable[[Outcome], float], str]] = {
        f"tokens, {ENCODINGS[0]}": (lambda outcome: outcome.tokens[0], ",.0f"),
        f"tokens, {ENCODINGS[1]}": (lambda outcome: outcome.tokens[1], ",.0f"),
        "calls": (lambda outcome: outcome.calls, ".0f"),
        "seconds": (lambda outcome: outcome.seconds, ".2f"),
    }
    lines = ["| over | | ours | Airbyte's | ours of Airbyte's |", "|---|---|---|---|---|"]
    for name, chosen in (
        (f"the {len(both)} that both answer", both),
        (f"the {len(plain)} of them that are not narrowed", plain),
    ):
        for what, (figure, form) in figures.items():
            a, b = (sum(map(figure, side)) for side in _sides(chosen))
            lines.append(f"| {name} | {what} | {a:{form}} | {b:{form}} | {a / b:.2f} |")
    a, b = (sum(outcome.answered for outcome in side) for side in _sides(rows))
    lines.append(f"| all {len(rows)} | answered | {a} | {b} | |")
    long = sum(row.theirs.tokens[0] for row in both if row.narrowed)
    note = (
        f"{long:,} of Airbyte's tokens are those of the {len(both) - len(plain)} narrowed ones: "
        "long lists are where most of the difference is."
    )
    return "\n".join([*lines, "", note])


def _sides(rows: Sequence[Row]) -> tuple[list[Outcome], list[Outcome]]:
    return [row.ours for row in rows], [row.theirs for row in rows]


def _questions(rows: Sequence[Row]) -> str:
    lines = [
        "| | question | tokens ours | Airbyte's | calls | | time | | facts | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        a, b = row.ours, row.theirs
        cells = [f"{side.tokens[0]:,}" for side in (a, b)]
        cells += [f"{side.calls}" for side in (a, b)]
        cells += [f"{side.seconds:.2f} s" for side in (a, b)]
        cells += [_facts(side) for side in (a, b)]
        mark = " (narrowed)" if row.narrowed else ""
        lines.append(f"| {row.number} | {row.asked}{mark} | {' | '.join(cells)} |")
    note = "Of two columns of one heading, the first is ours, the second Airbyte's."
    return "\n".join([note, "", *lines])


def _facts(outcome: Outcome) -> str:
    if outcome.reason:
        return "no"
    return f"{outcome.right} of {outcome.facts}" if outcome.facts else "done"


def _reasons(result: Run) -> str:
    lines = []
    for row in result.rows:
        for whose, outcome in (("ours", row.ours), ("Airbyte's", row.theirs)):
            if not outcome.answered:
                why = outcome.reason or "Not all facts came back."
                lines.append(f"- {row.number}, {whose}: {_shorten(why)}")
    narrow = (
        f"Where no condition of the question narrows the search, Airbyte's agent would have to "
        f"read all open tasks, span by span: about {result.everything / 1e6:.1f} million tokens."
    )
    return "\n".join([*lines, "", narrow])


def _shorten(reason: str) -> str:
    """A reason without the part that differs with every run."""
    text = re.sub(r"\s+", " ", reason.partition("Preview:")[0])
    return text.replace("<", "&lt;").strip()


def _forms(sizes: Sequence[Size]) -> str:
    lines = [f"| | {' | '.join(FORMS)} |", "|---" * (len(FORMS) + 1) + "|"]
    for kind, encoding in enumerate(ENCODINGS):
        for what in dict.fromkeys(size.records for size in sizes):
            figures = [f"{size.tokens[kind]:,}" for size in sizes if size.records == what]
            lines.append(f"| {what}, {encoding} | {' | '.join(figures)} |")
    head = "Tokens of tasks as our tool shows them, written in different ways:"
    return "\n".join([head, "", *lines])
