"""How parameters travel where that is not obvious, held against what ClickUp documents."""

import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.executor.encoding import encode

START = 1_769_878_800_000


def sent(name: str, /, **params: Any) -> tuple[str, Any]:
    """Method and target, and the body, of a call."""
    operation = ClickupApiConnector.operations.get(*name.split("."))
    request = encode(operation, validate(operation, params), lists="brackets")
    body = None if request.body is None else json.loads(request.body)
    return f"{request.method} {request.target}", body


def test_a_body_can_be_a_list() -> None:
    estimates = [{"assignee": 7, "time": "1h"}, {"assignee": "unassigned", "time": 60_000}]
    target, body = sent("time_estimates.update", workspace_id="9", task_id="a", estimates=estimates)
    assert target == "PATCH /api/v3/workspaces/9/tasks/a/time_estimates_by_user"
    assert body == [{"assignee": 7, "time": 3_600_000}, {"assignee": "unassigned", "time": 60_000}]


def test_objects_within_the_body_are_made_of_plain_parameters() -> None:
    _, body = sent("tags.create", space_id="1", name="bug", tag_bg="#F00")
    assert body == {"tag": {"name": "bug", "tag_bg": "#F00"}}
    _, body = sent(
        "chat_messages.create", workspace_id="9", channel_id="c", content="Hi", type="post",
        post_title="T", post_subtype_id="s", assignee=7,
    )  # fmt: skip
    assert body == {
        "type": "post",
        "content": "Hi",
        "assignee": "7",
        "post_data": {"title": "T", "subtype": {"id": "s"}},
    }
    _, body = sent(
        "audit_logs.query", workspace_id="9", user_ids=[7], start_time=START, page_rows=2
    )
    assert body == {"filter": {"userId": ["7"], "startTime": START}, "pagination": {"pageRows": 2}}


@pytest.mark.parametrize("given", [183, "183"])
def test_ids_are_sent_as_numbers_where_clickup_wants_numbers(given: Any) -> None:
    assert sent("checklist_items.create", checklist_id="c", name="I", assignee=given)[1] == {
        "name": "I",
        "assignee": 183,
    }
    assert sent("goals.update", goal_id="g", add_owners=[given])[1] == {"add_owners": [183]}
    _, body = sent("webhooks.create", team_id="9", endpoint="https://e", events="*", list_id=given)
    assert body == {"endpoint": "https://e", "events": "*", "list_id": 183}


def test_lists_in_the_query_are_repeated_without_brackets() -> None:
    target, _ = sent("time_in_status.get_many", task_ids=["a", "b"])
    assert target == "GET /api/v2/task/bulk_time_in_status/task_ids?task_ids=a&task_ids=b"
    target, _ = sent("user_groups.list", team_id="9", group_ids=["x", "y"])
    assert target == "GET /api/v2/group?team_id=9&group_ids=x&group_ids=y"


def test_a_workspace_that_is_in_the_path_is_repeated_for_custom_ids() -> None:
    target, body = sent("time_tracking.start", team_id="9", task_id="DEV-12", custom_task_ids=True)
    assert target == "POST /api/v2/team/9/time_entries/start?custom_task_ids=true&team_id=9"
    assert body == {"tid": "DEV-12"}


def test_clearing() -> None:
    _, body = sent("lists.update", list_id="1", clear=["assignee", "priority"])
    assert body == {"assignee": "none", "priority": None}
    _, body = sent(
        "checklist_items.update", checklist_id="c", checklist_item_id="i", clear=["parent"]
    )
    assert body == {"parent": None}


def test_what_is_not_said_is_not_sent() -> None:
    assert sent("views.update", view_id="v", name="N")[1] == {"name": "N"}
    assert sent("tags.add", task_id="a", tag_name="x/y") == ("POST /api/v2/task/a/tag/x%2Fy", None)
    assert sent("tags.delete", space_id="1", tag_name="x")[1] is None


def test_a_place_decides_on_the_endpoint() -> None:
    target, _ = sent("attachments.list", workspace_id="9", task_id="a")
    assert target == "GET /api/v3/workspaces/9/attachments/a/attachments"
    target, _ = sent("attachments.list", workspace_id="9", field_id="f")
    assert target == "GET /api/v3/workspaces/9/custom_fields/f/attachments"
    target, _ = sent("guests.remove", guest_id="7", folder_id="5", include_shared=False)
    assert target == "DELETE /api/v2/folder/5/guest/7?include_shared=false"
    kind: dict[str, Any] = sent("docs.create", workspace_id="9", parent_id="5", parent_type="list")[
        1
    ]
    assert kind == {"parent": {"id": "5", "type": 6}}
