"""The person that the token belongs to."""

from agent_connectors.clickup import records
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.result import Record

__all__ = ["User"]


class User(Resource):
    """The person that the token belongs to."""

    @read("/api/v2/user", record="user", must_have="id")
    async def get(self) -> Record[records.User]:
        """The person that the token belongs to: id, name, e-mail and time zone.

        Example:
            await clickup.user.get()
        """
