"""Each operator finds what a look at every record finds."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams

pytestmark = pytest.mark.asyncio(loop_scope="package")

Test = Callable[[Mapping[str, Any]], bool]


def due(task: Mapping[str, Any]) -> float:
    return task["due_date_ms"] / 1000 if task["due_date_ms"] else float("nan")


def today(end: bool = False) -> float:
    """When the day begins, or ends, where the user of the sandbox lives."""
    now = datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(days=end)
    return now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def words(task: Mapping[str, Any], key: str) -> set[str]:
    return set(re.findall(r"\w+", (task[key] or "").casefold()))


def near(task: Mapping[str, Any], text: str) -> bool:
    name = (task["name"] or "").casefold()
    parts, count = name.split(), len(text.split())
    shared = any(text[at : at + 3] in name for at in range(len(text) - 2))
    return shared and any(
        SequenceMatcher(None, " ".join(parts[at : at + count]), text, autojunk=False).ratio() >= 0.7
        for at in range(max(1, len(parts) - count + 1))
    )


FILTERS: list[tuple[Any, Test]] = [
    ({"eq": {"priority": "urgent"}}, lambda t: t["priority"] == "urgent"),
    ({"eq": {"priority": "URGENT"}}, lambda t: t["priority"] == "urgent"),
    ({"eq": {"priority": None}}, lambda t: t["priority"] is None),
    ({"neq": {"priority": None}}, lambda t: t["priority"] is not None),
    ({"neq": {"priority": "urgent"}}, lambda t: t["priority"] != "urgent"),
    ({"eq": {"creator": "chloé MARTIN"}}, lambda t: t["creator"] == "Chloé Martin"),
    ({"in": {"priority": ["urgent", "high"]}}, lambda t: t["priority"] in {"urgent", "high"}),
    ({"in": {"priority": ["urgent", None]}}, lambda t: t["priority"] in {"urgent", None}),
    ({"in": {"priority": []}}, lambda _: False),
    ({"gt": {"points": 3}}, lambda t: (t["points"] or 0) > 3),
    ({"gte": {"points": "3"}}, lambda t: (t["points"] or 0) >= 3),
    ({"lt": {"points": 3}}, lambda t: t["points"] is not None and t["points"] < 3),
    ({"lte": {"points": 3.0}}, lambda t: t["points"] is not None and t["points"] <= 3),
    ({"gte": {"points": 2}, "lte": {"points": 5}}, lambda t: 2 <= (t["points"] or 0) <= 5),
    ({"lt": {"due_date": "today"}}, lambda t: due(t) < today()),
    ({"lte": {"due_date": "today"}}, lambda t: due(t) < today(end=True)),
    ({"gt": {"due_date": "today"}}, lambda t: due(t) >= today(end=True)),
    ({"gte": {"due_date": "today"}}, lambda t: due(t) >= today()),
    ({"eq": {"due_date": "today"}}, lambda t: today() <= due(t) < today(end=True)),
    ({"neq": {"due_date": "today"}}, lambda t: not today() <= due(t) < today(end=True)),
    ({"eq": {"due_date": None}}, lambda t: t["due_date_ms"] is None),
    ({"gt": {"date_created": 1790000000000}}, lambda t: t["date_created_ms"] > 1790000000000),
    ({"contains": {"name": "invoice"}}, lambda t: "invoice" in t["name"].casefold()),
    ({"contains": {"name": "VO"}}, lambda t: "vo" in t["name"].casefold()),
    ({"contains": {"name": "100%"}}, lambda t: "100%" in t["name"]),
    ({"contains": {"name": "_"}}, lambda t: "_" in t["name"]),
    ({"contains": {"list": "bug"}}, lambda t: "bug" in t["list"].casefold()),
    ({"contains": {"description": "é"}}, lambda t: "é" in t["description"].casefold()),
    ({"startswith": {"name": "fix"}}, lambda t: t["name"].casefold().startswith("fix")),
    ({"endswith": {"name": "sites"}}, lambda t: t["name"].casefold().endswith("sites")),
    ({"like": {"name": "%the%a_e%"}}, lambda t: bool(re.search("the.*a.e", t["name"].lower()))),
    ({"keyword": {"name": "the for"}}, lambda t: words(t, "name") >= {"the", "for"}),
    ({"keyword": {"name": "a"}}, lambda t: "a" in words(t, "name")),
    ({"fuzzy": {"name": "invoce"}}, lambda t: near(t, "invoce")),
    ({"fuzzy": {"name": "wehbook signign"}}, lambda t: near(t, "wehbook signign")),
    ({"fuzzy": {"list": "bug trage"}}, lambda t: t["list"] == "Bug Triage"),
    (
        {"contains": {"*": "invoice"}},
        lambda t: "invoice" in f"{t['name']}\0{t['description']}".casefold(),
    ),
    ({"array_contains": {"assignees": "tomás rivera"}}, lambda t: "Tomás Rivera" in t["assignees"]),
    ({"eq": {"assignees": "Tomás Rivera"}}, lambda t: "Tomás Rivera" in t["assignees"]),
    (
        {"array_contains": {"assignees": ["Tomás Rivera", "Priya Raman"]}},
        lambda t: {"Tomás Rivera", "Priya Raman"} <= set(t["assignees"]),
    ),
    (
        {"any": {"assignees": ["Tomás Rivera", "Priya Raman"]}},
        lambda t: bool({"Tomás Rivera", "Priya Raman"} & set(t["assignees"])),
    ),
    (
        {"any": {"tags": {"startswith": "c"}}},
        lambda t: any(tag.startswith("c") for tag in t["tags"]),
    ),
    ({"neq": {"assignees": "Tomás Rivera"}}, lambda t: "Tomás Rivera" not in t["assignees"]),
    ({"eq": {"assignees": None}}, lambda t: not t["assignees"]),
    ({"neq": {"assignees": None}}, lambda t: bool(t["assignees"])),
    ({"contains": {"assignees": "Rivera"}}, lambda t: False),
    ({"eq": {"assignees": []}}, lambda t: not t["assignees"]),
    ({"neq": {"assignees": []}}, lambda t: bool(t["assignees"])),
    ({"any": {"assignees": []}}, lambda t: False),
    ({"lt": {"points": 2**70}}, lambda t: t["points"] is not None),
    ({"gt": {"points": -(2**63)}}, lambda t: t["points"] is not None),
    (
        {"in": {"priority": ["urgent", *(f"p{n}" for n in range(9000))]}},
        lambda t: t["priority"] == "urgent",
    ),
    (
        {"or": [{"eq": {"priority": p}} for p in ["urgent"] * 3000]},
        lambda t: t["priority"] == "urgent",
    ),
    (
        {"any": {"assignees": ["Tomás Rivera"] * 3000}},
        lambda t: "Tomás Rivera" in t["assignees"],
    ),
    (
        {"or": [{"eq": {"priority": "urgent"}}, {"gt": {"points": 5}}]},
        lambda t: t["priority"] == "urgent" or (t["points"] or 0) > 5,
    ),
    (
        {"and": [{"eq": {"priority": "urgent"}}, {"not": {"eq": {"status_type": "open"}}}]},
        lambda t: t["priority"] == "urgent" and t["status_type"] != "open",
    ),
    ({"not": {"gt": {"points": 3}}}, lambda t: not (t["points"] or 0) > 3),
    ({"not": {"lt": {"due_date": "today"}}}, lambda t: not due(t) < today()),
]


async def everything(replica: ContextStore) -> list[dict[str, Any]]:
    columns = [*replica.table("tasks").names]
    return (await replica.search("tasks", fields=columns, limit=1000)).data


@pytest.mark.parametrize(("wanted", "test"), FILTERS, ids=[str(f)[:80] for f, _ in FILTERS])
async def test_a_filter_finds_what_a_look_at_every_record_finds(
    replica: ContextStore, wanted: Any, test: Test
) -> None:
    tasks = await everything(replica)
    expected = {task["id"] for task in tasks if test(task)}
    found = await replica.search("tasks", {"filter": wanted}, limit=1000, fields=["id"])
    assert {task["id"] for task in found.data} == expected
    # All that can be tried here are; those that find nothing or all say so in their test.
    assert expected or str(wanted) in {str(f) for f, t in FILTERS if not any(map(t, tasks))}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"filter": {"eq": {"statu": "open"}}}, "`status`"),
        ({"filter": {"equals": {"status": "open"}}}, "operator"),
        ({"filter": {"status": "open"}}, "operator comes first"),
        ({"filter": {"status": {"eq": "open"}}}, "operator comes first"),
        ({"filter": {"eq": "open"}}, "fields and values"),
        ({"filter": {"eq": {}}}, "fields and values"),
        ({"filter": ["eq"]}, "condition"),
        ({"filter": {"and": {}}}, "list of conditions"),
        ({"filter": {"and": []}}, "list of conditions"),
        ({"filter": {"or": [{}]}}, "condition"),
        ({"filter": {"in": {"status": "open"}}}, "list of values"),
        ({"filter": {"gt": {"due_date": "soonish"}}}, "due_date"),
        ({"filter": {"gt": {"due_date": 5}}}, "due_date"),
        ({"filter": {"contains": {"due_date": "5"}}}, "time"),
        ({"filter": {"gt": {"points": "many"}}}, "number"),
        ({"filter": {"gt": {"points": None}}}, "null"),
        ({"filter": {"contains": {"name": 5}}}, "text"),
        ({"filter": {"contains": {"name": ""}}}, "text"),
        ({"filter": {"array_contains": {"name": "x"}}}, "lists"),
        ({"filter": {"gt": {"assignees": "x"}}}, "item"),
        ({"filter": {"eq": {"name": {"a": 1}}}}, "text"),
        ({"filter": {"eq": {"name; DROP TABLE tasks": 1}}}, "no field"),
        ({"filter": {"keyword": {"name": "👩‍👩‍👧"}}}, "none"),
        ({"filter": {"keyword": {"*": "--"}}}, "none"),
        ({"filter": {"fuzzy": {"name": "  "}}}, "none"),
        ({"filter": {"any": {"tags": {"keyword": "!"}}}}, "none"),
        ({"filter": {"any": {"tags": {}}}}, "conditions"),
        ({"filter": {"in": {"tags": {}}}}, "conditions"),
        ({"filter": {"array_contains": {"tags": []}}}, "at least one"),
        ({"filter": {"contains": {"tags": []}}}, "at least one"),
        ({"filter": {"gt": {"points": float("nan")}}}, "number"),
        ({"filter": {"gt": {"points": 10**400}}}, "number"),
        ({"filter": {"in": {"name": ["x"] * 10_001}}}, "at most"),
        *(
            ({"filter": {operator: {field: "a\ud800"}}}, "half of one")
            for operator in (
                "eq",
                "neq",
                "gt",
                "contains",
                "startswith",
                "like",
                "fuzzy",
                "keyword",
            )
            for field in ("name", "list")
        ),
        ({"filter": {"any": {"tags": ["\ud800"]}}}, "half of one"),
        ({"filters": {}}, "`filter`"),
        ({"sort": [{"due": "asc"}]}, "due_date"),
        ({"sort": [{"due_date": "up"}]}, "asc"),
        ({"sort": "due_date"}, "list such as"),
        ([], "object"),
        ({"filter": {"eq": {"id": 1}}, "sort": [{"a": "asc", "b": "asc"}]}, "list such as"),
    ],
)
async def test_a_wrong_query_says_what_is_wrong(
    replica: ContextStore, query: Any, said: str
) -> None:
    with pytest.raises(InvalidParams, match=said):
        await replica.search("tasks", query)


async def test_conditions_too_deep_are_refused(replica: ContextStore) -> None:
    deep: Any = {"eq": {"name": "x"}}
    for _ in range(500):
        deep = {"not": deep}
    with pytest.raises(InvalidParams, match="too many"):
        await replica.search("tasks", {"filter": deep})


@pytest.mark.parametrize("size", [1, 7, 100])
async def test_pages_give_each_record_once(replica: ContextStore, size: int) -> None:
    query = {"filter": {"neq": {"priority": None}}, "sort": [{"due_date": "asc"}]}
    whole = await replica.search("tasks", query, limit=1000, fields=["id", "due_date"])
    ids: list[str] = []
    cursor = None
    for _ in range(300):
        page = await replica.search("tasks", query, limit=size, cursor=cursor, fields=["id"])
        ids += [task["id"] for task in page.data]
        cursor = page.next
        if cursor is None:
            break
    assert ids == [task["id"] for task in whole.data]
    dates = [task["due_date"] for task in whole.data]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert dates[: len(known)] == known  # what has none comes last


async def test_a_cursor_of_another_query_is_refused(replica: ContextStore) -> None:
    page = await replica.search("tasks", limit=1)
    with pytest.raises(InvalidParams, match="another query"):
        await replica.search("tasks", {"filter": {"eq": {"status": "x"}}}, cursor=page.next)
    for wrong in ("", "x", "MTA", "é", page.next and page.next[:-4]):
        with pytest.raises(InvalidParams, match=r"cursor"):
            await replica.search("tasks", cursor=wrong)


async def test_a_record_is_given_as_clickup_sent_it(replica: ContextStore) -> None:
    page = await replica.search("tasks", limit=3, fields=["name", "raw"])
    for task in page.data:
        assert task["raw"]["name"] == task["name"]
        assert task["raw"]["id"] == task["id"]
        assert "custom_fields" in task["raw"]
    comment = (await replica.search("comments", limit=1, fields=["raw"])).data[0]["raw"]
    assert "_of" not in comment
    with pytest.raises(InvalidParams, match="whole records"):
        await replica.search("task_people", fields=["raw"])


@pytest.mark.parametrize("limit", [0, -1, 1001, True, "5", 2.5, None])
async def test_a_limit_out_of_reach_is_refused(replica: ContextStore, limit: Any) -> None:
    with pytest.raises(InvalidParams, match="limit"):
        await replica.search("tasks", limit=limit)


@pytest.mark.parametrize("operator", ["contains", "startswith", "endswith", "keyword"])
async def test_letters_are_the_same_with_and_without_an_index(
    operator: str, tmp_path: Path
) -> None:
    names = ["Straße", "STRASSE", "strasse", "ΟΔΟΣ", "οδος", "οδοσ", "ÄÖÜ", "äöü", "ŽLUŤ", "žluť"]
    sandbox = Sandbox(tasks=20, rate_limit=None)
    for task, name in zip(sandbox.workspace.tasks.values(), names, strict=False):
        task.name = name
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        store = ContextStore(clickup, tmp_path / "clickup.db", without=["comments", "replies"])
        await store.sync()
        for wanted in names:
            found = await store.search("tasks", {"filter": {operator: {"name": wanted}}})
            there = {name for name in names if name.casefold() == wanted.casefold()}
            assert {task["name"] for task in found.data} == there
        store.close()
