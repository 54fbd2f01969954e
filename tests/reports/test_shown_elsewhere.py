"""Answers that show another place, another file, or nothing, where a write names one."""

from typing import Any

import pytest

from agent_connectors.clickup import InvalidParams, OutcomeUnknown
from tests.reports.every_field import Ground

PLACES = ("team_id", "space_id", "folder_id", "list_id")


def place(ground: Ground, kind: str) -> str:
    """The id of a place of a kind."""
    space = ground.execute("spaces", "list").data[0]["id"]
    if kind == "team_id":
        return str(ground.execute("teams", "list").data[0]["id"])
    if kind == "folder_id":
        folder = ground.execute("folders", "create", {"space_id": space, "name": "Views"})
        return str(folder.data["id"])
    return str(space if kind == "space_id" else ground.list_id)


@pytest.mark.parametrize("kind", PLACES)
def test_a_view_that_is_made_elsewhere_is_not_called_made(ground: Ground, kind: str) -> None:
    params = {"name": "Mine", "type": "board", kind: place(ground, kind)}
    assert ground.execute("views", "create", params).meta.warnings == ()

    def elsewhere(method: str, _: str, body: Any) -> Any:
        if method == "GET":
            return body
        return {"view": {**body["view"], "parent": {"id": "123", "type": 4}}}

    ground.between.answer = elsewhere
    try:
        with pytest.raises(OutcomeUnknown, match="it is 123"):
            ground.execute("views", "create", params)
    finally:
        ground.between.answer = None


@pytest.mark.parametrize("key", ["title", "size"])
def test_another_name_or_size_of_a_file_is_told(ground: Ground, key: str) -> None:
    params = {"task_id": ground.task, "text": "Zürich", "name": "a note.txt"}
    ground.between.answer = lambda _, path, body: (
        {**body, "size": 7} if path.endswith("/attachment") else body
    )
    other = {"title": "other.txt", "size": 8}
    try:
        assert ground.execute("attachments", "upload", params).meta.warnings == ()
        ground.between.answer = lambda _, path, body: (
            {**body, key: other[key]} if path.endswith("/attachment") else body
        )
        (told,) = ground.execute("attachments", "upload", params).meta.warnings
    finally:
        ground.between.answer = None
    assert f"`text: {key}`" in told
    assert str(other[key]) in told


@pytest.mark.parametrize("lost", [None, "name", "fg_color"])
def test_a_tag_of_which_nothing_is_answered_is_read_back(ground: Ground, lost: str | None) -> None:
    space = place(ground, "space_id")
    ground.execute("tags", "create", {"space_id": space, "name": "old"})
    params = {"space_id": space, "tag_name": "old", "name": "New", "fg_color": "#123456"}
    ground.between.answer = lambda method, _, body: {} if method == "PUT" else body
    ground.between.alter = lambda method, _, body: (
        {"tag": {**body["tag"], lost: {"name": "old", "fg_color": "#000000"}[lost]}}
        if lost and method == "PUT"
        else body
    )
    try:
        said = ground.execute("tags", "update", params).meta.warnings
    finally:
        ground.between.answer = ground.between.alter = None
        tags = ground.execute("tags", "list", {"space_id": space}).data
        for tag in tags:
            if tag["name"] in {"old", "new"}:
                ground.execute("tags", "delete", {"space_id": space, "tag_name": tag["name"]})
    assert bool(said) is bool(lost)
    assert lost is None or f"`{lost}`" in said[0]


START = 1_771_000_000_000


@pytest.mark.parametrize(
    "more",
    [
        {"end": START + 3_600_000, "duration": "2h"},
        {"stop": START + 3_600_000, "duration": 1_800_000},
        {"end": START + 3_600_000, "stop": START + 7_200_000},
        {"end": START + 3_600_000, "stop": START + 3_600_000, "duration": "1h30m"},
    ],
)
def test_work_of_two_lengths_is_refused(ground: Ground, more: dict[str, Any]) -> None:
    ground.between.sent.clear()
    with pytest.raises(InvalidParams, match="give one of them"):
        ground.execute("time_tracking", "create", {"start": START, **more})
    assert not ground.between.writes()


def test_work_of_one_length_said_twice_is_taken(ground: Ground) -> None:
    params = {"start": START, "end": START + 3_600_000, "duration": "1h"}
    made = ground.execute("time_tracking", "create", params)
    assert made.meta.warnings == ()
    more = {"time_entry_id": made.data["id"], "duration": "2h"}
    with pytest.raises(InvalidParams, match="give one of them"):
        ground.execute("time_tracking", "update", params | more)
