"""The tools of each caller: one connector for each token, for as long as it is used."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256

from agent_connectors.engine.errors import ConnectionFailed
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.tools import Toolbox

__all__ = ["Callers", "fingerprint"]


@dataclass(slots=True, eq=False)
class _Caller:
    """A caller who is known."""

    toolbox: Toolbox
    uses: int = 0
    last: float = 0.0


class Callers:
    """The tools of whoever calls, made when they are first asked for.

    Args:
        make: Makes the tools for a token. Raises ConfigurationError for what can be none.
        most: How many callers are known at once.
        idle: Seconds after which the connector of one who does not call any more is closed.
    """

    def __init__(
        self, make: Callable[[str], Toolbox], *, most: int = 256, idle: float = 300.0
    ) -> None:
        self._make = make
        self._most = most
        self._idle = idle
        # In the order of their last calls.
        self._known: dict[str, _Caller] = {}
        # Those whose connections are still to be closed.
        self._left: list[_Caller] = []

    def __len__(self) -> int:
        return len(self._known)

    def find(self, token: Secret) -> _Caller:
        """The caller with a token, who may be new.

        Raises:
            ConfigurationError: It cannot be a token.
            ConnectionFailed: Too many others are calling.
        """
        name = fingerprint(token)
        caller = self._known.pop(name, None)
        if caller is None:
            caller = _Caller(self._make(token.reveal()))
            self._make_room()
        self._known[name] = caller
        caller.last = time.monotonic()
        return caller

    @asynccontextmanager
    async def use(self, token: Secret) -> AsyncIterator[Toolbox]:
        """The tools for a token, as long as they are used.

        Raises:
            ConnectorError: As `find`.
        """
        caller = self.find(token)
        caller.uses += 1
        try:
            yield caller.toolbox
        finally:
            caller.uses -= 1
            caller.last = time.monotonic()

    def _make_room(self) -> None:
        """Forgets the one who has not called for longest, if there is no room for another."""
        if len(self._known) < self._most:
            return
        name = next((name for name, caller in self._known.items() if not caller.uses), None)
        if name is None:
            raise ConnectionFailed(
                f"{self._most} others are calling at this moment.",
                hint="Nothing was sent. Try again in a moment.",
            )
        self._left.append(self._known.pop(name))

    async def sweep(self) -> None:
        """Closes what has not been used for a while."""
        before = time.monotonic() - self._idle
        idle = [n for n, c in self._known.items() if not c.uses and c.last <= before]
        self._left += [self._known.pop(name) for name in idle]
        while self._left:
            await self._left.pop().toolbox.connectors.aclose()

    @asynccontextmanager
    async def serving(self, _: object = None) -> AsyncIterator[None]:
        """Sweeps now and then as long as this is entered, and closes everything at the end."""
        sweeping = asyncio.create_task(self._sweep_on())
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            self._left += self._known.values()
            self._known.clear()
            await self.sweep()

    async def _sweep_on(self) -> None:
        while True:
            await asyncio.sleep(min(self._idle / 4, 5.0))
            await self.sweep()


def fingerprint(token: Secret) -> str:
    """Stands for a token: nothing can be made of it."""
    return sha256(token.reveal().encode()).hexdigest()[:32]
