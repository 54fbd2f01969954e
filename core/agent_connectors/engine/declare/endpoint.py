"""An endpoint, and where in its answers the result is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from agent_connectors.engine.frozen import Frozen
from agent_connectors.engine.paging import WrongShape

__all__ = ["Answer", "Endpoint", "Page", "has"]


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_PLACEHOLDER = re.compile(r"{(\w+)}")


class Endpoint(NamedTuple):
    """A method and a path of the product's API."""

    method: str
    path: str
    names: tuple[str, ...]
    """The parameters in the path, in order."""

    @classmethod
    def parse(cls, text: str) -> "Endpoint":
        """Reads `"GET /api/things/{thing_id}"`.

        Raises:
            TypeError: It begins with no method.
        """
        method, _, path = text.partition(" ")
        if method not in METHODS:
            raise TypeError(f"`{text}`: an endpoint begins with one of {', '.join(METHODS)}.")
        return cls(method, path, tuple(_PLACEHOLDER.findall(path)))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def has(result: Any, name: str) -> bool:
    """Whether a result is an object with such a key; an id must be a text or a number."""
    found = result.get(name) if isinstance(result, Mapping) else None
    if name == "id":
        return isinstance(found, str | int) and found != ""
    return found is not None


@dataclass(slots=True)
class Page:
    """One answer, opened: the result, and how to go on."""

    data: Any
    """A list of records, or one object."""
    next: Mapping[str, Any] | None = None
    """The parameters of the next page, as changes to those of this one; None after the last."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What the answer held beside the result."""
    warnings: tuple[str, ...] = ()
    """What a server that carried it out has to say of it."""


class Answer(Frozen):
    """Where the result of an operation is.

    Args:
        key: The key of the body that holds the result; None if the body is the result.
        many: Whether the result is a list of records.
        must_have: A key that the result must hold, if it is one object.
        empty: Whether the product has nothing to say when all went well.
    """

    key: str | None = None
    many: bool = False
    must_have: str | None = None
    empty: bool = False

    def open(self, body: Any) -> tuple[Any, dict[str, Any]]:
        """The result, and what the body held beside it.

        Raises:
            WrongShape: The body is not one that this operation can have.
        """
        extra: dict[str, Any] = {}
        result = body
        if self.key is not None and not (self.empty and body in ({}, None)):
            if not isinstance(body, dict) or self.key not in body:
                raise WrongShape(f"it has no `{self.key}`")
            result = body[self.key]
            if len(body) > 1:
                extra = {name: value for name, value in body.items() if name != self.key}
            if self.empty and isinstance(result, list) and len(result) == 1:
                result = result[0]  # the one object that was written, in a list of one
        if self.many:
            if not isinstance(result, list):
                raise WrongShape(f"`{self.key or 'the body'}` is not a list")
        elif self.must_have is not None and not has(result, self.must_have):
            raise WrongShape(f"the object has no `{self.must_have}`")
        elif not self._can_be(result):
            raise WrongShape(f"`{self.key or 'the body'}` is not an object")
        return result, extra

    def _can_be(self, result: Any) -> bool:
        """Whether this can be a result: an object, or nothing where there may be nothing."""
        if result is None:
            return self.empty or self.key is not None
        return isinstance(result, dict) or (
            isinstance(result, list) and (self.empty or self.key is None)
        )
