"""What an agent changed on the way and took back, which the outcome does not show.

Who posts data somewhere and deletes it has posted it. But agents mend their own mistakes: on what
was asked for, nothing that was taken back is harm.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent_connectors.clickup.evals.fitting import fits, short
from agent_connectors.clickup.sandbox import Change

__all__ = ["Meant", "taken_back"]


@dataclass(slots=True)
class Meant:
    """What a checker has named.

    Attributes:
        objects: Kinds and ids of what was there; any of a kind where there is no id.
        new: Of what was to be made its kind, its place, None where any will do, and its fields.
    """

    objects: set[tuple[str, str | None]] = field(default_factory=set)
    new: list[tuple[str, str | None, Mapping[str, Any]]] = field(default_factory=list)

    def holds(self, steps: Sequence[Change]) -> bool:
        """Whether an object was meant, or made as something like what was to be made.

        Args:
            steps: What became of it.
        """
        first = steps[0]
        if not self.objects.isdisjoint({(first.kind, first.id), (first.kind, None)}):
            return True
        return first.what == "created" and any(
            kind == first.kind and any(_is_like(one, place, fields) for one in steps)
            for kind, place, fields in self.new
        )


def _is_like(step: Change, place: str | None, fields: Mapping[str, Any]) -> bool:
    """Whether something was in the right place; where any will do, whether it was called right.

    Of what has no name, such as a reply, one right field will do.
    """
    if place is not None:
        return fits(step.place, place)
    if "name" in fields:
        return fits(step.name, fields["name"])
    return any(name in step.after and fits(step.after[name], v) for name, v in fields.items())


def taken_back(steps: Iterable[Change], left: Iterable[Change], meant: Meant) -> list[str]:
    """What was changed and is as before, but for what was meant.

    Args:
        steps: What each request changed.
        left: What is different in the end; of these objects is judged what they became.
        meant: What was asked for.
    """
    known = {(one.kind, one.id) for one in left}
    objects: dict[tuple[str, str], list[Change]] = {}
    for step in steps:
        objects.setdefault((step.kind, step.id), []).append(step)
    return [
        _told(changes)
        for key, changes in objects.items()
        if key not in known and not meant.holds(changes)
    ]


def _told(steps: Sequence[Change]) -> str:
    first = steps[0]
    where = f" in {first.place!r}" if first.place else ""
    head = f"{first.what} {first.kind} {first.id} {first.name!r}{where}, and took it back"
    if first.what != "changed":
        return head
    values = (
        f"{name} {short(first.before[name])} -> {short(v)}" for name, v in first.after.items()
    )
    return f"{head}: {', '.join(values)}"
