"""What was written, by whom and in which run, with the objects before and after; and undoing it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_connectors.engine.journal.entry import Entry
    from agent_connectors.engine.journal.errors import (
        JournalDamaged,
        JournalError,
        NoJournal,
        NotInJournal,
        UndoRefused,
        WrongJournal,
    )
    from agent_connectors.engine.journal.file import Journal, Run

__all__ = [
    "Entry",
    "Journal",
    "JournalDamaged",
    "JournalError",
    "NoJournal",
    "NotInJournal",
    "Run",
    "UndoRefused",
    "WrongJournal",
]

_HOMES = {"Entry": "entry", "Journal": "file", "Run": "file"}
"""Where names are that are no errors: who keeps no journal imports none of it."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
