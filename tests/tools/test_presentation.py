import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.presentation.presentation import Presentation
from agent_connectors.engine.presentation.shrink import shrink
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.tools import Toolbox
from tests.tools.reading import read


def plain(entity: str, record: Any, *, in_list: bool) -> Any:
    return record


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


def toolbox(sandbox: Sandbox, **options: Any) -> Toolbox:
    return Toolbox(ClickupApiConnector.sandbox(sandbox), **options)


async def search(box: Toolbox, **params: Any) -> Any:
    call = {"entity": "tasks", "action": "search", "params": params}
    return read(await box.tools[-1].call(call))


async def test_a_page_of_a_hundred_tasks_fits(sandbox: Sandbox) -> None:
    found = (
        await toolbox(sandbox)
        .tools[0]
        .call({"entity": "tasks", "action": "search", "params": {"team_id": sandbox.workspace.id}})
    )
    raw = len(json.dumps(found.data))
    assert json.loads(found)["meta"]["count"] > 90
    assert len(found) < 8000 * 3
    assert raw / len(found) > 15


async def test_a_list_that_is_too_long_ends_at_a_record_and_goes_on(sandbox: Sandbox) -> None:
    box = toolbox(sandbox, max_output_tokens=700)
    params: Any = {"team_id": sandbox.workspace.id, "subtasks": True, "limit": 60}
    seen = []
    while params:
        page = await search(box, **params)
        assert 0 < page["meta"]["count"] == len(page["data"])
        seen += [task["id"] for task in page["data"]]
        params = page["meta"].get("next")
        if len(seen) >= 60:
            break
    whole = await search(
        toolbox(sandbox, max_output_tokens=99999), team_id=sandbox.workspace.id, subtasks=True
    )
    assert seen[:60] == [task["id"] for task in whole["data"]][:60]


async def test_all_of_a_record_where_that_is_asked_for(sandbox: Sandbox) -> None:
    (tool,) = toolbox(sandbox).tools
    task = next(iter(sandbox.workspace.tasks.values()))
    call = {"entity": "tasks", "action": "get"}
    full = json.loads(await tool.call({**call, "params": {"task_id": task.id, "detail": "full"}}))
    short = json.loads(await tool.call({**call, "params": {"task_id": task.id}}))
    assert full["data"]["status"]["color"].startswith("#")
    assert isinstance(short["data"]["status"], str)
    with pytest.raises(InvalidParams, match="`detail`"):
        await tool.call({**call, "params": {"task_id": task.id, "detail": "medium"}})


async def test_a_long_list_is_a_table(sandbox: Sandbox) -> None:
    box = toolbox(sandbox)
    call = {"entity": "tasks", "action": "search", "params": {"limit": 50}}
    shown = json.loads(await box.tools[0].call(call))
    assert shown["columns"][:2] == ["id", "name"]
    assert {len(row) for row in shown["data"]} == {len(shown["columns"])}
    few = json.loads(await box.tools[0].call({**call, "params": {"limit": 2}}))
    assert set(few["data"][0]) >= {"id", "name", "status"}


async def test_what_is_cut_is_counted(sandbox: Sandbox) -> None:
    page = await search(toolbox(sandbox, max_output_tokens=700), team_id=sandbox.workspace.id)
    meta = page["meta"]
    assert meta["count"] + meta["not_shown"] == 100
    assert meta["has_more"] is True
    assert meta["next"] == {"team_id": sandbox.workspace.id, "skip": meta["count"]}


@pytest.mark.parametrize("tokens", [100, 300, 700, 2000, 8000])
async def test_the_text_stays_within_its_size(sandbox: Sandbox, tokens: int) -> None:
    box = toolbox(sandbox, max_output_tokens=max(tokens, 300))
    team = sandbox.workspace.id
    for entity, action, params in [
        ("tasks", "search", {"team_id": team}),
        ("spaces", "list", {"team_id": team}),
        ("goals", "list", {"team_id": team}),
        ("docs", "list", {"workspace_id": team}),
    ]:
        text = await box.tools[0].call({"entity": entity, "action": action, "params": params})
        json.loads(text)
        assert len(text) <= max(tokens, 300) * 3 + 600


async def test_an_object_that_is_too_long_is_cut_where_it_is_longest(sandbox: Sandbox) -> None:
    task = next(iter(sandbox.workspace.tasks.values()))
    task.markdown, task.plain = "word " * 20_000, None
    text = (
        await toolbox(sandbox, max_output_tokens=1000)
        .tools[0]
        .call({"entity": "tasks", "action": "get", "params": {"task_id": task.id}})
    )
    shown = json.loads(text)
    assert len(text) <= 3000
    assert shown["meta"]["truncated"] is True
    assert shown["data"]["name"] == task.name
    assert shown["data"]["description"].endswith("more characters)")


async def test_fields_pick_from_the_short_and_the_whole(sandbox: Sandbox) -> None:
    fields = ["name", "status", "status.type", "list.id", "assignees.email", "due_date"]
    page = await search(toolbox(sandbox), team_id=sandbox.workspace.id, fields=fields, limit=5)
    task = page["data"][0]
    assert set(task) <= set(fields)
    assert isinstance(task["status"], str)
    assert task["status.type"] in {"open", "custom", "done", "closed"}
    assert task["list.id"].isdigit()


async def test_an_unknown_field_is_an_error_that_names_the_right_one(sandbox: Sandbox) -> None:
    with pytest.raises(InvalidParams, match="Did you mean `status`"):
        await search(toolbox(sandbox), team_id=sandbox.workspace.id, fields=["stauts"])


async def test_a_wrong_field_does_not_make_a_write_look_failed(sandbox: Sandbox) -> None:
    list_id = next(iter(sandbox.workspace.lists))
    before = len(sandbox.workspace.tasks)
    text = (
        await toolbox(sandbox)
        .tools[0]
        .call(
            {
                "entity": "tasks",
                "action": "create",
                "params": {"list_id": list_id, "name": "x", "fields": ["nope"]},
            }
        )
    )
    assert json.loads(text)["data"]["name"] == "x"
    assert len(sandbox.workspace.tasks) == before + 1


def test_nothing_is_said_about_nothing() -> None:
    result: ExecuteResult[Any] = ExecuteResult(
        [{"a": None, "b": "", "c": [], "d": {"e": None}, "f": 0, "g": False}]
    )
    shown = json.loads(Presentation(plain).show("things", result))
    assert shown == {"data": [{"f": 0, "g": False}], "meta": {"count": 1}}


def test_silence_is_told_as_done() -> None:
    assert json.loads(Presentation(plain).show("things", ExecuteResult(None))) == {
        "data": None,
        "done": True,
    }


def long_records(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"id": str(index), "text": f"{index:090}", **fields} for index in range(count)]


def test_what_is_cut_is_counted_where_nothing_goes_on() -> None:
    result = ExecuteResult(long_records(600), Meta(count=600))
    text = Presentation(plain, 2000).show("things", result)
    meta = json.loads(text)["meta"]
    assert len(text) <= 6000
    assert 0 < meta["count"] < 600
    assert meta["count"] + meta["not_shown"] == 600
    assert "`fields`" in meta["how_to_see"]
    assert "next" not in meta
    whole = json.loads(Presentation(plain, 99999).show("things", result))
    assert whole["meta"] == {"count": 600}


def test_what_goes_on_elsewhere_does_not_hide_what_is_cut() -> None:
    meta = Meta(count=600, has_more=True, next={"tasks": ["a"]})
    result = ExecuteResult(long_records(600), meta)
    shown = json.loads(Presentation(plain, 2000).show("things", result))["meta"]
    assert shown["not_shown"] == 600 - shown["count"]
    assert shown["next"] == {"tasks": ["a"]}
    assert shown["how_to_see"]


@pytest.mark.parametrize("single", [True, False])
def test_what_goes_on_is_left_to_the_program_where_it_is_too_long(single: bool) -> None:
    meta = Meta(has_more=True, next={"list_id": "1", "tasks": long_records(500)})
    data: Any = {"id": "1"} if single else long_records(3)
    text = Presentation(plain, 2000).show("things", ExecuteResult(data, meta))
    shown = json.loads(text)
    assert len(text) <= 6000
    assert shown["data"]
    assert shown["meta"]["has_more"] is True
    assert "next" not in shown["meta"]
    assert "500 items" in shown["meta"]["next_note"]
    assert "`result.meta.next`" in shown["meta"]["next_note"]


@pytest.mark.parametrize("newest", [{"text": "y" * 60_000}, {"text": "y" * 60_000, "more": 1}])
def test_a_table_whose_first_row_is_cut_becomes_records(newest: dict[str, Any]) -> None:
    records = [{"id": "new", **newest}, *long_records(13)]
    text = Presentation(plain).show("things", ExecuteResult(records, Meta(count=14)))
    shown = json.loads(text)
    assert "columns" not in shown
    assert all(isinstance(record, dict) for record in shown["data"])
    assert shown["data"][0]["text"].endswith("more characters)")
    assert shown["meta"]["count"] == 14


def test_a_single_object_says_what_is_beside_it() -> None:
    meta = Meta(
        has_more=True,
        next={"start": 25},
        warnings=("Careful.",),
        extra={"more": [1, None], "no": None},
    )
    shown = json.loads(Presentation(plain).show("things", ExecuteResult({"id": "1"}, meta)))
    assert shown == {
        "data": {"id": "1"},
        "meta": {
            "has_more": True,
            "next": {"start": 25},
            "warnings": ["Careful."],
            "extra": {"more": [1, None]},
        },
    }
    silent = json.loads(Presentation(plain).show("things", ExecuteResult(None, meta)))
    assert silent["done"] is True
    assert silent["meta"] == shown["meta"]


async def test_a_task_says_that_it_has_more_comments(sandbox: Sandbox) -> None:
    (tool,) = toolbox(sandbox).tools
    task_id = next(iter(sandbox.workspace.tasks))
    for number in range(30):
        params = {"task_id": task_id, "comment_text": f"Number {number}"}
        await tool.call({"entity": "comments", "action": "create", "params": params})
    call = {"entity": "tasks", "action": "get_with_comments", "params": {"task_id": task_id}}
    shown = json.loads(await tool.call(call))
    assert shown["meta"]["extra"]["more_comments"]


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=8) | st.dictionaries(st.text(max_size=8), inner, max_size=8)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=300), _nested, max_leaves=30
)

long_texts = st.integers(0, 4000).map("x".__mul__)
long_values = json_values | st.recursive(long_texts, _nested, max_leaves=30)


@given(st.lists(json_values, max_size=20), st.integers(300, 2000))
def test_whatever_the_records_the_text_is_json(records: list[Any], tokens: int) -> None:
    meta = Meta(count=len(records), extra={"more": records})
    result = ExecuteResult(records, meta).resumed_by(lambda count: {"skip": count})
    shown = json.loads(Presentation(plain, tokens).show("things", result))
    assert shown["meta"]["count"] == len(shown["data"])
    if shown["meta"]["count"] < len(records):
        assert shown["meta"]["next"] == {"skip": shown["meta"]["count"]}


@given(
    st.lists(long_values, max_size=20) | st.dictionaries(st.text(max_size=8), long_values),
    long_values,
    st.lists(long_texts, max_size=9),
    st.integers(700, 2000),
)
def test_whatever_is_beside_them_the_text_stays_within_its_size(
    data: Any, more: Any, warnings: list[str], tokens: int
) -> None:
    meta = Meta(
        next={"items": more, "page": 1}, warnings=tuple(warnings), extra={"a": more, "b": data}
    )
    text = Presentation(plain, tokens).show("things", ExecuteResult(data, meta))
    assert len(text) <= tokens * 3
    json.loads(text)


@given(json_values, st.integers(200, 2000))
def test_shrinking_leaves_what_is_short_alone(value: Any, room: int) -> None:
    short = shrink(value, room)
    json.dumps(short)
    if len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()) <= room:
        assert short == value


async def test_a_due_date_is_that_day_east_of_utc() -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    sandbox.workspace.owner.timezone = "Asia/Tokyo"
    connector = ClickupApiConnector.sandbox(sandbox)
    task = next(iter(sandbox.workspace.tasks.values())).id
    await ClickupApiConnector.sandbox(sandbox, timezone="Asia/Tokyo").tasks.update(
        task, due_date="2026-11-27"
    )
    (tool,) = Toolbox(connector).tools
    call = {"entity": "tasks", "action": "get", "params": {"task_id": task}}
    assert read(await tool.call(call))["data"]["due_date"] == "2026-11-27"
    asked = len(sandbox.requests)
    await tool.call(call)
    assert len(sandbox.requests) == asked + 1, "the zone is asked for once"


async def test_a_result_can_be_copied_and_kept() -> None:
    clickup = ClickupApiConnector.sandbox(tasks=40)
    call = {"entity": "tasks", "action": "search", "params": {"limit": 3}}
    result = await Toolbox(clickup).tools[0].call(call)
    for again in (copy.copy(result), copy.deepcopy({"output": result})["output"]):
        assert again == result
        assert again.result is result.result
    kept = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own
    assert kept == result
    assert kept.data == result.data
    assert kept.meta.next == result.meta.next
