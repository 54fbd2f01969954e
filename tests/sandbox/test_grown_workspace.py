"""The seed has what grown workspaces have, and the connector reads it in every form."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import Page
from agent_connectors.clickup.sandbox.state.work import Comment, Task
from agent_connectors.engine.tools import Toolbox
from tests.facts.reading import recordings
from tests.reports.every_field import CONFIGS
from tests.sandbox.client import TODAY, Clock

# Nobody has shown a value of these.
NO_VALUES = {"votes", "signature", "button", "app_object", "app_object_property"}


class Workspace:
    """The default sandbox, with a connector and a tool to read it."""

    def __init__(self) -> None:
        sandbox = Sandbox(today=TODAY, clock=Clock(), rate_limit=None)
        self.holds = sandbox.workspace
        self.connector = ClickupApiConnector.sandbox(sandbox)
        self.tool = Toolbox(self.connector, max_output_tokens=100_000).tools[0]

    def task(self, name: str) -> Task:
        return next(task for task in self.holds.tasks.values() if task.name == name)

    def wing(self) -> Task:
        """The task that has the most below it."""
        return max(self.holds.tasks.values(), key=lambda task: len(list(self.below(task))))

    def below(self, task: Task) -> Iterator[tuple[Task, int]]:
        for child in self.holds.subtasks.get(task.id, ()):
            yield child, 1
            yield from ((one, depth + 1) for one, depth in self.below(child))

    async def told(self, entity: str, action: str, **params: Any) -> tuple[Any, Any, Any]:
        """An answer in every form: as ClickUp's records, in short, and as a model reads it."""
        result = await self.connector.execute(entity, action, params)
        operation = self.connector.operations.get(entity, action)
        await self.connector.hooks.before_showing(result, operation.gives)
        many = isinstance(result.data, list)
        records = result.data if many else [result.data]
        short = [self.connector.hooks.compact(operation.gives, r, in_list=many) for r in records]
        shown = await self.tool.call({"entity": entity, "action": action, "params": params})
        full = {**params, "detail": "full"}
        whole = await self.tool.call({"entity": entity, "action": action, "params": full})
        assert json.loads(whole)["data"], (entity, action)
        return result.data, short if many else short[0], json.loads(shown)


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


def kinds_seen() -> set[str]:
    """Kinds of blocks in comments of real workspaces, by the digest and its notes."""
    rows = recordings()["shape_task_comments_rich"]["answer"]["comments"]
    blocks = [block for row in rows for block in row["comment"]]
    found = {block["type"].lstrip("=") for block in blocks if "type" in block}
    # A hyphen keeps this word out of the digest.
    found = {kind for kind in found if kind != "text"} | {"table-embed"}
    return found | {"assignees_tag", "frame", "emoticon", "link_mention"}


async def test_comments_with_every_kind_of_block(workspace: Workspace) -> None:
    thread = workspace.holds.threads["task", workspace.wing().id]
    blocks = [block for comment in thread for block in comment.blocks]
    assert kinds_seen() <= {block.get("type") for block in blocks}
    tags = [block for block in blocks if block.get("type") == "tag"]
    assert {"user" in block for block in tags} == {True, False}
    lists = [b["attributes"]["list"] for b in blocks if "list" in b.get("attributes", {})]
    assert {type(kind) for kind in lists} == {str, dict}

    records, short, shown = await workspace.told("comments", "list", task_id=workspace.wing().id)
    assert [record["comment"] for record in reversed(records)] == [c.blocks for c in thread]
    text = "\n\n".join(comment["comment_text"] for comment in short)
    assert "undefined" not in text
    for said in words(blocks):
        assert said in text, said
    assert all(comment["comment_text"] in json_texts(shown) for comment in short)
    assert {name for c in short for name in c["reactions"]} == {"👍"}


def words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Texts, addresses and cells in blocks: all of it has to be read."""
    for block in blocks:
        held = block.get(str(block.get("type")), {})
        yield from (held[key] for key in ("url", "title", "task_id") if key in held)
        yield from (
            cell["content"][0]["insert"].replace("|", "\\|")
            for cell in held.get("cells", {}).values()
        )
        if "attributes" in block and "link" in block["attributes"]:
            yield block["attributes"]["link"]
        yield from block.get("text", "").strip().removeprefix("@").splitlines()


def json_texts(value: Any) -> set[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return {text for inner in value.values() for text in json_texts(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in json_texts(inner)}
    return {value} if isinstance(value, str) else set()


def fields_of(task: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for field in task["custom_fields"]:
        found.setdefault(field["type"], []).append(field)
    return found


async def test_every_kind_of_custom_field_filled_and_empty(workspace: Workspace) -> None:
    full, _, _ = await workspace.told(
        "tasks", "get", task_id=workspace.task("Sensors for ward A3").id
    )
    wing, _, told = await workspace.told("tasks", "get", task_id=workspace.wing().id)
    filled, empty = [], []
    for kind in CONFIGS:
        # Progress is counted where there are subtasks.
        record = wing if kind == "automatic_progress" else full
        values = [field for field in fields_of(record)[kind] if "value" in field]
        filled += [kind] if values else []
        other = full if kind == "automatic_progress" else await raw(workspace, "ward A4")
        empty += [kind] if any("value" not in f for f in fields_of(other)[kind]) else []
    assert set(filled) == CONFIGS.keys() - NO_VALUES
    assert set(empty) == set(CONFIGS)
    assert told["data"]["custom_fields"]["Floors done"] == 20


async def raw(workspace: Workspace, ward: str) -> dict[str, Any]:
    task = workspace.task(f"Sensors for {ward}")
    found: dict[str, Any] = (
        await workspace.connector.execute("tasks", "get", {"task_id": task.id})
    ).data
    return found


async def test_what_is_filled_is_told_by_name(workspace: Workspace) -> None:
    task = workspace.task("Sensors for ward A3")
    record, short, shown = await workspace.told("tasks", "get", task_id=task.id)
    names = {field["name"] for field in record["custom_fields"] if "value" in field}
    told = short["custom_fields"]
    filled = {name: value for name, value in told.items() if value is not None}
    assert names <= filled.keys()
    assert filled == shown["data"]["custom_fields"]
    assert (told["Mounting"], told["Trades"]) == ("Wall", ["Electrical", "Data"])
    # A day, in both kinds of fields that hold one.
    assert told["BASELINE_start_date"] == told["First visit"] == "2026-01-17"
    empty = workspace.task("Sensors for ward A4").id
    _, short, shown = await workspace.told("tasks", "get", task_id=empty)
    assert set(short["custom_fields"].values()) == {None}
    assert "custom_fields" not in shown["data"]


@pytest.mark.parametrize(
    ("ward", "owners"),
    [("ward A3", 2), ("the pharmacy", 1), ("the kitchen", 1), ("ward A4", 0)],
)
async def test_two_fields_of_one_name(workspace: Workspace, ward: str, owners: int) -> None:
    task = workspace.task(f"Sensors for {ward}")
    record, short, shown = await workspace.told("tasks", "get", task_id=task.id)
    both = [field for field in record["custom_fields"] if field["name"] == "Owner"]
    assert len(both) == 2
    for fields in (short.get("custom_fields", {}), shown["data"].get("custom_fields", {})):
        told = {name: v for name, v in fields.items() if name.startswith("Owner") and v}
        assert len(told) == owners
        assert ("Owner" in told) is bool(owners)


async def test_who_has_no_name_and_who_is_no_person(workspace: Workspace) -> None:
    unnamed = next(u for u in workspace.holds.users.values() if u.username is None)
    agent = next(u for u in workspace.holds.users.values() if u.id < 0)
    assert {unnamed, agent} <= set(workspace.wing().assignees)
    for said in (str(agent.id), agent.id, agent.username, unnamed.email, unnamed.id):
        who = agent if str(said) in (str(agent.id), agent.username) else unnamed
        records, short, shown = await workspace.told("tasks", "search", assignees=[said])
        assert workspace.wing().id in {record["id"] for record in records}, said
        label = f"{who.username or who.email} ({who.id})"
        assert all(label in task["assignees"] for task in short)
        assert label in json_texts(shown)


async def test_a_deleted_folder(workspace: Workspace) -> None:
    (folder,) = workspace.holds.deleted_folders
    record, short, shown = await workspace.told("folders", "get", folder_id=folder)
    assert record["deleted"] is short["deleted"] is shown["data"]["deleted"] is True
    assert "deleted" in shown["meta"]["warnings"][0]
    space = workspace.holds.deleted_folders[folder].space.id
    listed = (await workspace.connector.execute("folders", "list", {"space_id": space})).data
    assert folder not in {one["id"] for one in listed}


async def test_timers_that_run(workspace: Workspace) -> None:
    timers = workspace.holds.timers
    assert len(timers) == 2
    records, short, shown = await workspace.told("time_tracking", "list", assignee=list(timers))
    running = [record for record in records if int(record["duration"]) < 0]
    assert {record["id"] for record in running} == {entry.id for entry in timers.values()}
    assert sum(entry["duration"] == "running" for entry in short) == 2
    assert "running" in json_texts(shown)


async def test_a_long_thread(workspace: Workspace) -> None:
    comments: list[Comment] = workspace.holds.threads["task", workspace.wing().id]
    longest = max(comments, key=lambda comment: len(comment.replies))
    assert len(longest.replies) > 30
    record, short, shown = await workspace.told("comments", "get", comment_id=str(longest.id))
    for said in (record, short, shown["data"]):
        replies = said if isinstance(said, list) else said.get("replies", said.get("data"))
        assert len(replies) == len(longest.replies)
    assert "![fire-door.jpeg](" in json.dumps(short)


async def test_nested_pages(workspace: Workspace) -> None:
    def depth(pages: list[Page]) -> int:
        return 1 + max(depth(page.pages) for page in pages) if pages else 0

    deepest = max(workspace.holds.docs.values(), key=lambda doc: depth(doc.pages))
    assert depth(deepest.pages) >= 3
    names = {page.name for page in workspace.holds.pages.values() if page.id in ids(deepest.pages)}
    for said in await workspace.told("doc_pages", "list", doc_id=deepest.id):
        assert names <= json_texts(said)


def ids(pages: list[Page]) -> set[str]:
    return {page.id for page in pages} | {one for page in pages for one in ids(page.pages)}


async def test_tags_in_capitals(workspace: Workspace) -> None:
    records, short, shown = await workspace.told("tasks", "search", tags=["VIP"])
    assert workspace.wing().id in {record["id"] for record in records}
    assert all("VIP" in task["tags"] for task in short)
    assert "VIP" in json_texts(shown)
    task = records[0]["id"]
    # Its name comes back as it is, and stays it when it is taken off and put on again.
    for action, there in (("remove", False), ("add", True)):
        await workspace.connector.execute("tags", action, {"task_id": task, "tag_name": "VIP"})
        assert ("VIP" in workspace.holds.tasks[task].tags) is there


@pytest.mark.parametrize("name", ["41", "42", "43"])
async def test_lists_called_by_numbers(workspace: Workspace, name: str) -> None:
    home = next(home for home in workspace.holds.lists.values() if home.name == name)
    records, short, shown = await workspace.told("tasks", "list", list_id=name)
    assert {record["id"] for record in records} == set(home.tasks)
    assert all(task["list"] == f"{name} ({home.id})" for task in short)
    assert f"{name} ({home.id})" in json.dumps(shown)


async def test_forty_subtasks_on_three_levels(workspace: Workspace) -> None:
    below = list(workspace.below(workspace.wing()))
    assert len(below) == 40
    assert {depth for _, depth in below} == {1, 2, 3}
    params = {"task_id": workspace.wing().id, "include_subtasks": True}
    for said in await workspace.told("tasks", "get", **params):
        assert {task.id for task, _ in below} <= json_texts(said)


async def test_a_description_of_sixty_kilobytes(workspace: Workspace) -> None:
    task = workspace.task("Journal of the east wing")
    assert len(task.markdown) > 60_000
    params = {"task_id": task.id, "include_markdown_description": True}
    record, short, shown = await workspace.told("tasks", "get", **params)
    assert record["markdown_description"] == task.markdown
    assert short["markdown_description"] == task.markdown
    assert shown["data"]["markdown_description"] == task.markdown
    # In a size that a model is usually given, it is cut, and the answer says so.
    brief = Toolbox(workspace.connector, max_output_tokens=2000).tools[0]
    cut = json.loads(await brief.call({"entity": "tasks", "action": "get", "params": params}))
    assert len(json.dumps(cut)) < 20_000
    assert set(cut["meta"]) - set(shown["meta"])
