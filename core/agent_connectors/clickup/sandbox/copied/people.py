"""The people of a copy, and those who are gone but have left something behind."""

from typing import Any

from agent_connectors.clickup.sandbox.copied.answers import Answers
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.state.people import (
    GUEST,
    MEMBER,
    OWNER,
    Role,
    User,
    UserGroup,
)

__all__ = ["People"]


class People:
    """Who is in the workspace, and everybody else who is met in an answer.

    Args:
        answers: What ClickUp answered.

    Attributes:
        me: Whose token read the workspace.
        members: Those in the workspace, by id.
        groups: User groups by id.
        roles: Custom roles by number.
    """

    def __init__(self, answers: Answers) -> None:
        me = answers.one("me")
        # Of others, ClickUp does not tell it.
        self._timezone = me.text("timezone") or "UTC"
        self._others: dict[int, User] = {}
        self.members: dict[int, User] = {}
        self.roles = (
            {role.id: role for role in map(_role, answers.of("roles")[0].items())}
            if (answers.of("roles"))
            else {}
        )
        team = answers.of("teams")[0]
        for member in team.items("members"):
            self._add(member)
        number = me.integer("id") or 0
        self.me = self.members.get(number) or self._made(me, OWNER)
        self.members.setdefault(self.me.id, self.me)
        self.groups: dict[str, UserGroup] = {}
        for _, group in answers.items("user_groups"):
            self._group(group)

    def known(self, told: Any) -> User:
        """Somebody an answer shows or names by id; made where the workspace has them no more."""
        facts = Fields(told if isinstance(told, dict) else {"id": told})
        number = facts.integer("id") or 0
        if number in self.members:
            return self.members[number]
        found = self._others.get(number)
        if found is None:
            found = self._others[number] = self._made(facts, MEMBER)
        return found

    def or_none(self, told: Any) -> User | None:
        """The same, where there may be nobody."""
        return None if told is None else self.known(told)

    def all_in(self, told: Any) -> tuple[User, ...]:
        """Those that a list shows."""
        return tuple(self.known(one) for one in told) if isinstance(told, list) else ()

    def groups_in(self, told: Any) -> tuple[UserGroup, ...]:
        """The user groups that a list shows."""
        ids = (str(Fields(one).get("id")) for one in told or () if isinstance(one, dict))
        return tuple(self.groups[key] for key in ids if key in self.groups)

    def _add(self, member: Fields) -> None:
        facts = member.section("user")
        user = self._made(facts, facts.integer("role") or MEMBER)
        custom = facts.section("custom_role")
        number = custom.integer("id")
        if number is not None:
            # Only the largest plan lists the roles, but each member shows theirs.
            role = Role(number, custom.text("name") or "", user.role, 0)
            user.custom_role = self.roles.setdefault(number, role)
        user.permissions = {
            key: value
            for key, value in member.values.items()
            if key.startswith("can_") and isinstance(value, bool)
        }
        user.invited_by = None
        self.members[user.id] = user
        if isinstance(member.get("invited_by"), dict) and user.joined is None:
            user.invited_by = self.known(member.get("invited_by"))

    def _made(self, facts: Fields, role: int) -> User:
        name, email = facts.text("username"), facts.text("email") or ""
        initials = facts.text("initials")
        if initials is None:
            initials = "".join(word[0] for word in (name or email).split()[:2]).upper()
        user = User(
            facts.integer("id") or 0,
            name,
            email,
            facts.text("color"),
            initials,
            role if OWNER <= role <= GUEST else MEMBER,
            self._timezone,
            facts.integer("date_invited") or 0,
        )
        user.joined = facts.integer("date_joined")
        user.last_active = facts.integer("last_active")
        return user

    def _group(self, group: Fields) -> None:
        made = UserGroup(
            str(group.get("id")),
            group.text("name") or "",
            group.text("handle") or "",
            self.known(group.integer("userid")),
            group.integer("date_created") or 0,
            self.all_in(group.get("members")),
        )
        self.groups[made.id] = made


def _role(told: Fields) -> Role:
    return Role(
        told.integer("id") or 0,
        told.text("name") or "",
        told.integer("inherited_role") or MEMBER,
        told.integer("date_created") or 0,
    )
