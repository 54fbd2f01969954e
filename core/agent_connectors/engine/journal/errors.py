"""What can be wrong with a journal."""

from agent_connectors.engine.errors import ConfigurationError, ConnectorError, InvalidCall

__all__ = [
    "JournalDamaged",
    "JournalError",
    "NoJournal",
    "NotInJournal",
    "UndoRefused",
    "WrongJournal",
]


class JournalError(ConnectorError):
    """The journal cannot be used."""


class JournalDamaged(JournalError):
    """The file is damaged, or is no journal at all; it was left as it is."""


class WrongJournal(JournalError, ConfigurationError):
    """The file is a journal of another workspace, or was made by a newer version."""


class NotInJournal(JournalError):
    """There is no entry of that number, or no run of that name."""


class NoJournal(InvalidCall, AttributeError):
    """The connector keeps no journal."""


class UndoRefused(InvalidCall):
    """Nothing was undone: it cannot be, or others have changed the object since."""
