"""The people of a workspace."""

from dataclasses import dataclass

OWNER, ADMIN, MEMBER, GUEST = 1, 2, 3, 4

ROLE_KEYS = {OWNER: "owner", ADMIN: "admin", MEMBER: "member", GUEST: "guest"}


@dataclass(slots=True, eq=False, repr=False)
class User:
    """A member, a guest, or somebody who was invited and has not come yet.

    Attributes:
        id: Their number, the same in every workspace.
        username: Their full name; `None` until they accept the invitation.
        email: Their address.
        color: Of their avatar; `None` until they accept.
        initials: On their avatar.
        role: `OWNER`, `ADMIN`, `MEMBER` or `GUEST`.
        timezone: An IANA name.
        invited: When they were invited, in milliseconds.
        joined: When they accepted, in milliseconds.
        last_active: When they were last seen, in milliseconds.
        invited_by: Who invited them, while the invitation is open.
    """

    id: int
    username: str | None
    email: str
    color: str | None
    initials: str
    role: int
    timezone: str
    invited: int
    joined: int | None = None
    last_active: int | None = None
    invited_by: "User | None" = None
