"""A connector that keeps a journal, if it was given one."""

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.calls.steps import Params
from agent_connectors.engine.errors import ConfigurationError, InvalidCall
from agent_connectors.engine.preview.previewing import Previewing
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.unseen import spelled

if TYPE_CHECKING:
    from agent_connectors.engine.journal.file import Journal
    from agent_connectors.engine.journal.keeping import Keeper
    from agent_connectors.engine.journal.plan import UndoPlan
    from agent_connectors.engine.journal.verifying import Verdict

__all__ = ["Journaled", "keeper_of"]


def keeper_of(given: "Journal | str | os.PathLike[str] | None", name: str) -> "Keeper | None":
    """What keeps the journal that is meant.

    Args:
        given: A journal, or the path of its file.
        name: Whose operations it is of.

    Raises:
        ConfigurationError: It is neither.
    """
    if given is None:
        return None
    # Not at the top: most connectors keep none.
    from agent_connectors.engine.journal.file import Journal
    from agent_connectors.engine.journal.keeping import Keeper

    if isinstance(given, str | os.PathLike) and str(os.fspath(given)).strip():
        given = Journal(given)
    if not isinstance(given, Journal):
        raise ConfigurationError("`journal` must be the path of a file, or a `Journal`.")
    return Keeper(given, name)


class Journaled(Previewing):
    """What can be said and done of the writes that a connector has made."""

    @property
    def journal(self) -> "Journal":
        """What this connector has written.

        Raises:
            NoJournal: It keeps no journal; it is an AttributeError as well.
        """
        if self.keeper is None:
            from agent_connectors.engine.journal.errors import NoJournal

            raise NoJournal(
                "This connector keeps no journal.",
                hint="Make it with `journal=` and the path of a file.",
            )
        journal: Journal = self.keeper.journal
        return journal

    def __dir__(self) -> list[str]:
        without = () if self.keeper is not None else ("journal", "plan_undo", "verify")
        return [name for name in super().__dir__() if name not in without]

    async def _by_key(
        self,
        key: Any,
        entity: str,
        action: str,
        params: Params,
        call: "Callable[[], Awaitable[ExecuteResult[Any]]]",
    ) -> ExecuteResult[Any]:
        """Carries out a write once for a key."""
        from agent_connectors.engine.journal.keyed import call_by_key

        operation = self.operations.get(entity, action)
        if operation.effect == "read":
            raise InvalidCall(
                "It only reads, and may be called any number of times.",
                hint="Leave `idempotency_key` out.",
                operation=operation.name,
            )
        return await call_by_key(self, self.journal, operation, as_mapping(params), key, call)

    @spelled
    async def verify(self, entry: int) -> "Verdict":
        """Whether a write whose answer got lost was carried out, by what it left behind.

        Args:
            entry: Its number in the journal, which then has what was found out.

        Returns:
            `done`, `not done`, or `unknown` where it cannot be told, and why.

        Raises:
            ConnectorError: The product could not be asked.
            JournalError: The journal cannot be read, or has no such entry.
        """
        from agent_connectors.engine.journal.verifying import verify

        kept = self.journal.entry(entry)
        found = await only_ours(
            lambda: verify(self, kept), kept.operation, secrets=self.own_secrets
        )
        if kept.outcome in {"unknown", "started"} and found.outcome != "unknown":
            self.journal.settle(entry, "done" if found.outcome == "done" else "refused")
        return found

    @spelled
    async def plan_undo(self, entry: int | None = None, *, run: str | None = None) -> "UndoPlan":
        """How writes of the journal would be undone. It changes nothing.

            plan = await clickup.plan_undo(run="triage")
            print(plan)
            await plan.carry_out()

        Args:
            entry: The number of one write.
            run: All writes of a run.

        Returns:
            The plan: what undoes each write, what cannot be undone, and what others have changed
            since. `carry_out` does it.

        Raises:
            InvalidCall: There is no journal, or neither or both were given.
            JournalError: The journal cannot be read, or has no such entry.
        """
        from agent_connectors.engine.journal.plan import UndoPlan
        from agent_connectors.engine.journal.undoing import steps_for

        if (entry is None) == (run is None):
            raise InvalidCall("`plan_undo` takes the number of an entry, or `run=` and its name.")
        journal = self.journal
        entries = [journal.entry(entry)] if entry is not None else journal.whole_run(str(run))
        steps = await only_ours(
            lambda: steps_for(self, entries), "plan_undo", secrets=self.own_secrets
        )
        return UndoPlan(self, journal, steps)
