"""A client of Redis, for one event loop, and what counts with it."""

from typing import Any

from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter

from redis.asyncio import ConnectionPool, Redis

__all__ = ["Client"]


class Client:
    """Connections to Redis. They belong to the event loop that uses them first.

    Args:
        url: Where Redis is.
    """

    def __init__(self, url: str) -> None:
        self._pool: Any = ConnectionPool.from_url(
            url, socket_timeout=2.0, socket_connect_timeout=2.0
        )
        self.redis: Redis = Redis(connection_pool=self._pool)
        options: Any = {"implementation": "redispy", "connection_pool": self._pool}
        self.limiter = MovingWindowRateLimiter(RedisStorage(f"async+{url}", **options))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()
