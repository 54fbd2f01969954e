"""What a question is: words, a path for each side, and the facts of the right answer."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Any

from benchmarks.questions.chat import Chat
from benchmarks.questions.state import Record, State, iso

__all__ = ["Fact", "Given", "Question", "durations", "moment", "moments", "named", "texts"]

Given = Mapping[str, Any]
"""What the question mentions."""


@dataclass(frozen=True)
class Fact:
    """Something that the right answer says.

    Attributes:
        forms: The ways to say it; one of them must be in what came back.
        times: How often.
    """

    forms: tuple[str, ...]
    times: int = 1

    def is_in(self, text: str) -> bool:
        """Whether a text says it."""
        if self.times == 1:
            return any(form in text for form in self.forms)
        return sum(len(re.findall(_alone(form), text)) for form in self.forms) >= self.times


def _alone(form: str) -> str:
    return rf"(?<![\w.]){re.escape(form)}(?!\w)"


def texts(values: Iterable[Any]) -> list[Fact]:
    """Facts that are words or numbers, as they stand in JSON."""
    return [Fact((json.dumps(str(value), ensure_ascii=False)[1:-1],)) for value in values]


def named(records: Iterable[Record]) -> list[Fact]:
    """Names and ids."""
    return [fact for r in records for fact in texts((r["name"], r["id"]))]


ZONES: list[tzinfo] = [UTC]
"""Where times may be told: everywhere, and where the token's user is."""


def _said(value: Any) -> tuple[str, ...]:
    forms = [str(value)]
    for zone in ZONES:
        there = datetime.fromtimestamp(int(value) / 1000, zone)
        forms += [iso(there, zone), iso(there, zone).replace(":00Z", "Z")]
        forms.append(there.isoformat(timespec="minutes"))
        if there.time() == time(4):  # ClickUp's way to write a day
            forms.append(there.date().isoformat())
    return tuple(dict.fromkeys(forms))


def moment(value: Any) -> list[Fact]:
    """A time, in milliseconds or ISO 8601; nothing for no time."""
    return [] if value is None else [Fact(_said(value))]


def moments(values: Iterable[Any]) -> list[Fact]:
    """Times, as often as there are things that happened then."""
    return [Fact(_said(value), times) for value, times in Counter(values).items()]


def durations(values: Iterable[Any]) -> list[Fact]:
    """Durations, as often as they occur: in milliseconds or hours and minutes."""
    return [Fact(_lasting(int(value)), times) for value, times in Counter(values).items()]


def _lasting(value: int) -> tuple[str, ...]:
    if value < 0:  # a timer that is running, and shows another number each time
        return ("running", '"duration":"-')
    hours, minutes = divmod(value // 60_000, 60)
    parts = ((hours, "h"), (minutes, "m"))
    return str(value), "".join(f"{count}{unit}" for count, unit in parts if count)


@dataclass(frozen=True)
class Question:
    """A question of the Airbyte connector's README, about this workspace.

    Attributes:
        advertised: As it stands in the README.
        asked: As the agent is asked, with what is given in braces.
        ours: The path with our tool.
        theirs: The path with Airbyte's.
        facts: What the right answer says, once the agent is done.
        given: What the question mentions.
        prepare: Puts things back as they were before another agent's turn.
    """

    advertised: str
    asked: str
    ours: Callable[[Chat, Given], object]
    theirs: Callable[[Chat, Given], object]
    facts: Callable[[State], list[Fact]]
    given: Callable[[State], Given] = lambda _: {}
    prepare: Callable[[State], None] = lambda _: None
