"""What is closed when nobody is in it any more."""

from threading import Lock
from typing import Self

__all__ = ["Entered"]

_counting = Lock()


class Entered:
    """Is closed by the last that leaves it: others may be in it, also in other threads."""

    _entered = 0

    async def aclose(self) -> None:
        """Closes it."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        with _counting:
            self._entered += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        with _counting:
            self._entered -= 1
            last = not self._entered
        if last:
            await self.aclose()
