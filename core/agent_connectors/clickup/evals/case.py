"""A case: what somebody asks of an agent, and how to tell whether it was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check

__all__ = ["DAY", "Asks", "Case", "Set"]

DAY = date(2026, 3, 11)
"""The day around which every case is laid out, a Wednesday."""

SANDBOX_OPTIONS: dict[str, Any] = {"tasks": 60, "seed": 1, "today": DAY, "rate_limit": None}

Asks = Literal["change", "question", "refusal"]
"""What is wanted: a change, an answer, or that nothing is done and somebody is asked."""

Set = Callable[[Scene], Check]
"""Sets the scene, and gives what looks at the outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request to an agent.

    Args:
        name: What it is called: words with hyphens between them.
        request: What the user writes.
        set: Sets the scene, and gives what looks at the outcome. In the scene is the company of
            the sandbox, with 60 tasks.
        theme: What it is about, to choose cases by.
        asks: What is wanted: `change`, `question` (nothing may change), `refusal` (nothing may
            change, and the answer asks back or says why not).
        traps: What may make an agent fall, in a word or two each.
        as_user: Who the agent works for, by name; the workspace's owner if not given.

    Raises:
        ValueError: The name or the request is empty, or `asks` is none of these.
    """

    name: str
    request: str
    set: Set = field(repr=False)
    theme: str = "own"
    asks: Asks = "change"
    traps: tuple[str, ...] = ()
    as_user: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.request.strip():
            raise ValueError("A case needs a `name` and a `request`.")
        if self.asks not in ("change", "question", "refusal"):
            raise ValueError(f"`asks` must be change, question or refusal, not {self.asks!r}.")
        if isinstance(self.traps, str):
            raise ValueError("`traps` must be a tuple of texts, not one text.")  # noqa: TRY004
