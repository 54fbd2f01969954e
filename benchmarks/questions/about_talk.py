"""Questions about comments, members and tracked time."""

from typing import Any

from benchmarks.questions.about_places import their_team
from benchmarks.questions.chat import Chat
from benchmarks.questions.question import (
    Fact,
    Given,
    Question,
    durations,
    moment,
    moments,
    named,
    texts,
)
from benchmarks.questions.serve import NOW
from benchmarks.questions.state import MONDAY, Record, State, iso, milliseconds

__all__ = ["QUESTIONS"]

_TEXT = "I tried this with the new firmware: it holds."
_NOT_DONE = Fact(())
"""A fact that nothing can say."""

_WEEK = f"It is {iso(NOW)}. The week began on {iso(MONDAY)}."


def _given(state: State) -> Given:
    task, replied, waiting = state.discussed
    return {
        "task_id": task["id"],
        "replied": replied["comment_text"],
        "replied_by": replied["user"]["username"],
        "waiting": waiting["comment_text"],
        "waiting_by": waiting["user"]["username"],
    }


def _comment(chat: Chat, given: Given, which: str) -> Any:
    comments = chat.call("comments", "list", task_id=given["task_id"])["data"]
    return next(c["id"] for c in comments if c["comment_text"] == given[which])


def _resolve(chat: Chat, given: Given) -> None:
    comment_id = _comment(chat, given, "waiting")
    chat.call("comments", "update", comment_id=comment_id, resolved=True)


def _replies(chat: Chat, given: Given) -> None:
    chat.call("comments", "get", comment_id=_comment(chat, given, "replied"))


def _write(chat: Chat, given: Given) -> None:
    chat.call("comments", "create", task_id=given["task_id"], comment_text=_TEXT)


def _comment_facts(state: State) -> list[Fact]:
    comments = state.comments(state.discussed[0]["id"])
    said = [part for c in comments for part in (c["comment_text"], c["user"]["username"])]
    return texts(said) + [fact for c in comments for fact in moment(c["date"])]


def _reply_facts(state: State) -> list[Fact]:
    replies = state.replies(state.discussed[1]["id"])
    return texts([part for r in replies for part in (r["comment_text"], r["user"]["username"])])


def _written_facts(state: State) -> list[Fact]:
    newest = state.comments(state.discussed[0]["id"])[0]
    return texts([newest["id"]]) if newest["comment_text"] == _TEXT else [_NOT_DONE]


def _resolved_facts(state: State) -> list[Fact]:
    task, _, waiting = state.discussed
    now = next(c for c in state.comments(task["id"]) if c["id"] == waiting["id"])
    return [] if now["resolved"] else [_NOT_DONE]


def _unresolve(state: State) -> None:
    state.put(f"/v2/comment/{state.discussed[2]['id']}", {"resolved": False})


def _our_week(chat: Chat, fields: list[str]) -> None:
    everyone = ["everyone"]
    chat.records(
        "time_tracking",
        "list",
        start_date=iso(MONDAY),
        assignee=everyone,
        fields=fields,
        limit=1000,
    )


def _their_week(chat: Chat, _: Given) -> None:
    team = chat.call("teams", "list")["data"][0]
    everybody = ",".join(str(member["user"]["id"]) for member in team["members"])
    chat.call(
        "time_tracking",
        "list",
        team_id=team["id"],
        start_date=milliseconds(MONDAY),
        end_date=milliseconds(NOW),
        assignee=everybody,
    )


def _our_entry(chat: Chat, given: Given) -> None:
    entries = chat.records("time_tracking", "list", fields=["id", "start"])
    found = next(e["id"] for e in entries if e["start"] in given["starts"])
    chat.call("time_tracking", "get", time_entry_id=found)


def _their_entry(chat: Chat, given: Given) -> None:
    start = given["milliseconds"]
    span = {"start_date": start - 60_000, "end_date": start + 60_000}
    chat.call("time_tracking", "list", team_id=their_team(chat), **span)


def _entry(state: State) -> Given:
    start = int(state.own_entry["start"])
    forms = moment(start)[0].forms
    return {"start": forms[1], "starts": forms, "milliseconds": start}


def _entry_facts(state: State) -> list[Fact]:
    entry: Record = state.own_entry
    facts = texts([entry["id"], entry["task"]["name"], entry["task"]["id"], entry["description"]])
    return facts + durations([entry["duration"]]) + moment(entry["end"])


def _week_facts(state: State) -> list[Fact]:
    entries = state.week
    said = {entry["user"]["username"] for entry in entries}
    said |= {entry["task"]["name"] for entry in entries}
    return (
        texts(sorted(said))
        + durations(entry["duration"] for entry in entries)
        + moments(entry["start"] for entry in entries)
    )


def _members(state: State) -> list[Record]:
    found = state.get(f"/v2/task/{state.discussed[0]['id']}/member")["members"]
    return [{"id": member["id"], "name": member["username"]} for member in found]


QUESTIONS = {
    10: Question(
        "List comments on a task",
        "List the comments on the task https://app.clickup.com/t/{task_id}",
        lambda chat, given: chat.records("comments", "list", task_id=given["task_id"]),
        lambda chat, given: chat.call("comments", "list", task_id=given["task_id"]),
        _comment_facts,
        given=_given,
    ),
    11: Question(
        "Get threaded replies on a comment",
        "What was replied to {replied_by}'s comment '{replied}' on the task "
        "https://app.clickup.com/t/{task_id}?",
        lambda chat, given: chat.call("tasks", "get_with_comments", task_id=given["task_id"]),
        _replies,
        _reply_facts,
        given=_given,
    ),
    12: Question(
        "Create a comment on a task",
        f"Comment '{_TEXT}' on the task https://app.clickup.com/t/{{task_id}}",
        _write,
        _write,
        _written_facts,
        given=_given,
    ),
    13: Question(
        "Update a comment to mark it resolved",
        "Mark {waiting_by}'s comment '{waiting}' on the task "
        "https://app.clickup.com/t/{task_id} as resolved.",
        _resolve,
        _resolve,
        _resolved_facts,
        given=_given,
        prepare=_unresolve,
    ),
    18: Question(
        "List time entries for my workspace this week",
        f"{_WEEK} List everybody's time entries of this week: who, on what, when, how long.",
        lambda chat, _: _our_week(chat, ["user", "task", "start", "duration"]),
        _their_week,
        _week_facts,
    ),
    19: Question(
        "Get details for a specific time entry",
        "Get details for my time entry that starts at {start}.",
        _our_entry,
        _their_entry,
        _entry_facts,
        given=_entry,
    ),
    20: Question(
        "Show me the members assigned to a task",
        "Who are the members of the task https://app.clickup.com/t/{task_id}?",
        lambda chat, given: chat.records("members", "list", task_id=given["task_id"]),
        lambda chat, given: chat.call("members", "list", task_id=given["task_id"]),
        lambda state: named(_members(state)),
        given=_given,
    ),
    26: Question(
        "How much time has been tracked this week?",
        f"{_WEEK} How much time has everybody tracked this week?",
        lambda chat, _: _our_week(chat, ["duration"]),
        _their_week,
        lambda state: durations(entry["duration"] for entry in state.week),
    ),
}
