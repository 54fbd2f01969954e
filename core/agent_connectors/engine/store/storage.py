"""Where a replica is kept: a file, or what another package brings."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar, runtime_checkable

from agent_connectors.engine.store.dialect import Dialect
from agent_connectors.engine.store.sql import Rows
from agent_connectors.engine.store.tables import Schema

__all__ = ["Place", "Question", "Storage", "until_stopped"]

T = TypeVar("T")


class Question(Protocol):
    """A SELECT that somebody else has written."""

    def run(self, connection: Any) -> Rows:
        """Carries it out, on a connection that is used for nothing afterwards."""

    def stream(self, connection: Any) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """Carries it out without a limit of rows; may be called again."""

    def tables(self, connection: Any) -> frozenset[str]:
        """The tables that it reads, as far as that can be told; it is not carried out."""

    def stop(self) -> None:
        """Ends it soon, from another thread."""


async def until_stopped(question: Question, work: Callable[[], T]) -> T:
    """Does in a thread what carries out a question; whoever gives it up ends that, too.

    Args:
        question: The question.
        work: What to do.
    """
    try:
        return await asyncio.to_thread(work)
    except asyncio.CancelledError:
        question.stop()
        raise


class Storage(Protocol):
    """A database that holds the tables of a product.

    Its connections take the engine's statements, with `?` for values: `execute`, which gives
    what can be iterated, and `executemany`.
    """

    schema: Schema

    @property
    def name(self) -> str:
        """What it is called where something is wrong with it."""

    @property
    def is_there(self) -> bool:
        """Whether it has been made, as far as is known without making it."""

    @property
    def dialect(self) -> Dialect:
        """How it is asked."""

    def writing(self) -> AbstractContextManager[Any]:
        """A connection in a transaction: all of it is kept, or nothing."""

    def reading(self) -> AbstractContextManager[Any]:
        """A connection that cannot write, and sees all as of one moment."""

    def syncing(self) -> AbstractContextManager[Any]:
        """Held while it is synced, by one process of all."""

    def query(self, sql: Any, *, limit: Any, seconds: Any, longest: float = 60.0) -> Question:
        """A SELECT that somebody else has written, checked."""

    def stream(self, connection: Any, sql: str) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """The columns of a SELECT of ours, and its rows, which are read as they are taken."""

    def close(self) -> None:
        """Closes it; it is opened again when it is needed."""

    def check_removable(self) -> None:
        """Refuses, with `NoStore`, where something else is in its place."""

    def remove(self) -> None:
        """Removes it; refuses what is something else, with `NoStore`."""


@runtime_checkable
class Place(Protocol):
    """What may be given in the place of a path."""

    def holding(self, schema: Schema) -> Storage:
        """The database, with the tables of a product."""
