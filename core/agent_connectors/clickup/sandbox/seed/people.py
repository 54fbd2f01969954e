"""The people of the seeded workspace."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR
from agent_connectors.clickup.sandbox.state.people import ADMIN, GUEST, MEMBER, OWNER, User


class _Person(NamedTuple):
    id: int
    name: str
    email: str
    color: str
    role: int
    timezone: str


_PEOPLE = (
    _Person(10482917, "Mara Lindqvist", "mara.lindqvist", "#595d66", OWNER, "America/Los_Angeles"),
    _Person(10482931, "Tomás Rivera", "tomas.rivera", "#ff7fab", ADMIN, "Europe/Madrid"),
    _Person(10490218, "Priya Raman", "priya.raman", "#5f7c8a", MEMBER, "Asia/Kolkata"),
    _Person(10490377, "Jonas Weber", "jonas.weber", "#006063", MEMBER, "Europe/Berlin"),
    _Person(10511042, "Aiko Tanaka", "aiko.tanaka", "#aa2fff", MEMBER, "Asia/Tokyo"),
    _Person(10533680, "Ben Okafor", "ben.okafor", "#b388ff", ADMIN, "Europe/London"),
    _Person(10547193, "Chloé Martin", "chloe.martin", "#e65100", MEMBER, "Europe/Paris"),
    _Person(10560024, "Dana Whitfield", "dana.whitfield", "#0ab4ff", MEMBER, "America/Los_Angeles"),
    _Person(10588219, "Ruth Mensah", "ruth.mensah", "#388d3c", GUEST, "Africa/Accra"),
)

# Without a name, a colour and a date of joining: clients must cope with such people.
_INVITED = _Person(10602876, "", "sven.dahl", "", MEMBER, "Europe/Oslo")

# ClickUp's AI agents are users too; their ids are below zero.
_AGENT = _Person(-4183, "Intake Agent", "intake.agent", "#1090e0", MEMBER, "America/Los_Angeles")


def make_people(midnight: int) -> tuple[User, ...]:
    """The owner, seven members, a guest, somebody who has not come yet, and an AI agent.

    Args:
        midnight: The start of the present day, in milliseconds.
    """
    people = []
    for number, person in enumerate((*_PEOPLE, _AGENT)):
        joined = midnight - (720 - 65 * number) * DAY + 9 * HOUR
        initials = "".join(part[0] for part in person.name.split())
        user = User(
            person.id,
            person.name,
            f"{person.email}@example.com",
            person.color,
            initials,
            person.role,
            person.timezone,
            invited=joined - (DAY if number else 0),
            joined=joined,
            last_active=midnight - number * 5 * HOUR,
        )
        people.append(user)
    invited = User(
        _INVITED.id,
        None,
        f"{_INVITED.email}@example.com",
        None,
        "S",
        _INVITED.role,
        _INVITED.timezone,
        invited=midnight - 6 * DAY,
        invited_by=people[1],
    )
    *people, agent = people
    return (*people, invited, agent)
