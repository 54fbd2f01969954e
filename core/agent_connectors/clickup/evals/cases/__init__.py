"""The cases, a module for each theme."""

from agent_connectors.clickup.evals.cases import (
    hostile,
    long,
    parts,
    people,
    places,
    questions,
    refusals,
    tasks,
    times,
    trouble,
)

__all__ = ["CASES"]

CASES = (
    *tasks.CASES,
    *parts.CASES,
    *people.CASES,
    *times.CASES,
    *places.CASES,
    *trouble.CASES,
    *hostile.CASES,
    *questions.CASES,
    *refusals.CASES,
    *long.CASES,
)
"""All cases, each theme from the short ones to the long ones."""
