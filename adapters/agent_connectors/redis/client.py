"""A client of Redis, for one event loop, and what counts with it."""

from typing import Any

from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import unseen
from redis.asyncio import ConnectionPool, Redis

__all__ = ["Client"]


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

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()
