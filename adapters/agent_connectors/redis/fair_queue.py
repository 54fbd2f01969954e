"""Who waits for a rate budget, in the order in which they came, across all processes."""

import time
from uuid import uuid4

from redis.asyncio import Redis

__all__ = ["FairQueue"]

_PLACE = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - 1)
for _, who in ipairs(gone) do
    redis.call('ZREM', KEYS[1], who)
    redis.call('ZREM', KEYS[2], who)
end
return redis.call('ZRANK', KEYS[1], ARGV[1]) or redis.call('ZCARD', KEYS[1])
"""
"""Sends away who has not come back when it said it would, and gives the caller's place."""

_STAND = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
redis.call('ZADD', KEYS[1], 'NX', now - ARGV[3], ARGV[1])
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], 300)
redis.call('EXPIRE', KEYS[2], 300)
"""


class FairQueue:
    """A place in a waiting queue in Redis, kept by coming back when one said one would.

    The queue only makes waiting fair: that the limit is kept is seen to by the window. Who comes
    first is who made this object first, whatever the round trips until it stood in line took.

    Args:
        redis: Where it is.
        name: What it is called there.
    """

    def __init__(self, redis: Redis, name: str) -> None:
        self._redis = redis
        self._keys = [name, f"{name}:due"]
        self._ticket = uuid4().hex
        self._came = time.monotonic()
        self._stands = False

    async def place(self) -> int:
        """How many stand before this one."""
        return int(await self._redis.eval(_PLACE, 2, *self._keys, self._ticket))

    async def stand(self, seconds: float) -> None:
        """Takes a place, or keeps it, and promises to be back after so many seconds."""
        self._stands = True
        ago = time.monotonic() - self._came
        await self._redis.eval(_STAND, 2, *self._keys, self._ticket, str(seconds), str(ago))

    async def leave(self) -> None:
        """Leaves the queue."""
        if self._stands:
            self._stands = False
            pipeline = self._redis.pipeline(transaction=False)
            for key in self._keys:
                pipeline.zrem(key, self._ticket)
            await pipeline.execute()
