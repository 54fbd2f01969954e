"""What is true in the workspace, read over plain HTTP: none of either connector's code."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

import httpx

from benchmarks.questions.serve import NOW

__all__ = ["DAY_AGO", "MONDAY", "Record", "State", "iso", "milliseconds"]

Record = dict[str, Any]

MONDAY = (NOW - timedelta(days=NOW.weekday())).replace(hour=0)
DAY_AGO = NOW - timedelta(days=1)

_LIMIT = 99_000
"""Characters that the Airbyte connector's tool hands over, with room for what is around tasks."""


def milliseconds(moment: datetime) -> int:
    """As ClickUp counts time."""
    return int(moment.timestamp() * 1000)


def iso(moment: datetime, zone: tzinfo = UTC) -> str:
    """As a model writes a time."""
    return moment.astimezone(zone).isoformat(timespec="seconds").replace("+00:00", "Z")


class State:
    """The workspace.

    Args:
        url: Where it is served.
    """

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=f"{url}/api", headers={"Authorization": "pk_state"})

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    def get(self, path: str, **query: Any) -> Any:
        """What ClickUp answers."""
        return self._client.get(path, params=query).raise_for_status().json()

    def put(self, path: str, body: Record) -> None:
        """Changes something."""
        self._client.put(path, json=body).raise_for_status()

    @cached_property
    def team(self) -> Record:
        """The workspace itself."""
        return dict(self.get("/v2/team")["teams"][0])

    @property
    def people(self) -> list[Record]:
        """Its members."""
        return [member["user"] for member in self.team["members"]]

    @cached_property
    def spaces(self) -> list[Record]:
        """Its spaces."""
        return list(self.get(f"/v2/team/{self.team['id']}/space")["spaces"])

    def space(self, name: str) -> Record:
        """A space."""
        return next(space for space in self.spaces if space["name"] == name)

    def folders(self, space: str) -> list[Record]:
        """The folders of a space."""
        return list(self.get(f"/v2/space/{self.space(space)['id']}/folder")["folders"])

    def list_called(self, name: str) -> Record:
        """A list."""
        found = []
        for space in self.spaces:
            found += self.get(f"/v2/space/{space['id']}/list")["lists"]
            for folder in self.get(f"/v2/space/{space['id']}/folder")["folders"]:
                found += folder["lists"]
        return dict(next(one for one in found if one["name"] == name))

    @cached_property
    def tasks(self) -> list[Record]:
        """The tasks that ClickUp lists unless told otherwise: no subtasks, no closed ones."""
        return list(self._pages(f"/v2/team/{self.team['id']}/task"))

    def tasks_of(self, list_id: str) -> list[Record]:
        """Those of a list."""
        return list(self._pages(f"/v2/list/{list_id}/task"))

    def comments(self, task_id: str) -> list[Record]:
        """All comments on a task, newest first."""
        found: list[Record] = []
        query: Record = {}
        while True:
            page = self.get(f"/v2/task/{task_id}/comment", **query)["comments"]
            found += page
            if len(page) < 25:
                return found
            query = {"start": page[-1]["date"], "start_id": page[-1]["id"]}

    def replies(self, comment_id: str) -> list[Record]:
        """The replies to a comment."""
        return list(self.get(f"/v2/comment/{comment_id}/reply")["comments"])

    @cached_property
    def discussed(self) -> tuple[Record, Record, Record]:
        """A task, a comment on it that has replies, and one that waits for being resolved."""
        for task in self.tasks:
            comments = self.comments(task["id"])
            said = [(c["user"]["id"], c["comment_text"]) for c in comments]
            alone = [c for c, words in zip(comments, said, strict=True) if said.count(words) == 1]
            replied = [c for c in alone if int(c["reply_count"]) > 1]
            waiting = [c for c in alone if c["assignee"] and not c["resolved"]]
            members = self.get(f"/v2/task/{task['id']}/member")["members"]
            if replied and waiting and members and len(comments) < 25:
                return task, replied[0], waiting[0]
        raise RuntimeError("no task is discussed")

    @cached_property
    def week(self) -> list[Record]:
        """Everybody's time entries since Monday, oldest first."""
        return list(
            self.get(
                f"/v2/team/{self.team['id']}/time_entries",
                start_date=milliseconds(MONDAY),
                end_date=milliseconds(NOW),
                assignee=",".join(str(person["id"]) for person in self.people),
            )["data"]
        )

    @property
    def own_entry(self) -> Record:
        """The longest time entry of the token's user since Monday."""
        me = self.get("/v2/user")["user"]["id"]
        return max(
            (entry for entry in self.week if entry["user"]["id"] == me),
            key=lambda entry: int(entry["duration"]),
        )

    def of_person(self, name: str) -> list[Record]:
        """The tasks assigned to somebody."""
        return [t for t in self.tasks if any(p["username"] == name for p in t["assignees"])]

    def windows(self, tasks: list[Record]) -> list[tuple[int, int]]:
        """Spans of time in which as many of the tasks were made as Airbyte's tool hands over.

        An agent would have to find them by trying; it is given them, which is the fewest calls
        that it could manage with.
        """
        found: list[tuple[int, int]] = []
        begun: int | None = None
        last = used = 0
        for task in sorted(tasks, key=lambda task: int(task["date_created"])):
            at, size = int(task["date_created"]), len(json.dumps(str(task)))
            if begun is not None and used + size > _LIMIT and at > last:
                found.append((begun - 1, last + 1))
                begun, used = None, 0
            begun = at if begun is None else begun
            last, used = at, used + size
        return [*found, (begun - 1, last + 1)] if begun is not None else found

    def _pages(self, path: str) -> Iterator[Record]:
        page, last = 0, False
        while not last:
            answer = self.get(path, page=page)
            yield from answer["tasks"]
            page, last = page + 1, answer["last_page"]
