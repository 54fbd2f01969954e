"""Users: members of a workspace, one by one. All of it is for the Enterprise plan."""

from typing import Annotated, Literal

from agent_connectors.clickup import records
from agent_connectors.clickup.ids import PersonId, RoleId
from agent_connectors.clickup.marks import ShownAs
from agent_connectors.clickup.parameters import IncludeShared, WorkspaceId
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.marks import Renames
from agent_connectors.engine.result import Record
from agent_connectors.engine.undo import cannot, restores

__all__ = ["Users"]

_Left = dict[Literal["team"], records.Workspace]

_ADMIN = ShownAs("admin", ("user.role", "role"))
_CUSTOM_ROLE = ShownAs("within", ("user.custom_role", "custom_role"))


class Users(Resource):
    """Members of a workspace, one by one; `teams.list` shows them all. Enterprise plan only."""

    @read("/api/v2/team/{team_id}/user/{user_id}", record="member", must_have="user")
    async def get(
        self,
        user_id: PersonId,
        *,
        team_id: WorkspaceId = None,
        include_shared: IncludeShared = None,
    ) -> Record[records.WorkspaceMember]:
        """One member: role, dates, and what is shared with them. Enterprise plan only.

        Args:
            user_id: The member's user id, from `teams.list`.

        Example:
            await clickup.users.get("Priya Raman")
        """

    @write(
        "POST /api/v2/team/{team_id}/user",
        record="team",
        must_have="id",
        undo=cannot(
            "An invitation that was sent cannot be called back; `users.delete` removes the person."
        ),
    )
    async def invite(
        self,
        email: str,
        *,
        team_id: WorkspaceId = None,
        admin: Annotated[bool, _ADMIN] = False,
        custom_role_id: Annotated[RoleId | None, _CUSTOM_ROLE] = None,
    ) -> Record[records.Workspace]:
        """Invites somebody to the workspace as a member. Enterprise plan only.

        It sends an e-mail, and takes a paid seat. For guests, see `guests.invite`.

        Args:
            email: Whom to invite.
            admin: True to make them an admin.
            custom_role_id: A custom role to give them, from `roles.list`.

        Example:
            await clickup.users.invite("new@example.com", admin=False)
        """

    @write(
        "PUT /api/v2/team/{team_id}/user/{user_id}",
        record="member",
        must_have="user",
        undo=restores(),
    )
    async def update(
        self,
        user_id: PersonId,
        *,
        team_id: WorkspaceId = None,
        username: Annotated[
            str | None, Renames("user_id"), ShownAs("plain", ("user.username", "username"))
        ] = None,
        admin: Annotated[bool | None, _ADMIN] = None,
        custom_role_id: Annotated[RoleId | None, _CUSTOM_ROLE] = None,
    ) -> Record[records.WorkspaceMember]:
        """Changes the name or the role of a member. Enterprise plan only.

        Args:
            user_id: The member's user id, from `teams.list`.
            username: The new name.
            admin: True to make them an admin, false to make them an ordinary member.
            custom_role_id: A custom role to give them, from `roles.list`.

        Example:
            await clickup.users.update("Priya Raman", custom_role_id="Team lead")
        """

    @destructive(
        "DELETE /api/v2/team/{team_id}/user/{user_id}",
        undo=cannot("Who was removed has to be invited, and to accept."),
    )
    async def delete(self, user_id: PersonId, *, team_id: WorkspaceId = None) -> Record[_Left]:
        """Takes a member out of the workspace, with all their access. Enterprise plan only.

        Args:
            user_id: The member's user id, from `teams.list`.

        Example:
            await clickup.users.delete("Dana Whitfield")
        """
