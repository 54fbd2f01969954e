"""Answers fit ClickUp's OpenAPI description, but for the places where it is known to be wrong."""

import re
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from agent_connectors.clickup.sandbox import Sandbox
from tests.conformance.scenarios import places
from tests.facts.reading import described, description
from tests.sandbox.client import TODAY, Api, Clock
from tests.sandbox.exchanges import carry_out, prepare, served
from tests.sandbox.test_coverage import documented

V3 = "/api/v3/workspaces/{team}/docs"

# The path as the description spells it, and the request that asks for it.
READS = {
    "/v2/user": "/user",
    "/v2/team": "/team",
    "/v2/team/{team_id}/seats": "/team/{team}/seats",
    "/v2/team/{team_id}/plan": "/team/{team}/plan",
    "/v2/team/{team_id}/custom_item": "/team/{team}/custom_item",
    "/v2/team/{team_id}/shared": "/team/{team}/shared",
    "/v2/team/{team_id}/space": "/team/{team}/space",
    "/v2/space/{space_id}": "/space/{space}",
    "/v2/space/{space_id}/folder": "/space/{space}/folder",
    "/v2/folder/{folder_id}": "/folder/{folder}",
    "/v2/folder/{folder_id}/list": "/folder/{folder}/list",
    "/v2/space/{space_id}/list": "/space/{space}/list",
    "/v2/list/{list_id}": "/list/{list}",
    "/v2/list/{list_id}/task": "/list/{list}/task?include_closed=true&subtasks=true",
    "/v2/list/{list_id}/field": "/list/{list}/field",
    "/v2/list/{list_id}/member": "/list/{list}/member",
    "/v2/list/{list_id}/comment": "/list/{list}/comment",
    "/v2/list/{list_id}/view": "/list/{list}/view",
    "/v2/team/{team_Id}/task": "/team/{team}/task?include_closed=true&subtasks=true",
    "/v2/task/{task_id}": "/task/{task}?include_subtasks=true",
    "/v2/task/{task_id}/comment": "/task/{commented}/comment",
    "/v2/task/{task_id}/member": "/task/{task}/member",
    "/v2/task/{task_id}/time_in_status": "/task/{task}/time_in_status",
    "/v2/space/{space_id}/tag": "/space/{space}/tag",
    "/v2/team/{team_id}/goal": "/team/{team}/goal",
    "/v2/goal/{goal_id}": "/goal/{goal}",
    "/v2/team/{team_id}/view": "/team/{team}/view",
    "/v2/team/{team_Id}/time_entries": "/team/{team}/time_entries",
    "/v2/team/{team_id}/time_entries/{timer_id}": "/team/{team}/time_entries/{entry}",
    "/v2/team/{team_id}/time_entries/current": "/team/{team}/time_entries/current",
    "/api/v3/workspaces/{workspace_id}/docs": V3,
    "/api/v3/workspaces/{workspace_id}/docs/{doc_id}": V3 + "/{doc}",
    "/api/v3/workspaces/{workspace_id}/docs/{doc_id}/page_listing": V3 + "/{doc}/page_listing",
    "/api/v3/workspaces/{workspace_id}/docs/{doc_id}/pages": V3 + "/{doc}/pages",
}

# Where the description is wrong: a pattern of places and broken rules, and how it is known.
DEVIATIONS = {
    r".*profilePicture: type": "declared a string; null for people without a picture (recorded)",
    r".*avatar: type": "declared a string; null for a Workspace or Space without one (recorded)",
    r"user\.week_start_day: type": "declared an integer; null when never set (recorded)",
    r"teams\[\]\.members\[\]\.user\.(username|color): type": "null for the invited (recorded)",
    r"(spaces\[\]\.)?features\.(checklists|portfolios): required": "not among recorded features",
    r"folders: type": "declared one Folder; the endpoint lists several, in an array (recorded)",
    r"lists\[\]: type": "declared strings; a Folder's Lists are objects",
    r"(lists\[\]\.)?task_count: type": "declared a string; a List's count is a number (recorded)",
    r"lists\[\]\.(status|priority): oneOf": "its null fits two of the alternatives, so oneOf fails",
    r"(lists\[\]\.)?assignee: type": "declared a string; an object where somebody is assigned",
    r"tasks\[\]\.(assignees|watchers|tags|checklists|dependencies|linked_tasks)\[\]: type": (
        "declared strings; they are objects (recorded)"
    ),
    r"tasks\[\]\.(assignees|watchers)\[\]\.(username|color): type": (
        "declared never null; null for who has not come yet (recorded of members)"
    ),
    r"tasks\[\]\.time_estimate: type": "declared a string; a number, null without (recorded)",
    r"tasks\[\]\.(date_closed|due_date|start_date|parent|points): type": (
        "declared never null; null when not set (recorded)"
    ),
    r"tasks\[\]\.checklists\[\]\.items\[\]\.(assignee|orderindex): type": (
        "declared otherwise; null when not set (recorded)"
    ),
    r".*(owners|members|key_results)\[\]: type": "declared strings; they are objects",
    r"comments\[\]\.(resolved|assigned_by): required": "only on assigned comments (recorded)",
    r"comments\[\]\.assignee: type": "declared an object; null on most comments (recorded)",
    r"comments\[\]\.reply_count: type": "declared a string; a number (recorded)",
    r"data\[\]\.task\.custom_id: required": "missing from the recorded task, which has none",
    r"data\[\]\.end: required": "a running timer has no end",
    r"data(\[\])?\.approval_id: type": "declared a string; null without an approval (recorded)",
    r"data(\[\])?\.task_location\.(list|folder|space)_id: type": (
        "declared integers; strings (recorded)"
    ),
    r"data(\[\])?\.task_location\.(list|folder|space)_name: required": (
        "only with include_location_names"
    ),
    r"data(\[\])?\.task_tags: required": "only with include_task_tags",
    r"(.*\.)?(assignees|watchers|checklists|linked_tasks|custom_fields)\[\]: type": (
        "declared strings; they are objects (recorded)"
    ),
    r"(.*\.)?(assignee|priority|status|due_date|start_date|points): type": (
        "declared never null, or a string; null when not set, else as recorded"
    ),
    r"(task|tasks\[\])\.time_spent: type": "declared a string; a number (recorded)",
    r"tasks\[\]\.custom_fields: type": "declared an object; an array (recorded)",
    r"(guest|member|team\.members\[\])\.user\.custom_role: type": "null without (recorded)",
    r"team\.members\[\]\.can_.*: required": "only of guests",
    r"guest\.shared\.((folders\[\]\.)?lists|tasks)\[\]: type": "declared strings; objects",
    r"guest\.shared\.lists\[\]\.task_count: type": "declared a string; a number on a List",
    r"checklist\.items\[\]\.orderindex: type": "declared a number; null (recorded)",
    r"id: type": "declared a string; a new comment's id is a number (recorded)",
    r"thumbnail_(small|large): type": "declared strings; null for a text (recorded)",
    r"features\.zoom: required": "not among recorded features",
    r"templates\[\]: type": "declared strings; templates of tasks look like those of Lists",
    r"data: type": "declared an object; a deletion answers with an array (recorded)",
    r"data\.tags\[\]: type": "declared strings; they are objects everywhere else",
    r"data\.(start|task): type": "declared otherwise; a number and null (recorded)",
    r"(assignee|billable|description|duration|start|tags|tid): required": (
        "declared at the top; a new time entry is inside data (recorded)"
    ),
    r"key_result\.last_action\.steps_(before|taken)_float: type": "numbers (recorded)",
    r"key_result\.last_action\.steps_current_float: required": "not there (recorded)",
    r"data(\[\])?\.(created_at|updated_at|latest_comment_at): type": "numbers (seen live)",
    r"data(\[\])?\.archived: type": "null for a direct message (seen live)",
    r"data(\[\])?\.name: required": "a direct message has none (seen live)",
    r"data\.task: required": "not there without a task (recorded)",
    r"links: oneOf": "links of a message fit both alternatives, so oneOf fails",
    r"\w{7}: required": "the two task ids of the example are declared as required",
}


# No schema, or no body.
UNDESCRIBED = {
    "DELETE /api/v2/task/{}",
    "DELETE /api/v3/workspaces/{}/chat/channels/{}",
    "DELETE /api/v3/workspaces/{}/chat/messages/{}",
    "DELETE /api/v3/workspaces/{}/chat/messages/{}/reactions/{}",
    "GET /api/v3/workspaces/{}/comments/types/{}/subtypes",
    "PATCH /api/v3/workspaces/{}/{}/{}/acls",
    "POST /api/v2/task/{}/merge",
    "POST /api/v3/workspaces/{}/auditlogs",
    "PUT /api/v3/workspaces/{}/docs/{}/pages/{}",
}


def errors_of(spec: Any, pointer: str, answer: Any) -> set[str]:
    """Where an answer does not fit a schema: a place in the answer, and the rule it breaks."""
    resource = DRAFT202012.create_resource(spec)
    registry: Registry[Any] = Registry().with_resource("urn:spec", resource)
    validator = Draft202012Validator({"$ref": f"urn:spec#{pointer}"}, registry=registry)
    found = set()
    for error in validator.iter_errors(answer):
        place = "".join("[]" if isinstance(k, int) else f".{k}" for k in error.absolute_path)
        rule = str(error.validator)
        if rule == "required":
            place += "." + error.message.split("'")[1]
        found.add(f"{place.lstrip('.')}: {rule}")
    return found


async def errors_of_exchange(endpoint: str) -> set[str] | None:
    """Where an answer does not fit; `None` where nothing is described for it."""
    version, path, method = described()[endpoint]
    spec = description(version)
    api = Api(Sandbox(80, today=TODAY, clock=Clock(), rate_limit=None))
    async with api.http:
        answer = await carry_out(api, served()[endpoint], await prepare(api))
    response = spec["paths"][path][method]["responses"][str(answer.status_code)]
    if not answer.content or "schema" not in response.get("content", {}).get(
        "application/json", {}
    ):
        return None
    return errors_of(spec, pointer_to(path, method, answer.status_code), answer.json())


def pointer_to(path: str, method: str, status: int) -> str:
    escaped = path.replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{method}/responses/{status}/content/application~1json/schema"


async def errors_at(path: str, api: Api) -> set[str]:
    version = "v3" if path.startswith("/api/v3") else "v2"
    spec = description(version)
    answer: httpx.Response = await api.send("GET", READS[path].format(**places(api)))
    assert answer.status_code == 200
    return errors_of(spec, pointer_to(path, "get", 200), answer.json())


@pytest.mark.parametrize("path", READS)
async def test_an_answer_fits_its_description(path: str, api: Api) -> None:
    errors = await errors_at(path, api)
    assert {e for e in errors if not any(re.fullmatch(d, e) for d in DEVIATIONS)} == set()


@pytest.mark.parametrize("endpoint", sorted(documented()))
async def test_the_answer_of_every_endpoint_fits(endpoint: str) -> None:
    errors = await errors_of_exchange(endpoint)
    if errors is None:
        assert endpoint in UNDESCRIBED
    assert {e for e in errors or () if not any(re.fullmatch(d, e) for d in DEVIATIONS)} == set()


async def test_every_deviation_is_still_there(api: Api) -> None:
    errors = {error for path in READS for error in await errors_at(path, api)}
    for endpoint in documented():
        errors |= await errors_of_exchange(endpoint) or set()
    assert [d for d in DEVIATIONS if not any(re.fullmatch(d, e) for e in errors)] == []
