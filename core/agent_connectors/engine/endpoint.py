"""An endpoint: a method and a path of a product's API."""

import re
from typing import NamedTuple

__all__ = ["Endpoint"]

_PLACEHOLDER = re.compile(r"{(\w+)}")


class Endpoint(NamedTuple):
    """A method and a path of the product's API."""

    method: str
    path: str
    names: tuple[str, ...]
    """The parameters in the path, in order."""

    @classmethod
    def parse(cls, text: str) -> "Endpoint":
        """Reads `"GET /api/things/{thing_id}"`."""
        method, _, path = text.partition(" ")
        return cls(method, path, tuple(_PLACEHOLDER.findall(path)))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
