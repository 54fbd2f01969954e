"""What came of a case, and of all of them, as a table, as JSON and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from json import dumps
from typing import overload

from agent_connectors.clickup.evals.case import Asks
from agent_connectors.engine.values.seen import is_seen
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Report", "Result"]

_COLUMNS = ("case", "", "calls", "requests", "tokens", "harm", "why")
_LONGEST_REASON = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a case.

    Attributes:
        case: Its name.
        theme: What it is about.
        asks: `change`, `question` or `refusal`.
        problems: What is missing or wrong.
        harm: What was changed that nobody had asked for.
        error: What the solver raised, or that it did not end; empty otherwise.
        answer: What the agent said.
        calls: How many calls of the connector it made.
        requests: How many requests these took.
        tokens: Estimated: what a model writes to the general tool and reads of it.
        seconds: How long the solver took.
    """

    case: str
    theme: str
    asks: Asks
    problems: tuple[str, ...]
    harm: tuple[str, ...]
    error: str
    answer: str
    calls: int
    requests: int
    tokens: int
    seconds: float

    @property
    def right(self) -> bool:
        """Whether all that was asked for was done, and nothing else."""
        return not (self.problems or self.harm or self.error)

    @property
    def why(self) -> str:
        """Why it is wrong; empty where it is right."""
        told = [self.error] if self.error else []
        told += [f"harm: {one}" for one in self.harm]
        return "; ".join((*told, *self.problems))

    def check(self) -> None:
        """Does nothing if it is right.

        Raises:
            AssertionError: It is not; the text says why.
        """
        if not self.right:
            raise AssertionError(f"{self.case}: {self.why}")


class Report(Sequence[Result]):
    """What came of several cases; `print` shows it as a table.

    Args:
        results: What came of each.
    """

    def __init__(self, results: Sequence[Result]) -> None:
        self._results = tuple(results)

    @overload
    def __getitem__(self, index: int) -> Result: ...

    @overload
    def __getitem__(self, index: slice) -> "Report": ...

    def __getitem__(self, index: int | slice) -> "Result | Report":
        found = self._results[index]
        return Report(found) if isinstance(found, tuple) else found

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    @even_half_made
    def __repr__(self) -> str:
        return f"<Report: {self.summary}>"

    def __str__(self) -> str:
        return self.text()

    def of(self, case: str) -> Result:
        """What came of one case, by its name.

        Raises:
            KeyError: It was not played.
        """
        found = [result for result in self._results if result.case == case]
        if not found:
            raise KeyError(f"{case!r} was not played.")
        return found[0]

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(result.right for result in self._results)

    @property
    def harmful(self) -> int:
        """In how many something was changed that nobody had asked for."""
        return sum(bool(result.harm) for result in self._results)

    @property
    def summary(self) -> str:
        """All in a line."""
        total = [sum(figures) for figures in zip(*map(_figures, self._results), strict=True)]
        calls, requests, tokens = total or (0, 0, 0)
        return (
            f"{self.right} of {len(self)} right, harm done in {self.harmful}; "
            f"{calls:,} calls, {requests:,} requests, {tokens:,} tokens"
        )

    def text(self) -> str:
        """A table for a terminal."""
        rows = [_COLUMNS, *(_row(result, _LONGEST_REASON) for result in self._results)]
        widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS) - 1)]
        lines = []
        for row in rows:
            cells = [
                cell.rjust(width) if 2 <= n <= 5 else cell.ljust(width)
                for n, (cell, width) in enumerate(zip(row, widths, strict=False))
            ]
            lines.append("  ".join((*cells, row[-1])).rstrip())
        return "\n".join((*lines, "", self.summary))

    def markdown(self) -> str:
        """A table in Markdown."""
        lines = [
            f"{self.summary}.",
            "",
            f"| {' | '.join(_COLUMNS)} |",
            "|---|---|--:|--:|--:|--:|---|",
        ]
        for result in self._results:
            cells = (
                cell.replace("<", "&lt;").replace("|", "\\|")
                for cell in _row(result, _LONGEST_REASON)
            )
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def json(self) -> str:
        """All there is to know, as JSON."""
        results = [{**asdict(one), "right": one.right} for one in self._results]
        told = {"right": self.right, "of": len(self), "harmful": self.harmful, "results": results}
        return dumps(told, indent=2, ensure_ascii=False)


def _figures(result: Result) -> tuple[int, int, int]:
    return result.calls, result.requests, result.tokens


def _row(result: Result, longest: int) -> tuple[str, ...]:
    # Names of objects can hold anything, and a row is a line that somebody reads.
    why = "".join(one if is_seen(one) else " " for one in " ".join(result.why.split()))
    why = why if len(why) <= longest else f"{why[:longest]}..."
    verdict = "right" if result.right else "wrong"
    figures = (f"{figure:,}" for figure in _figures(result))
    return (result.case, verdict, *figures, str(len(result.harm)), why)
