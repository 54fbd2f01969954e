"""How a write is undone, said where it is declared.

    @write("POST /books", undo=removes("books.delete", book_id="id"))
    @write("PUT /books/{book_id}", undo=restores())
    @write("POST /books/{book_id}/tags/{tag}", undo=reverses("books.remove_tag"))
    @destructive("DELETE /books/{book_id}", undo=remakes("books.create", loses="Its reviews."))
    @write("POST /letters", undo=cannot("A letter that was sent cannot be called back."))

A journal keeps what is needed for it: what was sent, and the object before and after.
"""

from collections.abc import Mapping
from typing import Literal

from agent_connectors.engine.frozen import NOTHING, Frozen

__all__ = ["Level", "Undo", "cannot", "remakes", "removes", "restores", "reverses"]

Level = Literal["undoable", "partly", "not"]


class Undo(Frozen):
    """How a write is undone.

    Attributes:
        how: What undoes it: the same operation with the old values (`restores`), one that takes
            away what was made (`removes`), its opposite (`reverses`), or one that makes again
            what was deleted (`remakes`); None if nothing does.
        by: The operation that does; empty for the same one.
        params: Parameters of that one: keys of what was made, or parameters of the write.
        loses: What stays changed all the same; where nothing undoes it, why.
        unless: Parameters with which it cannot be undone, each with the reason.
    """

    how: Literal["restores", "removes", "reverses", "remakes"] | None
    by: str = ""
    params: Mapping[str, str] = NOTHING
    loses: str = ""
    unless: Mapping[str, str] = NOTHING

    @property
    def level(self) -> Level:
        """Whether it is undone whole, partly, or not at all."""
        if self.how is None:
            return "not"
        return "partly" if self.loses else "undoable"


def restores(
    by: str = "",
    *,
    loses: str = "",
    params: Mapping[str, str] | None = None,
    unless: Mapping[str, str] | None = None,
) -> Undo:
    """The write is undone by giving its parameters the values that the object had.

    Args:
        by: The operation that does it, if not the same.
        loses: What stays changed all the same.
        params: Other parameters of it, by parameters of the write.
        unless: Parameters with which it cannot be undone, each with the reason.
    """
    return Undo("restores", by, params or {}, loses, unless or {})


def removes(by: str, *, loses: str = "", **params: str) -> Undo:
    """The write makes something, and is undone by removing that.

    Args:
        by: The operation that removes it.
        loses: What stays all the same.
        params: Its parameters, each by the key of the answer that has it (dots lead into objects);
            those that both have under one name are passed on.
    """
    return Undo("removes", by, params, loses)


def reverses(by: str, *, loses: str = "", **params: str) -> Undo:
    """The write is undone by its opposite, where the object was not so already.

    Args:
        by: The opposite.
        loses: What stays changed all the same.
        params: Its parameters, each by the parameter of the write that has it, if they have other
            names there.
    """
    return Undo("reverses", by, params, loses)


def remakes(by: str, *, loses: str, **params: str) -> Undo:
    """The write deletes something, which can be made again from what was kept, with a new id.

    Args:
        by: The operation that makes it.
        loses: What it will not have.
        params: Its parameters, each by the key of the object that has it (dots lead into objects).
    """
    return Undo("remakes", by, params, loses)


def cannot(why: str) -> Undo:
    """Nothing undoes the write.

    Args:
        why: A sentence.
    """
    return Undo(None, loses=why)
