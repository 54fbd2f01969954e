"""A kind of work: what a List's tasks are about."""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of work.

    Any phrase goes with any subject, so a dozen of each name 144 tasks.

    Attributes:
        family: Which texts describe it; see `texts`.
        subjects: What the work is about.
        phrases: What is to be done; `{}` is the subject's place.
        steps: Names of subtasks.
    """

    family: str
    subjects: tuple[str, ...]
    phrases: tuple[str, ...]
    steps: tuple[str, ...]
