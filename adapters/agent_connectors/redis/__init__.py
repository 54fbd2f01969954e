"""A rate budget in Redis, for several processes that use one token.

connector = ClickupApiConnector(budget=RedisBudget("redis://localhost:6379"))
"""

from agent_connectors.engine.extras import require

for _module in ("redis", "limits"):
    require(_module, "redis")

# After the check, so that what is missing is named by its extra.
from agent_connectors.redis.budget import RedisBudget, SharedBudget  # noqa: E402

__all__ = ["RedisBudget", "SharedBudget"]
