"""Each plan has its rate limit, and is refused what only larger ones have."""

import re

import pytest

from agent_connectors.clickup import ClickupApiConnector, PermissionDenied
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.handlers import ROUTER  # noqa: F401  # registers the routes
from agent_connectors.clickup.sandbox.plans import BUSINESS, ENTERPRISE, PLANS, PlanName
from agent_connectors.clickup.sandbox.routing import ROUTES, TERMS, Route
from tests.sandbox.client import TODAY, Api, Clock

LIMITS: dict[PlanName, str] = {
    "free": "100",
    "unlimited": "100",
    "business": "100",
    "enterprise": "10000",
}
NOT_FREE = [route for route in ROUTES if TERMS[route.handler].plan.rank > 1]


@pytest.mark.parametrize("plan", LIMITS)
async def test_a_plan_has_its_limit(plan: PlanName) -> None:
    response = await Api(Sandbox(0, plan=plan)).send("GET", "/user")
    assert response.headers["x-ratelimit-limit"] == LIMITS[plan]
    explicit = await Api(Sandbox(0, plan=plan, rate_limit=7)).send("GET", "/user")
    assert explicit.headers["x-ratelimit-limit"] == "7"
    api = Api(Sandbox(0, plan=plan))
    assert (await api.get(f"/team/{api.team}/plan"))["plan_name"].lower() == plan


@pytest.mark.parametrize("route", NOT_FREE, ids=lambda route: f"{route.method} {route.path}")
async def test_what_a_plan_lacks_is_refused(route: Route) -> None:
    method, path, handler = route
    needed = TERMS[handler].plan
    for name, plan in PLANS.items():
        api = Api(Sandbox(20, today=TODAY, clock=Clock(), plan=name))
        url = re.sub(r"\{(team|workspace)_id\}", api.team, path)
        response = await api.send(method, re.sub(r"\{\w+\}", "1", url), {})
        refused = response.status_code == 403
        assert refused is (plan.rank < needed.rank), (name, response.text)
        if refused and needed is ENTERPRISE and "v3" not in path:
            assert response.json() == {
                "err": "Team must be on enterprise plan",
                "ECODE": "TEAM_110",
            }


def test_there_is_something_to_refuse() -> None:
    assert {TERMS[route.handler].plan for route in NOT_FREE} == {BUSINESS, ENTERPRISE}
    assert len(NOT_FREE) >= 17


def test_an_unknown_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="free, unlimited, business, enterprise"):
        Sandbox(0, plan="gold")  # type: ignore[arg-type]


async def test_points_where_their_clickapp_is_off() -> None:
    api = Api(Sandbox(today=TODAY, clock=Clock()))
    off = next(h for h in api.workspace.lists.values() if not h.space.prefix)
    answer = await api.post(f"/list/{off.id}/task", {"name": "A", "points": 3}, status=400)
    assert answer["ECODE"] == "ITEM_227"


async def test_a_connector_on_a_small_plan() -> None:
    clickup = ClickupApiConnector.sandbox(plan="free")
    me = (await clickup.user.get()).data["id"]
    with pytest.raises(PermissionDenied, match="enterprise plan"):
        await clickup.users.get(str(me))
