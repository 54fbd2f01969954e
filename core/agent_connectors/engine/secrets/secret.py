"""A text that must not be seen."""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

__all__ = ["HIDDEN", "Secret", "Secrets"]

HIDDEN = "**********"
"""What stands in a text in the place of a secret."""


class Secret:
    """Holds a credential and shows it to nobody but the code that asks for it by name.

    `pydantic.SecretStr` does the same, but pydantic takes longer to import than this whole
    package, and is not needed before the first call.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The credential itself."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret('{HIDDEN}')"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __deepcopy__(self, _: dict[int, Any]) -> "Secret":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled: pass it through the environment instead")


Secrets = Callable[[], Iterable[Secret]]
"""Gives the credentials in use, which change where a server hands them out."""
