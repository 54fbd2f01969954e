"""Every endpoint of ClickUp's public API is there, and answers."""

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.routing import ROUTES
from tests.clickup.differences import UNDOCUMENTED
from tests.facts.reading import described
from tests.sandbox.client import TODAY, Api, Clock
from tests.sandbox.exchanges import EXCHANGES, carry_out, prepare, served

# Methods and paths as ClickUp documents them, without the names of the parameters.
ENDPOINTS = """
POST                  /api/v2/task/{}/attachment
POST                  /api/v2/oauth/token
GET                   /api/v2/user
GET                   /api/v2/team
POST                  /api/v2/task/{}/checklist
PUT DELETE            /api/v2/checklist/{}
POST                  /api/v2/checklist/{}/checklist_item
PUT DELETE            /api/v2/checklist/{}/checklist_item/{}
GET POST              /api/v2/task/{}/comment
GET POST              /api/v2/view/{}/comment
GET POST              /api/v2/list/{}/comment
PUT DELETE            /api/v2/comment/{}
GET POST              /api/v2/comment/{}/reply
GET                   /api/v2/list/{}/field
GET                   /api/v2/folder/{}/field
GET                   /api/v2/space/{}/field
GET                   /api/v2/team/{}/field
POST DELETE           /api/v2/task/{}/field/{}
POST DELETE           /api/v2/task/{}/dependency
POST DELETE           /api/v2/task/{}/link/{}
GET POST              /api/v2/space/{}/folder
GET PUT DELETE        /api/v2/folder/{}
GET POST              /api/v2/team/{}/goal
GET PUT DELETE        /api/v2/goal/{}
POST                  /api/v2/goal/{}/key_result
PUT DELETE            /api/v2/key_result/{}
POST                  /api/v2/team/{}/guest
GET PUT DELETE        /api/v2/team/{}/guest/{}
POST DELETE           /api/v2/task/{}/guest/{}
POST DELETE           /api/v2/list/{}/guest/{}
POST DELETE           /api/v2/folder/{}/guest/{}
GET POST              /api/v2/folder/{}/list
POST                  /api/v2/space/{}/folder_template/{}
GET POST              /api/v2/space/{}/list
GET PUT DELETE        /api/v2/list/{}
POST DELETE           /api/v2/list/{}/task/{}
GET                   /api/v2/task/{}/member
GET                   /api/v2/list/{}/member
GET                   /api/v2/team/{}/customroles
GET                   /api/v2/team/{}/shared
GET POST              /api/v2/team/{}/space
GET PUT DELETE        /api/v2/space/{}
GET POST              /api/v2/space/{}/tag
PUT DELETE            /api/v2/space/{}/tag/{}
POST DELETE           /api/v2/task/{}/tag/{}
GET POST              /api/v2/list/{}/task
GET PUT DELETE        /api/v2/task/{}
GET                   /api/v2/team/{}/task
POST                  /api/v2/task/{}/merge
GET                   /api/v2/task/{}/time_in_status
GET                   /api/v2/task/bulk_time_in_status/task_ids
GET                   /api/v2/team/{}/taskTemplate
GET                   /api/v2/team/{}/list_template
GET                   /api/v2/team/{}/folder_template
POST                  /api/v2/list/{}/taskTemplate/{}
POST                  /api/v2/folder/{}/list_template/{}
POST                  /api/v2/space/{}/list_template/{}
GET                   /api/v2/team/{}/seats
GET                   /api/v2/team/{}/plan
POST                  /api/v2/team/{}/group
GET                   /api/v2/team/{}/custom_item
PUT DELETE            /api/v2/group/{}
GET                   /api/v2/group
GET POST              /api/v2/task/{}/time
PUT DELETE            /api/v2/task/{}/time/{}
GET POST              /api/v2/team/{}/time_entries
GET PUT DELETE        /api/v2/team/{}/time_entries/{}
GET                   /api/v2/team/{}/time_entries/{}/history
GET                   /api/v2/team/{}/time_entries/current
GET POST PUT DELETE   /api/v2/team/{}/time_entries/tags
POST                  /api/v2/team/{}/time_entries/start
POST                  /api/v2/team/{}/time_entries/stop
POST                  /api/v2/team/{}/user
GET PUT DELETE        /api/v2/team/{}/user/{}
GET POST              /api/v2/team/{}/view
GET POST              /api/v2/space/{}/view
GET POST              /api/v2/folder/{}/view
GET POST              /api/v2/list/{}/view
GET PUT DELETE        /api/v2/view/{}
GET                   /api/v2/view/{}/task
GET POST              /api/v2/team/{}/webhook
PUT DELETE            /api/v2/webhook/{}
GET POST              /api/v3/workspaces/{}/chat/channels
POST                  /api/v3/workspaces/{}/chat/channels/location
POST                  /api/v3/workspaces/{}/chat/channels/direct_message
GET PATCH DELETE      /api/v3/workspaces/{}/chat/channels/{}
GET                   /api/v3/workspaces/{}/chat/channels/{}/followers
GET                   /api/v3/workspaces/{}/chat/channels/{}/members
GET POST              /api/v3/workspaces/{}/chat/channels/{}/messages
PATCH DELETE          /api/v3/workspaces/{}/chat/messages/{}
GET POST              /api/v3/workspaces/{}/chat/messages/{}/reactions
DELETE                /api/v3/workspaces/{}/chat/messages/{}/reactions/{}
GET POST              /api/v3/workspaces/{}/chat/messages/{}/replies
GET                   /api/v3/workspaces/{}/chat/messages/{}/tagged_users
GET POST              /api/v3/workspaces/{}/{}/{}/attachments
PATCH                 /api/v3/workspaces/{}/{}/{}/acls
POST                  /api/v3/workspaces/{}/auditlogs
GET                   /api/v3/workspaces/{}/comments/types/{}/subtypes
GET POST              /api/v3/workspaces/{}/docs
GET                   /api/v3/workspaces/{}/docs/{}
GET                   /api/v3/workspaces/{}/docs/{}/page_listing
GET POST              /api/v3/workspaces/{}/docs/{}/pages
GET PUT               /api/v3/workspaces/{}/docs/{}/pages/{}
PUT                   /api/v3/workspaces/{}/tasks/{}/home_list/{}
PUT PATCH             /api/v3/workspaces/{}/tasks/{}/time_estimates_by_user
"""

# What ClickUp serves from another host.
DOWNLOADS = {"GET /attachments/{}/{}/{}", "HEAD /attachments/{}/{}/{}"}


def documented() -> set[str]:
    lines = (line.split() for line in ENDPOINTS.strip().splitlines())
    return {f"{method} {path}" for *methods, path in lines for method in methods}


def test_every_endpoint_is_there() -> None:
    assert len(documented()) == 172
    assert served().keys() - DOWNLOADS - UNDOCUMENTED.keys() == documented()
    assert len(ROUTES) == 172 + len(DOWNLOADS) + len(UNDOCUMENTED)


def test_the_list_of_endpoints_is_that_of_the_description() -> None:
    assert documented() == described().keys()
    assert UNDOCUMENTED.keys().isdisjoint(described())


def test_the_exchanges_are_of_endpoints_that_exist() -> None:
    assert set(EXCHANGES) <= set(served().values())


@pytest.mark.parametrize("endpoint", sorted(documented()))
async def test_an_endpoint_answers(endpoint: str) -> None:
    api = Api(Sandbox(80, today=TODAY, clock=Clock(), rate_limit=100))
    async with api.http:
        answer = await carry_out(api, served()[endpoint], await prepare(api))
    assert answer.status_code in {200, 201, 204}, answer.text
    assert answer.headers["x-ratelimit-limit"] == "100"
    if answer.content:
        assert answer.headers["content-type"].startswith("application/json")
        answer.json()
