"""What is shown in a way of its own: events of webhooks, fields of views, former names."""

from typing import Any

from agent_connectors.clickup.written.comparing import kept
from agent_connectors.clickup.written.forms.base import At, Plain, Record, Sent

__all__ = ["Empties", "Events", "FirstName", "order_kept"]


class Empties(Plain):
    """A switch that empties what another parameter sets."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The object without it."""
        return self.emptied(at[-1], at, record) if value else record


class FirstName(Plain):
    """What an object is called before it is renamed."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """It names the object, and sets nothing."""
        return record


class Events(Plain):
    """Events that are subscribed to; `*` for all that there are."""

    def __init__(self) -> None:
        super().__init__(compared=_events_kept)

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """Those that are named."""
        if "*" in value:
            return None
        return super().foreseen(value, at, record, sent, always=always)


def _events_kept(asked: Any, there: Any) -> bool:
    every = asked == "*" or (not isinstance(asked, str) and "*" in asked)
    return bool(there) if every else set(asked) == set(there)


def order_kept(asked: Any, there: Any) -> bool:
    """Whether the fields of a view are there, in their order."""
    fields = zip(asked.get("fields", ()), there.get("fields") or (), strict=False)
    return kept(asked, there) and all(kept(one, other) for one, other in fields)
