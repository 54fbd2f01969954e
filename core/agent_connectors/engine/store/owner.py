"""Whose a replica is."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from agent_connectors.engine.pacing.shared import key_of
from agent_connectors.engine.store.database import fact, set_facts
from agent_connectors.engine.store.errors import StoreReadOnly, WrongStore
from agent_connectors.engine.store.feeds import Reads

if TYPE_CHECKING:
    from agent_connectors.engine.store.storage import Storage

__all__ = ["Owner"]


class Owner:
    """Sees to it that a file holds what the credentials in use see, and no others.

    Args:
        connector: Whose credentials they are.
        database: The file.
        account: Asks the product which account they belong to.
    """

    def __init__(
        self, connector: Reads, database: "Storage", account: Callable[[], Awaitable[str]]
    ) -> None:
        self._connector = connector
        self._database = database
        self._account = account
        self._known = False

    def forget(self) -> None:
        """Looks again the next time."""
        self._known = False

    async def check(self) -> None:
        """Looks at the file, and asks for the account where that does not tell.

        Raises:
            WrongStore: It belongs to another account.
            StoreError: The file cannot be used.
        """
        if self._known:
            return
        key = _key(self._connector)

        def noted() -> tuple[str | None, str | None]:
            try:
                with self._database.writing() as connection:
                    return fact(connection, "key"), fact(connection, "account")
            except StoreReadOnly:
                with self._database.reading() as connection:
                    return fact(connection, "key"), fact(connection, "account")

        known_key, known = await asyncio.to_thread(noted)
        if known is None or known_key != key:
            # Another token of the same account sees the same.
            account = await self._account()
            if known not in {None, account}:
                raise WrongStore(
                    f"{self._database.name} is a replica of what another account sees.",
                    hint="Take another path: each holds what one account sees.",
                )

            def note() -> None:
                with suppress(StoreReadOnly), self._database.writing() as connection:
                    set_facts(connection, key=key, account=account)

            await asyncio.to_thread(note)
        self._known = True


def _key(connector: Reads) -> str:
    """Stands for the credentials of a connector; nothing can be made of it."""
    secrets = sorted(secret.reveal() for secret in connector.own_secrets())
    return key_of(connector.base_url, "\n".join(secrets))
