"""What every part of the seeding works with."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from agent_connectors.clickup.sandbox.days import whole_day
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.workspace import Workspace

T = TypeVar("T")

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Busy workspaces have many tasks, not many more conversations worth looking at: beyond this many
# tasks, no comments, checklists, relations and tracked time are made up.
LIVELY_TASKS = 1_500


@dataclass(slots=True, eq=False, repr=False)
class Ground:
    """The workspace under construction.

    Attributes:
        workspace: What is filled.
        random: The only source of chance.
        midnight: The start of the day everything is laid out around, in milliseconds.
        team: The people who do the work, the owner first.
        kinds: What kind of work each List holds, by List id; see `titles`.
        weights: What share of the tasks each List gets, by List id.
        further: Ids of the Lists beyond the usual ones; see `further`.
    """

    workspace: Workspace
    random: random.Random
    midnight: int
    team: tuple[User, ...]
    kinds: dict[str, str]
    weights: dict[str, int]
    further: set[str]

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        # A third of the time that `Random.choice` takes, and it is called for every task.
        return choices[int(self.random.random() * len(choices))]

    def several(self, choices: Sequence[T], number: int) -> tuple[T, ...]:
        """Some of several, in their order."""
        chosen = sorted(self.random.sample(range(len(choices)), min(number, len(choices))))
        return tuple(choices[n] for n in chosen)

    def day(self, moment: int) -> int:
        """The day that a moment falls on, as a date without a time is kept.

        Args:
            moment: In milliseconds.
        """
        return whole_day(moment, self.workspace.owner.timezone)

    def list_named(self, name: str) -> TaskList:
        """A List by name; the first one where there is none of that name."""
        lists = self.workspace.lists.values()
        return next((home for home in lists if home.name == name), next(iter(lists)))
