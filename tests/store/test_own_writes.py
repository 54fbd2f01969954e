"""What is written through a connector is in its store when the write returns."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.clickup.store.effects import CHANGES, UNKEPT
from agent_connectors.engine.errors import ConnectorError, InvalidParams, NotFound
from tests.store.replica_checks import expected, held

ALL = ["status_history", "folder_views", "list_views"]


class Office:
    """A workspace, its connector and the store of that."""

    def __init__(self, sandbox: Sandbox, path: Path) -> None:
        self.sandbox = sandbox
        self.clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
        self.store = ContextStore(self.clickup, path, also=ALL)

    def all(self, kind: str) -> list[Any]:
        return list(getattr(self.sandbox.workspace, kind).values())

    @property
    def task(self) -> Any:
        return next(t for t in self.all("tasks") if not t.archived and t.parent is None)

    @property
    def other(self) -> Any:
        first = self.task
        return next(t for t in self.all("tasks") if t.home is first.home and t is not first)

    @property
    def home(self) -> Any:
        return next(h for h in self.all("lists") if not h.folder.hidden and not h.archived)

    async def do(self, operation: str, /, **params: Any) -> Any:
        entity, _, action = operation.partition(".")
        return (await self.clickup.execute(entity, action, params)).data


def fresh() -> Sandbox:
    """The same workspace each time."""
    return Sandbox(rate_limit=None, clock=lambda: 1_795_000_000.0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "clickup.db"
    made = Office(fresh(), path)
    await made.store.sync()
    made.store.close()
    await made.clickup.aclose()
    return path


@pytest_asyncio.fixture
async def office(synced: Path, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(fresh(), Path(shutil.copy(synced, tmp_path / "clickup.db")))
    yield made
    made.store.close()
    await made.clickup.aclose()


Doing = Callable[[Office], Awaitable[Any]]


def doing(operation: str, /, **params: Callable[[Office], Any]) -> Doing:
    async def do(office: Office) -> Any:
        return await office.do(operation, **{key: value(office) for key, value in params.items()})

    return do


def just(value: Any) -> Callable[[Office], Any]:
    return lambda _: value


def task(office: Office) -> Any:
    return office.task.id


def other(office: Office) -> Any:
    return office.other.id


def home(office: Office) -> Any:
    return office.home.id


def comment(office: Office) -> Any:
    threads = office.sandbox.workspace.threads
    found = next(
        c
        for (kind, _), comments in threads.items()
        for c in comments
        if kind == "task" and c.replies
    )
    return str(found.id)


def first(kind: str) -> Callable[[Office], Any]:
    return lambda office: office.all(kind)[0].id


async def checklist(office: Office) -> Any:
    made = await office.do("checklists.create", task_id=task(office), name="First")
    item = await office.do("checklist_items.create", checklist_id=made["id"], name="One")
    return made["id"], item["items"][0]["id"]


async def item_changed(office: Office) -> None:
    own, item = await checklist(office)
    await office.do(
        "checklist_items.update", checklist_id=own, checklist_item_id=item, resolved=True
    )


async def item_deleted(office: Office) -> None:
    own, item = await checklist(office)
    await office.do("checklist_items.delete", checklist_id=own, checklist_item_id=item)


async def checklist_renamed(office: Office) -> None:
    own, _ = await checklist(office)
    await office.do("checklists.update", checklist_id=own, name="Second")


async def checklist_deleted(office: Office) -> None:
    own, _ = await checklist(office)
    await office.do("checklists.delete", checklist_id=own)


async def timer(office: Office) -> None:
    await office.do("time_tracking.start", task_id=task(office))
    await office.do("time_tracking.start", task_id=other(office))
    await office.do("time_tracking.stop")


async def many_made(office: Office) -> None:
    await office.do(
        "tasks.create_many", list_id=home(office), tasks=[{"name": f"N {n}"} for n in range(12)]
    )


async def many_changed(office: Office) -> None:
    ids = [t.id for t in office.all("tasks")[:12]]
    await office.do("tasks.update_many", updates=[{"task_id": t, "name": "Same"} for t in ids])


async def view_made(office: Office) -> Any:
    return await office.do("views.create", name="Mine", type="list", list_id=home(office))


async def view_renamed(office: Office) -> None:
    made = await view_made(office)
    await office.do("views.update", view_id=made["id"], name="Ours")


async def view_deleted(office: Office) -> None:
    made = await view_made(office)
    await office.do("views.delete", view_id=made["id"])


async def task_untagged(office: Office) -> None:
    tagged = next(t for t in office.all("tasks") if t.tags and not t.archived)
    await office.do("tags.remove", task_id=tagged.id, tag_name=next(iter(tagged.tags)))


async def tag_deleted(office: Office) -> None:
    tagged = next(t for t in office.all("tasks") if t.tags and not t.archived)
    space = tagged.home.folder.space.id
    await office.do("tags.delete", space_id=space, tag_name=next(iter(tagged.tags)))


async def linked(office: Office) -> None:
    await office.do("task_links.add", task_id=task(office), links_to=other(office))


async def unlinked(office: Office) -> None:
    await linked(office)
    await office.do("task_links.remove", task_id=task(office), links_to=other(office))


async def waits(office: Office) -> None:
    await office.do("dependencies.add", task_id=task(office), depends_on=other(office))


async def waits_no_more(office: Office) -> None:
    await waits(office)
    await office.do("dependencies.remove", task_id=task(office), depends_on=other(office))


async def task_with_relations_deleted(office: Office) -> None:
    await waits(office)
    await office.do("tasks.delete", task_id=other(office))


async def result_made(office: Office) -> Any:
    return await office.do(
        "key_results.create",
        goal_id=first("goals")(office),
        name="More",
        type="number",
        owners=[],
        steps_start=0,
        steps_end=9,
    )


async def result_changed(office: Office) -> None:
    made = await result_made(office)
    await office.do("key_results.update", key_result_id=made["id"], steps_current=3)


async def result_deleted(office: Office) -> None:
    made = await result_made(office)
    await office.do("key_results.delete", key_result_id=made["id"])


async def page_made(office: Office) -> Any:
    doc = first("docs")(office)
    return doc, await office.do("doc_pages.create", doc_id=doc, name="New page", content="text")


async def page_changed(office: Office) -> None:
    doc, page = await page_made(office)
    await office.do("doc_pages.update", doc_id=doc, page_id=page["id"], name="Newer page")


async def moved(office: Office) -> None:
    folder = office.task.home.folder
    target = await office.do("lists.create", name="Target", folder_id=folder.id)
    await office.do("tasks.move", task_id=task(office), list_id=target["id"])


async def reply(office: Office) -> Any:
    await office.do("comments.reply", comment_id=comment(office), comment_text="A reply")


async def reply_deleted(office: Office) -> None:
    found = office.sandbox.workspace.comments[int(comment(office))].replies[0]
    await office.do("comments.delete", comment_id=str(found.id))


async def merged(office: Office) -> None:
    await office.do("tasks.merge", task_id=task(office), source_task_ids=[other(office)])


DOINGS: Mapping[str, Doing] = {
    "spaces.create": doing("spaces.create", name=just("Annex")),
    "spaces.update": doing("spaces.update", space_id=first("spaces"), name=just("Renamed")),
    "spaces.delete": doing("spaces.delete", space_id=first("spaces")),
    "folders.create": doing("folders.create", space_id=first("spaces"), name=just("New")),
    "folders.update": doing(
        "folders.update", folder_id=lambda o: o.home.folder.id, name=just("Renamed")
    ),
    "folders.delete": doing("folders.delete", folder_id=lambda o: o.home.folder.id),
    "lists.create": doing("lists.create", folder_id=lambda o: o.home.folder.id, name=just("New")),
    "lists.update": doing("lists.update", list_id=home, name=just("Renamed")),
    "lists.delete": doing("lists.delete", list_id=home),
    "lists.add_task": doing("lists.add_task", list_id=first("lists"), task_id=task),
    "tasks.create": doing("tasks.create", list_id=home, name=just("New")),
    "tasks.update": doing("tasks.update", task_id=task, name=just("Renamed")),
    "tasks.update archived": doing("tasks.update", task_id=task, archived=just(True)),
    "tasks.delete": doing("tasks.delete", task_id=task),
    "tasks.delete with relations": task_with_relations_deleted,
    "tasks.move": moved,
    "tasks.merge": merged,
    "tasks.create_many": many_made,
    "tasks.update_many": many_changed,
    "comments.create": doing("comments.create", task_id=task, comment_text=just("Said")),
    "comments.update": doing("comments.update", comment_id=comment, comment_text=just("Other")),
    "comments.delete": doing("comments.delete", comment_id=comment),
    "comments.delete of a reply": reply_deleted,
    "comments.reply": reply,
    "time_tracking.create": doing(
        "time_tracking.create", task_id=task, start=just(1_790_000_000_000), duration=just(60_000)
    ),
    "time_tracking.update": doing(
        "time_tracking.update", time_entry_id=first("time_entries"), description=just("x")
    ),
    "time_tracking.delete": doing("time_tracking.delete", time_entry_id=first("time_entries")),
    "time_tracking.start": timer,
    "docs.create": doing("docs.create", name=just("New")),
    "doc_pages.create": page_made,
    "doc_pages.update": page_changed,
    "goals.create": doing("goals.create", name=just("New")),
    "goals.update": doing("goals.update", goal_id=first("goals"), name=just("Renamed")),
    "goals.delete": doing("goals.delete", goal_id=first("goals")),
    "key_results.create": result_made,
    "key_results.update": result_changed,
    "key_results.delete": result_deleted,
    "views.create": view_made,
    "views.update": view_renamed,
    "views.delete": view_deleted,
    "tags.add": doing(
        "tags.add",
        task_id=task,
        tag_name=lambda o: next(iter(o.task.home.folder.space.tags)),
    ),
    "tags.remove": task_untagged,
    "tags.delete": tag_deleted,
    "checklists.update": checklist_renamed,
    "checklists.delete": checklist_deleted,
    "checklist_items.update": item_changed,
    "checklist_items.delete": item_deleted,
    "dependencies.add": waits,
    "dependencies.remove": waits_no_more,
    "task_links.add": linked,
    "task_links.remove": unlinked,
    "users.invite": doing("users.invite", email=just("new@example.com"), admin=just(False)),
}


@pytest.mark.parametrize("name", DOINGS)
async def test_what_is_written_is_in_the_store(name: str, office: Office) -> None:
    await DOINGS[name](office)
    after, wanted = await held(office.store), expected(office.sandbox, views_of_all=True)
    for table, rows in wanted.items():
        assert after[table] == rows, (table, after[table] ^ rows)
    cost = office.store.upkeep.cost
    assert not cost.warnings
    assert cost.changed or cost.removed
    report = await office.store.sync()
    assert not report.warnings
    assert await held(office.store) == after


def test_of_every_write_it_is_known_what_it_changes() -> None:
    writes = {
        op.name for op in ClickupApiConnector.operations if op.effect != "read" and op.body is None
    }
    assert writes == {*CHANGES, *UNKEPT}
    assert not set(CHANGES) & set(UNKEPT)
    assert {name.split(" ")[0] for name in DOINGS} - {"tasks.create_many", "tasks.update_many"} <= (
        set(CHANGES)
    )


async def names(office: Office) -> dict[str, str]:
    rows = await office.store.sql("SELECT id, name FROM tasks", limit=5000)
    return {row["id"]: row["name"] for row in rows.data}


@pytest.mark.parametrize("kind", [502, "drop", "garbage", "empty"])
async def test_a_write_of_unknown_outcome_is_looked_at_by_the_next_sync(
    kind: Any, office: Office
) -> None:
    # In a list that no change of date tells of.
    own = office.task
    office.sandbox.fail(kind, method="PUT", after=True)
    with pytest.raises(ConnectorError):
        await office.do("tasks.update", task_id=own.id, name="Perhaps", archived=True)
    assert (await names(office))[own.id] != "Perhaps"
    await office.store.sync()
    assert (await names(office))[own.id] == "Perhaps"
    await agrees(office)


async def agrees(office: Office) -> None:
    there, wanted = await held(office.store), expected(office.sandbox, views_of_all=True)
    for table, rows in wanted.items():
        assert there[table] == rows, (table, there[table] ^ rows)


async def test_what_cannot_be_read_again_at_once_is_read_by_the_next_sync(office: Office) -> None:
    own = office.task
    office.sandbox.fail(500, method="GET", times=9)
    tag = next(tag for tag in own.home.folder.space.tags if tag not in own.tags)
    await office.do("tags.add", task_id=own.id, tag_name=tag)
    office.sandbox.faults.clear()
    assert office.store.upkeep.cost.warnings
    tags = await office.store.sql("SELECT tag FROM task_tags")
    await office.store.sync()
    assert len((await office.store.sql("SELECT tag FROM task_tags", limit=9999)).data) > 0
    assert tags.data is not None
    await agrees(office)


async def test_a_read_that_finds_nothing_removes_what_was_there(office: Office) -> None:
    own = office.task
    elsewhere = ClickupApiConnector.sandbox(office.sandbox, allow_destructive=True)
    await elsewhere.execute("tasks", "delete", {"task_id": own.id})
    await elsewhere.aclose()
    assert own.id in await names(office)
    with pytest.raises(NotFound):
        await office.do("tasks.get", task_id=own.id)
    assert own.id not in await names(office)
    await agrees(office)


async def test_a_store_that_fails_makes_no_write_fail(office: Office) -> None:
    office.store.path.write_bytes(b"damaged" * 4000)
    office.store.close()
    result = await office.clickup.execute(
        "tasks", "update", {"task_id": task(office), "name": "Renamed"}
    )
    assert result.data["name"] == "Renamed"
    assert any("clickup.db whole" in said for said in result.meta.warnings)
    assert office.task.name == "Renamed"


async def test_a_store_that_was_never_synced_is_not_made_by_a_write(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    async with ClickupApiConnector.sandbox(fresh(), store=path) as clickup:
        own = next(iter((await clickup.execute("tasks", "search", {"limit": 1})).data))
        await clickup.execute("tasks", "update", {"task_id": own["id"], "name": "Renamed"})
        assert not path.exists()


async def test_a_connector_with_store_follows_before_the_store_was_asked_for(
    synced: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(synced, tmp_path / "clickup.db"))
    async with ClickupApiConnector.sandbox(fresh(), store=path) as clickup:
        own = next(iter((await clickup.execute("tasks", "search", {"limit": 1})).data))
        await clickup.tasks.update(own["id"], name="Renamed")
        found = {"query": {"filter": {"eq": {"name": "Renamed"}}}}
        assert len((await clickup.execute("tasks", "context_store_search", found)).data) == 1
        planned = await clickup.execute(
            "tasks", "update", {"task_id": own["id"], "name": "Planned"}, dry_run=True
        )
        assert planned.data is not None
        assert (await clickup.execute("tasks", "context_store_search", found)).data


async def test_writes_at_the_same_time_leave_the_last_state(office: Office) -> None:
    own = office.task
    await asyncio.gather(
        *(office.do("tasks.update", task_id=own.id, name=f"Name {n}") for n in range(8))
    )
    assert (await names(office))[own.id] == own.name
    await agrees(office)


async def test_a_write_during_a_sync_is_not_undone_by_what_was_read_before(
    office: Office,
) -> None:
    own, gone = office.task, office.other
    done: list[asyncio.Task[Any]] = []

    async def write() -> None:
        await office.do("tasks.update", task_id=own.id, name="Meanwhile")
        await office.do("tasks.delete", task_id=gone.id)
        await office.do("comments.create", task_id=own.id, comment_text="Meanwhile")

    def meddle(progress: Any) -> None:
        if progress.feed == "tasks" and not done:
            done.append(asyncio.ensure_future(write()))

    await office.store.sync(whole=True, progress=meddle)
    await asyncio.gather(*done)
    await office.store.sync()
    await agrees(office)


EVENTS: Mapping[str, Doing] = {
    "taskCreated": doing("tasks.create", list_id=home, name=just("New")),
    "taskUpdated": doing("tasks.update", task_id=task, name=just("Renamed")),
    "taskStatusUpdated": doing("tasks.update", task_id=task, name=just("Renamed")),
    "taskDeleted": doing("tasks.delete", task_id=task),
    "taskMoved": moved,
    "taskCommentPosted": doing("comments.create", task_id=task, comment_text=just("Said")),
    "listCreated": doing("lists.create", folder_id=lambda o: o.home.folder.id, name=just("New")),
    "listUpdated": doing("lists.update", list_id=home, name=just("Renamed")),
    "listDeleted": doing("lists.delete", list_id=home),
    "folderUpdated": doing(
        "folders.update", folder_id=lambda o: o.home.folder.id, name=just("Renamed")
    ),
    "folderDeleted": doing("folders.delete", folder_id=lambda o: o.home.folder.id),
    "spaceCreated": doing("spaces.create", name=just("Annex")),
    "spaceUpdated": doing("spaces.update", space_id=first("spaces"), name=just("Renamed")),
    "spaceDeleted": doing("spaces.delete", space_id=first("spaces")),
    "goalUpdated": doing("goals.update", goal_id=first("goals"), name=just("Renamed")),
    "goalDeleted": doing("goals.delete", goal_id=first("goals")),
    "keyResultCreated": result_made,
}


@pytest.mark.parametrize("event", EVENTS)
async def test_an_event_brings_what_it_tells_of(event: str, office: Office) -> None:
    part = next(
        p for p in ("task", "list", "folder", "space", "goal", "key") if event.startswith(p)
    )
    finders: dict[str, Callable[[Office], Any]] = {
        "task": task,
        "list": home,
        "folder": lambda o: o.home.folder.id,
        "space": first("spaces"),
        "goal": first("goals"),
        "key": first("goals"),
    }
    kind = {"key": "goal"}.get(part, part)
    key = finders[part](office)
    there = set(getattr(office.sandbox.workspace, f"{kind}s"))
    others = Office(office.sandbox, office.store.path.with_name("others.db"))
    await EVENTS[event](others)
    await others.clickup.aclose()
    new = set(getattr(office.sandbox.workspace, f"{kind}s")) - there
    if event.endswith("Created") and part != "key":
        (key,) = new
    if event == "taskMoved":  # its list was made as well
        made = office.sandbox.workspace.tasks[key].home.id
        await office.store.apply({"event": "listCreated", "list_id": made})
    report = await office.store.apply({"event": event, f"{kind}_id": key, "webhook_id": "x"})
    assert report.changed or report.removed
    if event != "spaceCreated":  # its views are read by the next sync
        await agrees(office)
    assert (await office.store.apply({"event": event, f"{kind}_id": key})).changed == 0


@pytest.mark.parametrize(
    "event",
    [{}, {"event": "task"}, {"event": "taskUpdated"}, {"event": "taskUpdated", "task_id": ""},
     {"event": None, "task_id": "x"}, {"event": "chatUpdated", "task_id": "x"},
     {"event": "taskUpdated", "task_id": ["x"]}, {"event": "taskUpdated", "task_id": True}],
)  # fmt: skip
async def test_what_is_no_event_is_refused(event: Any, office: Office) -> None:
    before = await held(office.store)
    with pytest.raises(InvalidParams, match="no event"):
        await office.store.apply(event)
    assert await held(office.store) == before


async def test_an_event_whose_object_cannot_be_read_is_read_by_the_next_sync(
    office: Office,
) -> None:
    own = office.task
    own.name = "Unseen"
    office.sandbox.workspace.changed()
    office.sandbox.workspace.rendered.drop(own.id)
    office.sandbox.fail(500, times=9)
    report = await office.store.apply({"event": "taskUpdated", "task_id": own.id})
    office.sandbox.faults.clear()
    assert "next sync" in report.warnings[0]
    await office.store.sync()
    assert (await names(office))[own.id] == "Unseen"


@pytest.mark.parametrize("operation", ["tasks.update", "tasks.get"])
async def test_a_file_that_somebody_else_holds_takes_no_call_its_time(
    office: Office, operation: str
) -> None:
    task = office.task
    given = {"name": "Still written"} if operation == "tasks.update" else {}
    other = sqlite3.connect(office.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    try:
        entity, _, action = operation.partition(".")
        result = await office.clickup.execute(
            entity, action, {"task_id": task.id, **given}, timeout=2.0
        )
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert time.monotonic() - began < 8  # the file is waited for ten seconds, each time
    assert result.data["id"] == task.id
    if given:
        assert task.name == "Still written"
        assert "could not be told" in "".join(result.meta.warnings)
        await office.store.sync()
        rows = await office.store.sql("SELECT id FROM tasks WHERE name = 'Still written'")
        assert [row["id"] for row in rows.data] == [task.id]
