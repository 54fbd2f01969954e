"""Access tokens for applications that act for other people."""

from typing import Annotated, Any

from agent_connectors.clickup import records
from agent_connectors.engine.declare.reading import Reading
from agent_connectors.engine.declare.resource import Resource, write
from agent_connectors.engine.marks import IsSecret, NotShown
from agent_connectors.engine.result import Record
from agent_connectors.engine.undo import cannot

__all__ = ["Authorization"]


class _Hidden(str):
    """A text that shows in no message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'**********'"


def _hide(value: Any) -> Any:
    """Any value as a text, so that no error has a reason to show it."""
    return _Hidden(value if isinstance(value, str) else str(value))


_Secret = Annotated[
    str, NotShown(), IsSecret(), Reading({"type": "string", "writeOnly": True}, _hide)
]


class Authorization(Resource):
    """Access tokens for applications that act for other people."""

    @write(
        "POST /api/v2/oauth/token", must_have="access_token", undo=cannot("A code is used once.")
    )
    async def get_token(
        self, client_id: Annotated[str, NotShown()], client_secret: _Secret, code: _Secret
    ) -> Record[records.AccessToken]:
        """Exchanges the code that a user's consent gave for an access token. Not for agents.

        Part of OAuth, for applications that are registered with ClickUp. The answer is a
        credential: keep it out of logs and away from models.

        Args:
            client_id: The application's id, from ClickUp's settings under Apps.
            client_secret: The application's secret.
            code: The code in the redirect after the user agreed; it is good once.

        Example:
            await clickup.authorization.get_token(
                "client-id", "client-secret", "code-from-the-redirect"
            )
        """
