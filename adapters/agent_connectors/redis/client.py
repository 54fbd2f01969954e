"""A client of Redis, for one event loop, and what counts with it."""

import time
from typing import Any

from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.util import get_package_data

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import unseen
from redis.asyncio import ConnectionPool, Redis

__all__ = ["Client"]

_FREE = """
if redis.call('GET', KEYS[2]) ~= ARGV[2] or redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then
    return false
end
"""
"""Ends the script where another limit is known, somebody waits, or all do."""


class Client:
    """Connections to Redis. They belong to the event loop that uses them first.

    Args:
        url: Where Redis is.

    Raises:
        ConfigurationError: It is no such URL.
    """

    @unseen
    def __init__(self, url: Secret) -> None:
        try:
            self._connect(url.reveal())
        except ValueError:
            raise ConfigurationError(
                "`url` must be like redis://localhost:6379.", hint="It may end in `/0`, a database."
            ) from None

    def _connect(self, url: str) -> None:
        self._pool: Any = ConnectionPool.from_url(
            url, socket_timeout=2.0, socket_connect_timeout=2.0
        )
        self.redis: Redis = Redis(connection_pool=self._pool)
        options: Any = {"implementation": "redispy", "connection_pool": self._pool}
        # The pool decides where it is; limits would not take a URL without a port, or of a socket.
        storage = RedisStorage("async+redis://localhost:6379", **options)
        self.limiter = MovingWindowRateLimiter(storage)
        self._name = storage.bridge.prefixed_key
        # Before the library's own script, so that one round trip does for two.
        counts = get_package_data("resources/redis/lua_scripts/acquire_moving_window.lua")
        self._hit_if_free = self.redis.register_script(_FREE.encode() + counts)

    async def hit_if_free(
        self, item: RateLimitItem, key: str, limit_name: str, pause_name: str, queue_name: str
    ) -> bool:
        """Counts a request, as `limiter.hit` does, if nothing is in the way.

        Args:
            item: The window.
            key: What is counted.
            limit_name: Where the limit is, which must be that of the window.
            pause_name: What is there while nobody may send anything.
            queue_name: What is there while somebody waits.
        """
        window = self._name(item.key_for(key))
        keys = [window, limit_name, pause_name, queue_name]
        return bool(await self._hit_if_free(keys, [time.time(), item.amount, item.get_expiry(), 1]))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()
