"""History items: what changed, by whom, and the values before and after.

`content`, `custom_field`, `priority`, `status`, `assignee_add`, `due_date`, `tag`, `section_moved`,
`comment`, `time_estimate`, `time_spent` and a List's `name` are documented, with what they hold.
Other fields of a task that can be changed have the plain name and value: those are guessed.
"""

from typing import Any

from pydantic_core import to_json

from agent_connectors.clickup.sandbox.delivery.memory import TaskThen, TimeThen
from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.payloads.places import PRIORITIES, tag_payload
from agent_connectors.clickup.sandbox.payloads.times import shown_time
from agent_connectors.clickup.sandbox.state.places import Space, Status, TaskList
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Historian"]

Item = dict[str, Any]

_OF_TASK, _OF_LIST = 1, 6
_NO_STATUS = {"status": None, "color": "#000000", "type": "removed", "orderindex": -1}
_UNITS = (("hour", 3_600_000), ("minute", 60_000), ("second", 1000))


class Historian:
    """Writes the history items of what one request did.

    Args:
        workspace: Where it was done, by its caller, now.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._now = str(workspace.now())

    def of_new_task(self, task: Task) -> list[Item]:
        """Its first status, and that it was made."""
        first = self._status(task.home, None, task.status)
        return [first, self._item("task_creation", task.home.id, None, None)]

    def of_list(self, home: TaskList, was: dict[str, Any], now: dict[str, Any]) -> list[Item]:
        """What changed of a List."""
        own, uuid = [name for name in now if was[name] != now[name]], self._workspace.ids.uuid
        return [
            self._item(
                name, home.id, was[name], now[name], kind=_OF_LIST, identifier=uuid("history")
            )
            for name in own
        ]

    def of_task(self, task: Task, was: TaskThen, now: TaskThen) -> dict[str, list[Item]]:
        """What changed of a task, by the event that tells of it; `taskUpdated` for the rest."""
        place = now.home
        urgency = [PRIORITIES.get(then.priority or 0) for then in (was, now)]
        found: dict[str, list[Item]] = {
            "taskStatusUpdated": self._statuses(place, was.status, now.status),
            "taskPriorityUpdated": self._simple("priority", place, *urgency),
            "taskAssigneeUpdated": self._people("assignee", place, was.assignees, now.assignees),
            "taskDueDateUpdated": self._date("due_date", place, was, now),
            "taskTagUpdated": self._tags(place, was, now),
            "taskMoved": self._moved(was.home, now.home),
            "taskTimeEstimateUpdated": self._estimate(place, was, now),
            "taskUpdated": [
                *self._simple("name", place, was.name, now.name),
                *self._simple("content", place, _ops(was.markdown), _ops(now.markdown)),
                *self._date("start_date", place, was, now),
                *self._values(task, was, now),
                *self._people("follower", place, was.watchers, now.watchers),
                *self._others(place, was, now),
            ],
        }  # fmt: skip
        return {event: items for event, items in found.items() if items}

    def of_comment(self, comment: Comment, task: Task, identifier: str | None = None) -> Item:
        """A comment on a task.

        Args:
            comment: The comment.
            task: What it is on.
            identifier: The id of the item, where it has one: that of an edit is the first one's.
        """
        item = self._item("comment", task.home.id, None, str(comment.id), identifier=identifier)
        # Documented: an edit has the time of the comment as well.
        return {**item, "date": str(comment.date), "comment": _comment(comment, task)}

    def of_time(
        self, entry: TimeEntry, task: Task, was: TimeThen | None, now: TimeThen | None
    ) -> Item:
        """Tracked time of a task."""
        total = str(task.spent)
        data = {"total_time": total, "rollup_time": total}
        before, after = self._tracked(entry, was), self._tracked(entry, now)
        return self._item("time_spent", task.home.id, before, after, data=data)

    def _item(
        self,
        field: str,
        parent: str,
        before: Any,
        after: Any,
        *,
        data: dict[str, Any] | None = None,
        kind: int = _OF_TASK,
        identifier: str | None = None,
    ) -> Item:
        return {
            "id": identifier or self._workspace.ids.history(),
            "type": kind,
            "date": self._now,
            "field": field,
            "parent_id": parent,
            "data": data or {},
            "source": None,
            "user": user_payload(self._workspace.caller),
            "before": before,
            "after": after,
        }

    def _simple(self, field: str, place: TaskList, before: Any, after: Any) -> list[Item]:
        return [] if before == after else [self._item(field, place.id, before, after)]

    def _status(self, place: TaskList, before: Status | None, after: Status) -> Item:
        was = _NO_STATUS if before is None else _status(before)
        data = {"status_type": after.type}
        return self._item("status", place.id, was, _status(after), data=data)

    def _statuses(self, place: TaskList, before: Status, after: Status) -> list[Item]:
        same = before is after or _status(before) == _status(after)
        return [] if same else [self._status(place, before, after)]

    def _people(self, field: str, place: TaskList, was: Any, now: Any) -> list[Item]:
        def one(suffix: str, side: str, user: Any) -> Item:
            item = self._item(f"{field}_{suffix}", place.id, None, None)
            # Documented: who is added has no `before` at all.
            del item["before"], item["after"]
            return {**item, side: user_payload(user)}

        added = [one("add", "after", user) for user in now if user not in was]
        return [*added, *(one("rem", "before", user) for user in was if user not in now)]

    def _date(self, field: str, place: TaskList, was: TaskThen, now: TaskThen) -> list[Item]:
        own = field.removesuffix("_date")
        before, after = getattr(was, own), getattr(now, own)
        timed, then = getattr(now, f"{own}_time"), getattr(was, f"{own}_time")
        if (before, then) == (after, timed):
            return []
        data = {f"{field}_time": timed, f"old_{field}_time": then}
        shown = shown_time(before), shown_time(after)
        return [self._item(field, place.id, *shown, data=data)]

    def _tags(self, place: TaskList, was: TaskThen, now: TaskThen) -> list[Item]:
        added = [_tag(place.space, name) for name in now.tags if name not in was.tags]
        gone = [_tag(place.space, name) for name in was.tags if name not in now.tags]
        items = [self._item("tag", place.id, None, added)] if added else []
        return [*items, *([self._item("tag_removed", place.id, gone, None)] if gone else [])]

    def _moved(self, was: TaskList, now: TaskList) -> list[Item]:
        if was is now:
            return []
        data = {"mute_notifications": True}
        return [self._item("section_moved", now.id, _place(was), _place(now), data=data)]

    def _estimate(self, place: TaskList, was: TaskThen, now: TaskThen) -> list[Item]:
        if (was.estimate, was.estimates) == (now.estimate, now.estimates):
            return []
        shares = now.estimates or {}
        data = {
            "time_estimate_string": _length(now.estimate),
            "old_time_estimate_string": _length(was.estimate),
            "rolled_up_time_estimate": now.estimate,
            "time_estimate": now.estimate,
            "time_estimates_by_user": [
                {
                    "userid": int(user),
                    "user_time_estimate": str(share),
                    "user_rollup_time_estimate": str(share),
                }
                for user, share in shares.items()
                if user.isdecimal()
            ],
        }
        values = shown_time(was.estimate), shown_time(now.estimate)
        return [self._item("time_estimate", place.id, *values, data=data)]

    def _values(self, task: Task, was: TaskThen, now: TaskThen) -> list[Item]:
        items = []
        for key in dict.fromkeys((*was.values, *now.values)):
            before, after = was.values.get(key), now.values.get(key)
            field = self._workspace.fields.get(key)
            if before != after and field is not None:
                item = self._item("custom_field", task.home.id, before, after)
                items.append({**item, "custom_field": self._definition(field)})
        return items

    def _definition(self, field: CustomField) -> dict[str, Any]:
        return {
            "id": field.id,
            "name": field.name,
            "type": field.type,
            "type_config": field.config,
            "values_set": None,
            "userid": str(self._workspace.owner.id),
            "date_created": str(field.created),
            "hide_from_guests": False,
            "team_id": self._workspace.id,
            "deleted": False,
            "deleted_by": None,
            "pinned": True,
            "required": field.required,
            "required_on_subtasks": False,
            "linked_subcategory": None,
        }

    def _others(self, place: TaskList, was: TaskThen, now: TaskThen) -> list[Item]:
        plain = ("points", "archived", "custom_id")
        items = [i for n in plain for i in self._simple(n, place, getattr(was, n), getattr(now, n))]
        items += self._simple("custom_type", place, was.type or None, now.type or None)
        items += self._simple(
            "parent", place, was.parent and was.parent.id, now.parent and now.parent.id
        )
        for name in ("groups", "locations", "dependencies", "links", "checklists"):
            if getattr(was, name) != getattr(now, name):
                items.append(self._item(name, place.id, None, None))
        return items

    def _tracked(self, entry: TimeEntry, then: TimeThen | None) -> dict[str, Any] | None:
        if then is None:
            return None
        end = self._workspace.now() if then.end is None else then.end
        return {
            "id": entry.id,
            "start": str(then.start),
            "end": shown_time(then.end),
            "time": str(end - then.start),
            "source": entry.source,
            "date_added": str(entry.at),
        }


def _status(status: Status) -> dict[str, Any]:
    return {
        "status": status.name,
        "color": status.color,
        "orderindex": status.orderindex,
        "type": status.type,
    }


def _ops(text: str) -> str | None:
    """A description as the editor keeps it: steps that write it."""
    if not text:
        return None
    block = {"insert": "\n", "attributes": {"block-id": "block-0"}}
    return to_json({"ops": [{"insert": text}, block]}).decode()


def _tag(space: Space, name: str) -> dict[str, Any]:
    tag = space.tag_named(name)
    return {"name": name} if tag is None else tag_payload(tag)


def _place(home: TaskList) -> dict[str, Any]:
    folder = home.folder
    return {
        "id": home.id,
        "name": home.name,
        "category": {"id": folder.id, "name": folder.name, "hidden": folder.hidden},
        "project": {"id": home.space.id, "name": home.space.name},
    }


def _length(milliseconds: int | None) -> str | None:
    """Such as `1 hour 30 minutes`."""
    if milliseconds is None:
        return None
    parts, left = [], milliseconds
    for unit, size in _UNITS:
        number, left = divmod(left, size)
        if number:
            parts.append(f"{number} {unit}{'s' * (number != 1)}")
    return " ".join(parts) or "0 minutes"


def _comment(comment: Comment, task: Task) -> dict[str, Any]:
    nothing = ("x", "y", "image_y", "image_x", "page", "comment_number", "page_id", "page_name",
               "view_id", "view_name", "team")  # fmt: skip
    return {
        "id": str(comment.id),
        "date": str(comment.date),
        "parent": task.id,
        "type": 1,
        "comment": [{"attributes": {}, **block} for block in comment.blocks],
        "text_content": comment.text,
        **dict.fromkeys(nothing),
        "user": user_payload(comment.user),
        "new_thread_count": 0,
        "new_mentioned_thread_count": 0,
        "email_attachments": [],
        "threaded_users": [],
        "threaded_replies": len(comment.replies),
        "threaded_assignees": 0,
        "threaded_assignees_members": [],
        "threaded_unresolved_count": 0,
        "thread_followers": [user_payload(comment.user)],
        "group_thread_followers": [],
        "reactions": [],
        "emails": [],
    }
