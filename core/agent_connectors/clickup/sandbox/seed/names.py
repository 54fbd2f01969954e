"""Names for the tasks of one List, without a repetition before all combinations are used."""

from agent_connectors.clickup.sandbox.seed.titles import KINDS, MILESTONES, SITES, SMALL_STEPS
from agent_connectors.clickup.sandbox.state.work import Task

# A stride that has no divisor in common with any number of combinations visits each of them once.
_STRIDE = 7919


class Names:
    """Names a List's tasks.

    Args:
        kind: The kind of work it holds.
        place: The List's name.
        first: Which combination to begin with.
    """

    def __init__(self, kind: str, place: str, first: int) -> None:
        self._kind = KINDS[kind]
        self._place = place
        self._first = first
        self._made = 0
        self._steps = first
        self._milestones = first

    def next(self) -> tuple[str, str]:
        """The name of a task, and what it is about."""
        subjects, phrases = self._kind.subjects, self._kind.phrases
        combinations = len(subjects) * len(phrases)
        turn, number = divmod(self._made, combinations)
        self._made += 1
        which, what = divmod((self._first + number * _STRIDE) % combinations, len(subjects))
        subject = subjects[what]
        name = phrases[which].format(subject)
        if turn:
            name = f"{name} ({SITES[(turn + number) % len(SITES)]})"
        return name[0].upper() + name[1:], subject

    def step(self, parent: Task) -> tuple[str, str]:
        """The name of a subtask, and what it is about."""
        steps = self._kind.steps if parent.parent is None else SMALL_STEPS
        self._steps += 1
        return steps[self._steps % len(steps)], parent.name

    def milestone(self) -> str:
        """The name of a milestone."""
        self._milestones += 1
        return f"{MILESTONES[self._milestones % len(MILESTONES)]}: {self._place}"
