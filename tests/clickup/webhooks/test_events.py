"""Each event of the sandbox is read into its type, and nothing that is odd makes one unreadable."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_connectors.clickup import webhooks
from agent_connectors.clickup.webhooks import (
    AssigneeItem,
    CommentItem,
    DateItem,
    EstimateItem,
    FieldItem,
    HistoryItem,
    MoveItem,
    PriorityItem,
    StatusItem,
    TagItem,
    TaskCommentPosted,
    TaskEvent,
    TaskUpdated,
    TimeItem,
    UnknownEvent,
    WebhookEvent,
)
from agent_connectors.clickup.webhooks.events import KINDS
from agent_connectors.clickup.webhooks.reading import event_of, identity_of, read
from agent_connectors.engine.errors import InvalidParams
from tests.clickup.webhooks.receiving import receiving
from tests.facts.reading import webhooks as documented
from tests.facts.shapes import sample
from tests.sandbox.client import Api
from tests.sandbox.test_webhook_events import WAYS, Doing


def test_there_is_a_type_for_each_documented_event() -> None:
    assert KINDS.keys() == documented()["events"].keys()
    assert {kind.__name__ for kind in KINDS.values()} <= set(webhooks.__all__)


@pytest.mark.parametrize("name", KINDS)
async def test_an_event_of_the_sandbox_has_its_type(name: str, tmp_path: Path) -> None:
    async with receiving(tmp_path) as received:
        await WAYS[name](Doing(Api(received.sandbox)))
        told = await received.told()
        own = [event for event in told if type(event) is KINDS[name]]
        assert own, [event.name for event in told]
        for event in told:
            assert type(event) is KINDS[event.name]
            assert json.loads(json.dumps(event.raw)) == event.raw
            assert event.key.startswith("clickup-webhook-")
            for part in type(event).subject:
                assert getattr(event, part) == event.raw[part]
            for item in event.history:
                assert item.by is not None
                assert item.by.name == "Mara Lindqvist"
                assert event.at is not None


ITEM_TYPES: dict[str, type[HistoryItem]] = {
    "assignee_add": AssigneeItem,
    "comment": CommentItem,
    "content": HistoryItem,
    "custom_field": FieldItem,
    "due_date": DateItem,
    "name": HistoryItem,
    "priority": PriorityItem,
    "section_moved": MoveItem,
    "status": StatusItem,
    "tag": TagItem,
    "task_creation": HistoryItem,
    "time_estimate": EstimateItem,
    "time_spent": TimeItem,
}


@pytest.mark.parametrize("name", documented()["items"])
def test_a_documented_item_has_its_type(name: str) -> None:
    for shape in documented()["items"][name]:
        raw = sample(shape) | {"field": name}
        (item,) = event_of({"event": "taskUpdated", "task_id": "1", "history_items": [raw]}).history
        assert type(item) is ITEM_TYPES[name]
        assert item.at == datetime.fromtimestamp(1790000000, UTC)
        if isinstance(item, CommentItem):
            assert item.comment is not None
            assert (item.comment.id, item.comment.text) == ("1", "Sample")
        elif isinstance(item, StatusItem):
            assert item.after is not None
        elif isinstance(item, EstimateItem):
            assert item.after == timedelta(milliseconds=1)
        elif isinstance(item, FieldItem):
            assert item.field_name == "Sample"
        elif type(item) is not HistoryItem:
            assert item.after


def test_mentions_are_read() -> None:
    blocks: list[Any] = [
        {"text": "@Ada", "type": "tag", "user": {"id": 7}},
        {"text": " and "},
        {"type": "tag", "user": {"id": "8"}},
        {"type": "tag", "user": {"id": 7}},
        {"type": "tag", "user": None},
        "odd",
    ]
    raw = {"field": "comment", "comment": {"id": 5, "comment": blocks}}
    event = event_of({"event": "taskCommentPosted", "task_id": "1", "history_items": [raw]})
    assert isinstance(event, TaskCommentPosted)
    assert event.comment is not None
    assert (event.comment.id, event.comment.mentions) == ("5", (7, 8))
    assert event.comment.text == "@Ada and "
    # Somebody has seen them without a text of their own.
    pieces: dict[str, Any] = {"field": "comment", "comment": [{"text": "Hi"}]}
    event = event_of({"event": "taskCommentPosted", "task_id": "1", "history_items": [pieces]})
    assert isinstance(event, TaskCommentPosted)
    assert event.comment is not None
    assert event.comment.text == "Hi"


@pytest.mark.parametrize(
    "raw",
    [
        {"event": "taskEaten", "task_id": "1"},
        {"event": "taskUpdated"},
        {"event": "taskUpdated", "task_id": ""},
        {"event": "taskUpdated", "task_id": None},
        {"event": "taskUpdated", "task_id": "a\x00b"},
        {"event": "taskUpdated", "task_id": "x" * 201},
        {"event": "keyResultCreated", "goal_id": "1"},
        {"event": ""},
    ],
)
def test_what_is_not_known_is_kept_as_it_is(raw: dict[str, Any]) -> None:
    event = event_of(raw)
    assert type(event) is UnknownEvent
    assert (event.name, event.raw) == (raw["event"], raw)


def test_a_number_as_an_id_is_one() -> None:
    event = event_of({"event": "taskUpdated", "task_id": 5, "webhook_id": 6, "new": {"x": 1}})
    assert isinstance(event, TaskEvent)
    assert (event.task_id, event.webhook_id, event.by, event.at) == ("5", "6", None, None)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"event"', b"{}", b'{"event": 5}', b"{", b"\xff\xfe", b"[" * 100_000,
     b'{"event":' * 50_000],
)  # fmt: skip
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidParams, match="no event"):
        read(body)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
PARTS = {
    **dict.fromkeys(("id", "date", "user", "before", "after", "data", "custom_field"), ANYTHING),
    "field": st.sampled_from([*ITEM_TYPES, "assignee_rem", "other"]) | ANYTHING,
    "comment": ANYTHING | st.fixed_dictionaries({"comment": st.lists(ANYTHING)}),
}


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"event": st.sampled_from([*KINDS, "other"])},
        optional={
            "task_id": ANYTHING,
            "webhook_id": ANYTHING,
            "history_items": ANYTHING
            | st.lists(st.fixed_dictionaries({}, optional=PARTS), max_size=3),
        },
    )
)
def test_no_value_makes_an_event_unreadable(raw: dict[str, Any]) -> None:
    event = event_of(raw)
    assert identity_of(event) == identity_of(event_of(raw))
    assert repr(event)
    assert event.at is None or event.at.tzinfo is UTC
    assert isinstance(event, WebhookEvent)


def test_types_are_told_apart_by_class() -> None:
    event = event_of({"event": "taskUpdated", "task_id": "1"})
    match event:
        case TaskUpdated(task_id=task):
            assert task == "1"
        case _:
            pytest.fail("no TaskUpdated")
    assert repr(event).startswith("TaskUpdated(name='taskUpdated'")
