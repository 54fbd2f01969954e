"""Which read gives the object of a write, as it is before the write."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.frozen import NOTHING, Frozen

__all__ = ["Before"]


class Before(Frozen):
    """The read that gives the object of a write.

    Parameters that both have under one name are passed on. Where nothing is declared, an operation
    that changes or deletes what a GET of the same path gives is read by that.

    Args:
        read: The operation that reads, such as `tasks.get`.
        params: Other parameters of it: a value, or in braces a parameter of the write.
        find: Where the read lists: the key by which the record is known, and the parameter of
            the write that has its value.
        missing: What to say where there is no such read.
    """

    read: str = ""
    params: Mapping[str, Any] = NOTHING
    find: tuple[str, str] | None = None
    missing: str = ""

    def params_for(self, known: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the read.

        Args:
            known: The parameters that the read has.
            sent: The parameters of the write.
        """
        given = {name: value for name, value in sent.items() if name in known}
        for name, value in self.params.items():
            of = value[1:-1] if isinstance(value, str) and value.startswith("{") else None
            wanted = value if of is None else sent.get(of)
            if wanted is not None:
                given[name] = wanted
        return given
