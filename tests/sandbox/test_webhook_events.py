"""What webhooks are told, held against ClickUp's documented examples."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.delivery.events import EVENTS
from tests.facts.reading import webhooks
from tests.facts.shapes import shape_of
from tests.sandbox.client import TODAY, Api, Clock
from tests.sandbox.exchanges import carry_out, prepare, served
from tests.sandbox.hearing import heard

DOCUMENTED = webhooks()["events"]
ITEMS = webhooks()["items"]


class Doing:
    """Everything that can happen, by the event that tells of it."""

    def __init__(self, api: Api) -> None:
        self.api = api
        workspace = api.workspace
        self.task = next(t for t in workspace.tasks.values() if t.parent is None and not t.tags)
        self.home = self.task.home
        self.space = self.home.space

    async def make_task(self) -> None:
        await self.api.post(f"/list/{self.home.id}/task", {"name": "New"})

    async def describe(self) -> None:
        await self.api.put(f"/task/{self.task.id}", {"description": "Another text"})

    async def delete_task(self) -> None:
        await self.api.delete(f"/task/{self.task.id}", status=204)

    async def prioritize(self) -> None:
        self.task.priority = None
        await self.api.put(f"/task/{self.task.id}", {"priority": 1})

    async def step(self) -> None:
        other = next(s for s in self.home.statuses if s is not self.task.status)
        await self.api.put(f"/task/{self.task.id}", {"status": other.name})

    async def assign(self) -> None:
        users = self.api.workspace.users.values()
        one = next(u for u in users if u not in self.task.assignees and u.role < 4 and u.joined)
        body = {"assignees": {"add": [one.id], "rem": []}}
        await self.api.put(f"/task/{self.task.id}", body)

    async def date(self) -> None:
        await self.api.put(f"/task/{self.task.id}", {"due_date": 1790000000000})

    async def tag(self) -> None:
        await self.api.post(f"/task/{self.task.id}/tag/fresh")

    async def move(self) -> None:
        lists = self.api.workspace.lists.values()
        names = {s.name for s in self.home.statuses}
        other = next(
            x
            for x in lists
            if x is not self.home
            and x.space is self.space
            and {s.name for s in x.statuses} == names
        )
        base = f"/api/v3/workspaces/{self.api.team}"
        await self.api.put(f"{base}/tasks/{self.task.id}/home_list/{other.id}", {})

    async def comment(self) -> Any:
        body = {"comment_text": "Look"}
        return await self.api.post(f"/task/{self.task.id}/comment", body)

    async def edit_comment(self) -> None:
        comment = next(c for c in self.api.workspace.comments.values() if c.parent[0] == "task")
        await self.api.put(f"/comment/{comment.id}", {"comment_text": "Edited"})

    async def estimate(self) -> None:
        await self.api.put(f"/task/{self.task.id}", {"time_estimate": 5_400_000})

    async def track(self) -> None:
        body = {"start": 1790000000000, "duration": 900_000, "tid": self.task.id}
        await self.api.post(f"/team/{self.api.team}/time_entries", body)

    async def make_list(self) -> Any:
        return await self.api.post(f"/space/{self.space.id}/list", {"name": "New"})

    async def rename_list(self) -> None:
        await self.api.put(f"/list/{self.home.id}", {"name": "Renamed"})

    async def delete_list(self) -> None:
        await self.api.delete(f"/list/{self.home.id}")

    async def make_folder(self) -> Any:
        return await self.api.post(f"/space/{self.space.id}/folder", {"name": "New"})

    async def rename_folder(self) -> None:
        await self.api.put(f"/folder/{self._folder()}", {"name": "Renamed"})

    async def delete_folder(self) -> None:
        await self.api.delete(f"/folder/{self._folder()}")

    def _folder(self) -> str:
        folders = self.api.workspace.folders.values()
        return next(f.id for f in folders if not f.hidden and f.lists)

    async def make_space(self) -> None:
        await self.api.post(f"/team/{self.api.team}/space", {"name": "New"})

    async def rename_space(self) -> None:
        await self.api.put(f"/space/{self.space.id}", {"name": "Renamed"})

    async def delete_space(self) -> None:
        await self.api.delete(f"/space/{self.space.id}")

    async def make_goal(self) -> None:
        await self.api.post(f"/team/{self.api.team}/goal", {"name": "New"})

    async def rename_goal(self) -> None:
        await self.api.put(f"/goal/{next(iter(self.api.workspace.goals))}", {"name": "Renamed"})

    async def delete_goal(self) -> None:
        await self.api.delete(f"/goal/{next(iter(self.api.workspace.goals))}")

    async def make_target(self) -> None:
        goal = next(iter(self.api.workspace.goals))
        body = {"name": "New", "type": "number", "steps_start": 0, "steps_end": 5, "owners": []}
        await self.api.post(f"/goal/{goal}/key_result", body)

    async def move_target(self) -> None:
        targets = self.api.workspace.key_results.values()
        one = next(t for t in targets if t.type == "number")
        await self.api.put(f"/key_result/{one.id}", {"steps_current": one.current + 1})

    async def delete_target(self) -> None:
        await self.api.delete(f"/key_result/{next(iter(self.api.workspace.key_results))}")


WAYS: dict[str, Callable[[Doing], Awaitable[Any]]] = {
    "taskCreated": Doing.make_task,
    "taskUpdated": Doing.describe,
    "taskDeleted": Doing.delete_task,
    "taskPriorityUpdated": Doing.prioritize,
    "taskStatusUpdated": Doing.step,
    "taskAssigneeUpdated": Doing.assign,
    "taskDueDateUpdated": Doing.date,
    "taskTagUpdated": Doing.tag,
    "taskMoved": Doing.move,
    "taskCommentPosted": Doing.comment,
    "taskCommentUpdated": Doing.edit_comment,
    "taskTimeEstimateUpdated": Doing.estimate,
    "taskTimeTrackedUpdated": Doing.track,
    "listCreated": Doing.make_list,
    "listUpdated": Doing.rename_list,
    "listDeleted": Doing.delete_list,
    "folderCreated": Doing.make_folder,
    "folderUpdated": Doing.rename_folder,
    "folderDeleted": Doing.delete_folder,
    "spaceCreated": Doing.make_space,
    "spaceUpdated": Doing.rename_space,
    "spaceDeleted": Doing.delete_space,
    "goalCreated": Doing.make_goal,
    "goalUpdated": Doing.rename_goal,
    "goalDeleted": Doing.delete_goal,
    "keyResultCreated": Doing.make_target,
    "keyResultUpdated": Doing.move_target,
    "keyResultDeleted": Doing.delete_target,
}

GUESSED = {"links", "dependencies", "locations"}
"""Fields that change along the way, of which there is no example."""

MAY_BE_NOTHING = {"before", "after", "old_time_estimate_string", "time_estimates_by_user"}
"""What is nothing in one example, and something in another."""


def test_every_documented_event_is_known_and_has_a_way() -> None:
    assert set(EVENTS) == DOCUMENTED.keys() == WAYS.keys()


@pytest.mark.parametrize("name", EVENTS)
async def test_an_event_is_as_documented(name: str, sandbox: Sandbox, api: Api) -> None:
    app, webhook = await heard(sandbox, api)
    await WAYS[name](Doing(api))
    await sandbox.deliver()
    told = app.events
    assert name in app.names
    # A new Space has a List in the application; the API makes none.
    also = {*DOCUMENTED[name]["also"]} - {"listCreated"}
    together = {name} | also
    assert together <= app.names.keys()
    for event in told:
        known = DOCUMENTED[event["event"]]
        assert event["webhook_id"] == webhook["id"]
        assert list(event) in [list(keys) for keys in known["keys"]]
        for item in event.get("history_items", ()):
            if item["field"] in GUESSED:
                continue
            assert item["field"] in known["fields"]
            assert any(fits(item, shape) for shape in ITEMS[item["field"]]), item


@pytest.mark.parametrize("name", [n for n in EVENTS if "taskUpdated" in DOCUMENTED[n]["also"]])
async def test_a_change_is_told_twice_with_one_id(name: str, sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, [name, "taskUpdated"])
    await WAYS[name](Doing(api))
    await sandbox.deliver()
    own, general = app.events
    assert (own["event"], general["event"]) == (name, "taskUpdated")
    assert own["history_items"] == general["history_items"]


async def test_an_edit_has_the_id_of_the_comment_s_first_event(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api, ["taskCommentPosted", "taskCommentUpdated"])
    made = await Doing(api).comment()
    await api.put(f"/comment/{made['id']}", {"comment_text": "Edited"})
    await sandbox.deliver()
    posted, edited = (event["history_items"][0] for event in app.events)
    assert (posted["id"], posted["date"]) == (edited["id"], edited["date"])
    assert edited["comment"]["text_content"] == "Edited"


async def test_several_changes_at_once(sandbox: Sandbox, api: Api) -> None:
    app, _ = await heard(sandbox, api)
    task = Doing(api).task
    body = {"name": "Other", "priority": 2, "due_date": 1790000000000, "points": None}
    await api.put(f"/task/{task.id}", body)
    await api.put(f"/task/{task.id}", body)  # changes nothing
    await sandbox.deliver()
    *_, last = app.events
    assert last["event"] == "taskUpdated"
    fields = [item["field"] for item in last["history_items"]]
    assert sorted(fields) == ["due_date", "name", "priority"]
    assert app.names["taskUpdated"] == 1


SILENT = (
    "/chat/", "/docs", "/view", "/guest", "/group", "/user", "/webhook", "/auditlogs", "/oauth",
    "/attachment", "/reply",
)  # fmt: skip
"""In the paths of what no event is documented of."""

SILENT_ALONE = {
    "DELETE /api/v2/comment/{comment_id}",
    "POST /api/v2/list/{list_id}/comment",
    "POST /api/v2/space/{space_id}/tag",
    "POST /api/v2/team/{team_id}/time_entries",  # of no task
}
NOTHING_DONE = {
    f"DELETE /api/v2/{path}"
    for path in (
        "list/{list_id}/task/{task_id}",
        "task/{task_id}/dependency",
        "task/{task_id}/field/{field_id}",
        "task/{task_id}/link/{links_to}",
        "task/{task_id}/tag/{tag_name}",
    )
}
"""What takes away something that the task of the exchanges does not have."""

WRITES = sorted(e for e in served().values() if e.split()[0] not in {"GET", "HEAD"})


@pytest.mark.parametrize("endpoint", WRITES)
async def test_no_write_is_forgotten(endpoint: str) -> None:
    sandbox = Sandbox(100, today=TODAY, clock=Clock(), rate_limit=None)
    api = Api(sandbox)
    values = await prepare(api)
    await heard(sandbox, api)
    before = len(sandbox.webhooks.waiting)
    await carry_out(api, endpoint, values)
    told = len(sandbox.webhooks.waiting) > before
    is_silent = any(part in endpoint for part in SILENT) or endpoint in SILENT_ALONE
    assert told is not (is_silent or endpoint in NOTHING_DONE)


def fits(value: Any, shape: Any, key: str = "") -> bool:
    """Whether a value has the keys and types of an example, whose order may be another."""
    if key == "type_config" or (key in MAY_BE_NOTHING and (value is None or shape == "null")):
        return True
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(fits(value[name], shape[name], name) for name in shape)
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(
            not shape or any(fits(one, other, key) for other in shape) for one in value
        )
    if shape == "text" or shape.startswith("="):
        return isinstance(value, str)
    words = {"true": "truth", "false": "truth", "ms-text": "digits"}
    found = shape_of(value, key)
    return bool(words.get(found, found) == words.get(shape, shape))
