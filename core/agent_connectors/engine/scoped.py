"""A context variable that has a value within a block."""

from contextvars import ContextVar, Token
from typing import Any, Generic, TypeVar

__all__ = ["scoped"]

T = TypeVar("T")


class scoped(Generic[T]):  # noqa: N801 - it is called as a function is, in a `with`
    """Gives a context variable a value within a block, and the one that it had after it.

    A class, as each call enters several: what `contextmanager` makes takes three times as long.

    Args:
        variable: The variable.
        value: Its value, which the block is given.
    """

    __slots__ = ("_token", "_value", "_variable")

    def __init__(self, variable: ContextVar[Any], value: T) -> None:
        self._variable, self._value = variable, value
        self._token: Token[Any]

    def __enter__(self) -> T:
        self._token = self._variable.set(self._value)
        return self._value

    def __exit__(self, *_: object) -> None:
        self._variable.reset(self._token)
