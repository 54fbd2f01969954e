"""What a Workspace pays for: how many requests a minute it has, and what it is refused."""

from typing import Literal, NamedTuple

PlanName = Literal["free", "unlimited", "business", "enterprise"]


class Plan(NamedTuple):
    """A plan.

    Attributes:
        rank: Its place among the plans; who has a higher one has all of the lower ones.
        name: As the API tells it.
        rate_limit: Requests a minute and token.
    """

    rank: int
    name: str
    rate_limit: int


FREE = Plan(1, "Free", 100)
UNLIMITED = Plan(2, "Unlimited", 100)
BUSINESS = Plan(3, "Business", 100)
ENTERPRISE = Plan(4, "Enterprise", 10_000)
PLANS: dict[PlanName, Plan] = {
    "free": FREE,
    "unlimited": UNLIMITED,
    "business": BUSINESS,
    "enterprise": ENTERPRISE,
}

ANY = Plan(9, "Business", 100)
"""A Workspace that is refused nothing, with the limit of the smaller plans."""
