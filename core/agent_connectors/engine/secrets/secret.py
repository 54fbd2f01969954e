"""A text that must not be seen."""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

__all__ = ["HIDDEN", "Secret", "Secrets"]

HIDDEN = "**********"
"""What stands in a text in the place of a secret."""


_MUCH = 12
"""Characters of a credential by which it is known again."""


class Secret:
    """Holds a credential and shows it to nobody but the code that asks for it by name.

    `pydantic.SecretStr` does the same, but pydantic takes longer to import than this whole
    package, and is not needed before the first call.

    Args:
        value: The credential.
        known: How many characters at its beginning are no secret, such as the id of a user.
    """

    __slots__ = ("_value", "known")

    def __init__(self, value: str, *, known: int = 0) -> None:
        self._value = value
        self.known = known

    def reveal(self) -> str:
        """The credential itself."""
        return self._value

    @property
    def own(self) -> str:
        """What of it nobody knows; all of it where that would be little."""
        own = self._value[self.known :]
        return own if len(own) >= _MUCH else self._value

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
