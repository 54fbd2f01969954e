"""Puts the questions to both tools."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from benchmarks.questions import about_places, about_talk, about_tasks
from benchmarks.questions.chat import CannotAnswer, Chat
from benchmarks.questions.ours import Ours
from benchmarks.questions.question import ZONES, Question
from benchmarks.questions.serve import served
from benchmarks.questions.state import State
from benchmarks.questions.theirs import Theirs
from benchmarks.questions.tokens import ENCODINGS, count

__all__ = ["QUESTIONS", "Outcome", "Row", "Run", "run"]

QUESTIONS = about_places.QUESTIONS | about_tasks.QUESTIONS | about_talk.QUESTIONS


@dataclass(frozen=True)
class Outcome:
    """How a tool did with a question.

    Attributes:
        tokens: What the conversation took, in each encoding; the tool's definition counts.
        results: What of them are results, in the first encoding.
        calls: How many calls it took.
        seconds: How long these took together.
        right: How many of the facts came back.
        facts: How many there are.
        reason: Why there is no answer, in the tool's own words; empty if there is one.
    """

    tokens: tuple[int, ...]
    results: int
    calls: int
    seconds: float
    right: int
    facts: int
    reason: str

    @property
    def answered(self) -> bool:
        """Whether the answer can be given: nothing failed, and every fact came back."""
        return not self.reason and self.right == self.facts


@dataclass(frozen=True)
class Row:
    """A question, and how both did.

    Attributes:
        number: Its place in the README.
        question: The question.
        asked: As the agents were asked.
        narrowed: Whether Airbyte's agent was told spans of time that fit its tool's limit.
        ours: How our tool did.
        theirs: How Airbyte's did.
    """

    number: int
    question: Question
    asked: str
    narrowed: bool
    ours: Outcome
    theirs: Outcome

    @property
    def both(self) -> bool:
        """Whether both answer it."""
        return self.ours.answered and self.theirs.answered


@dataclass(frozen=True)
class Run:
    """All questions.

    Attributes:
        rows: In the README's order.
        definitions: Tokens of our tool's definition, and of Airbyte's.
        everything: Tokens of all tasks that are not closed, as ClickUp sends them.
    """

    rows: Sequence[Row]
    definitions: tuple[int, int]
    everything: int


def run() -> Run:
    """Puts all questions to both, in one workspace."""
    with served() as url, Ours(url) as ours, Theirs(url) as theirs:
        state = State(url)
        ZONES[1:] = [ZoneInfo(state.get("/v2/user")["user"]["timezone"])]
        rows = []
        for number, question in sorted(QUESTIONS.items()):
            given = question.given(state)
            asked = question.asked.format_map(given)
            outcomes = []
            for tool, path in ((ours, question.ours), (theirs, question.theirs)):
                question.prepare(state)
                tool.renew()
                chat, reason = Chat(tool, asked), ""
                try:
                    path(chat, given)
                except CannotAnswer as problem:
                    reason = str(problem)
                outcomes.append(_judge(chat, question, state, reason))
            rows.append(Row(number, question, asked, "windows" in given, *outcomes))
        everything = sum(count(str(task)) for task in state.tasks)
        definitions = (count(ours.definition), count(theirs.definition))
        return Run(rows, definitions, everything)


def _judge(chat: Chat, question: Question, state: State, reason: str) -> Outcome:
    text = "\n".join(chat.results)
    facts = [] if reason else question.facts(state)
    return Outcome(
        tokens=tuple(chat.tokens(encoding) for encoding in ENCODINGS),
        results=sum(map(count, chat.results)),
        calls=chat.calls,
        seconds=chat.seconds,
        right=sum(fact.is_in(text) for fact in facts),
        facts=len(facts),
        reason=reason,
    )
