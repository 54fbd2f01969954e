"""The people of a workspace."""

from dataclasses import dataclass, field

OWNER, ADMIN, MEMBER, GUEST = 1, 2, 3, 4

READ, COMMENT, EDIT, CREATE = 1, 3, 4, 5
"""The levels of rights, as the API numbers them; 0 is none."""

LEVELS = {"read": READ, "comment": COMMENT, "edit": EDIT, "create": CREATE}

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
        custom_role: What their role was varied to.
        permissions: What a guest may do, as it was sent.
        shared: The permission levels of what a guest was given, by kind and id.
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
    custom_role: "Role | None" = None
    permissions: dict[str, bool] = field(default_factory=dict)
    shared: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class Role:
    """A custom role; `inherited` is the role it varies."""

    id: int
    name: str
    inherited: int
    created: int


@dataclass(slots=True, eq=False, repr=False)
class UserGroup:
    """A group of people, which the app calls a Team.

    Attributes:
        id: A UUID.
        name: As people see it.
        handle: What it is mentioned by.
        creator: Who made it.
        created: When, in milliseconds.
        members: Who is in it.
    """

    id: str
    name: str
    handle: str
    creator: User
    created: int
    members: tuple[User, ...]


@dataclass(slots=True, eq=False, repr=False)
class Access:
    """Who may see something, where that was set.

    Attributes:
        private: Whether only those below may.
        levels: Permission levels by kind (`user` or `group`) and id.
    """

    private: bool = False
    levels: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class OAuth:
    """What was seen of OAuth apps, as digests only.

    Attributes:
        secrets: Of the apps, by their ids.
        used: Codes that were turned into tokens.
    """

    secrets: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
