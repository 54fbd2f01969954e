"""Questions about many tasks, and about one."""

from benchmarks.questions.about_places import one, their_team
from benchmarks.questions.chat import CannotAnswer, Chat
from benchmarks.questions.question import Fact, Given, Question, moment, named, texts
from benchmarks.questions.serve import NOW
from benchmarks.questions.state import DAY_AGO, Record, State, iso, milliseconds

__all__ = ["QUESTIONS"]

LIST, SPACE, VIEW, PERSON = "Newsletter", "Marketing", "Urgent", "Priya Raman"

_BRIEF = ["id", "name"]


def _our_view(chat: Chat, _: Given) -> None:
    chat.records("view_tasks", "list", view_id=VIEW, fields=_BRIEF, limit=1000)


def _their_view(chat: Chat, _: Given) -> None:
    view = one(chat.call("views", "list", team_id=their_team(chat))["data"], VIEW)
    chat.call("view_tasks", "list", view_id=view["id"], page=0)


def _their_list(chat: Chat, _: Given) -> None:
    spaces = chat.call("spaces", "list", team_id=their_team(chat))["data"]
    folders = chat.call("folders", "list", space_id=one(spaces, SPACE)["id"])["data"]
    lists = [found for folder in folders for found in folder["lists"]]
    chat.call("tasks", "list", list_id=one(lists, LIST)["id"])


def _in_spans(chat: Chat, given: Given, **conditions: object) -> None:
    """Tasks that meet conditions, by when they were made: no more than about 16 at a time."""
    team = their_team(chat)
    for after, before in given["windows"]:
        span = {"date_created_gt": after, "date_created_lt": before}
        chat.call("tasks", "api_search", team_id=team, **conditions, **span)


def _their_person(chat: Chat, given: Given) -> None:
    team = chat.call("teams", "list")["data"][0]
    people = [member["user"] for member in team["members"]]
    person = next(p["id"] for p in people if p["username"] == PERSON)
    for after, before in given["windows"]:
        span = {"date_created_gt": after, "date_created_lt": before, "assignees[]": [person]}
        chat.call("tasks", "api_search", team_id=team["id"], **span)


def _no_count(_: Chat, __: Given) -> None:
    raise CannotAnswer("Tasks do not say how many comments they have.")


def _overdue(state: State) -> list[Record]:
    now = milliseconds(NOW)
    return [
        task
        for task in state.tasks
        if task["due_date"] and int(task["due_date"]) < now and task["status"]["type"] != "done"
    ]


def _changed(state: State) -> list[Record]:
    since = milliseconds(DAY_AGO)
    return [task for task in state.tasks if int(task["date_updated"]) > since]


def _due_in_the_past(state: State) -> list[Record]:
    """What `due_date_lt` finds: also tasks that are done, but not closed."""
    now = milliseconds(NOW)
    return [task for task in state.tasks if task["due_date"] and int(task["due_date"]) < now]


def _of_priority(state: State, priority: str) -> list[Record]:
    return [t for t in state.tasks if (t["priority"] or {}).get("priority") == priority]


def _about_bugs(state: State) -> list[Record]:
    return [t for t in state.tasks if "bug" in f"{t['name']} {t['text_content']}".casefold()]


def _most_commented(state: State) -> list[Fact]:
    counts = {task["id"]: len(state.comments(task["id"])) for task in state.tasks}
    first, second, third = sorted(state.tasks, key=lambda task: -counts[task["id"]])[:3]
    # Of tasks with as many comments as the third, any will do.
    certain = [t for t in (first, second) if counts[t["id"]] > counts[third["id"]]]
    return named(certain) + texts([counts[first["id"]], counts[second["id"]]])


def _task_facts(state: State) -> list[Fact]:
    task = state.get(f"/v2/task/{state.discussed[0]['id']}")
    people = [person["username"] for person in task["assignees"]]
    tags = [tag["name"] for tag in task["tags"]]
    words = [task["name"], task["status"]["status"], task["creator"]["username"], *people, *tags]
    words += [line for line in task["text_content"].splitlines() if line.strip()]
    return texts(words) + moment(task["due_date"]) + moment(task["date_created"])


QUESTIONS = {
    5: Question(
        "Get the tasks in a list",
        f"Which tasks are in the list '{LIST}' of the space '{SPACE}'?",
        lambda chat, _: chat.records("tasks", "list", list_id=chat.named("list", LIST)),
        _their_list,
        lambda state: named(state.tasks_of(state.list_called(LIST)["id"])),
    ),
    6: Question(
        "Get details for a specific task",
        "Get details for the task https://app.clickup.com/t/{task_id}",
        lambda chat, given: chat.call("tasks", "get", task_id=given["task_id"]),
        lambda chat, given: chat.call("tasks", "get", task_id=given["task_id"]),
        _task_facts,
        given=lambda state: {"task_id": state.discussed[0]["id"]},
    ),
    7: Question(
        "Search for tasks containing 'bug' across my workspace",
        "Search for tasks containing 'bug' across my workspace.",
        lambda chat, _: chat.records("tasks", "search", search="bug", fields=_BRIEF),
        lambda chat, _: chat.call("tasks", "api_search", team_id=their_team(chat), search="bug"),
        lambda state: named(_about_bugs(state)),
    ),
    8: Question(
        "Find all urgent priority tasks in my workspace",
        "Find all urgent tasks in my workspace.",
        lambda chat, _: chat.records(
            "tasks", "search", priority="urgent", fields=_BRIEF, limit=1000
        ),
        lambda chat, _: chat.call("tasks", "api_search", team_id=their_team(chat), priority=1),
        lambda state: named(_of_priority(state, "urgent")),
    ),
    9: Question(
        "Show me tasks assigned to a specific user",
        f"Which tasks are assigned to {PERSON}?",
        lambda chat, _: chat.records(
            "tasks",
            "search",
            assignees=[chat.named("person", PERSON)],
            fields=_BRIEF,
            limit=1000,
        ),
        _their_person,
        lambda state: named(state.of_person(PERSON)),
        given=lambda state: {"windows": state.windows(state.of_person(PERSON))},
    ),
    17: Question(
        "Get tasks matching a saved view",
        f"Which tasks are in the view '{VIEW}' of my whole workspace?",
        _our_view,
        _their_view,
        lambda state: named(_of_priority(state, "urgent")),
    ),
    23: Question(
        "What tasks are overdue in my workspace?",
        f"It is {iso(NOW)}. Which tasks are overdue, and since when?",
        lambda chat, _: chat.records(
            "tasks",
            "search",
            due_date_lt=iso(NOW),
            fields=[*_BRIEF, "status", "due_date"],
            limit=1000,
        ),
        lambda chat, given: _in_spans(chat, given, due_date_lt=milliseconds(NOW)),
        lambda state: (
            named(_overdue(state)) + [f for t in _overdue(state) for f in moment(t["due_date"])]
        ),
        given=lambda state: {"windows": state.windows(_due_in_the_past(state))},
    ),
    24: Question(
        "Which tasks were updated in the last 24 hours?",
        f"It is {iso(NOW)}. Which tasks were updated in the last 24 hours?",
        lambda chat, _: chat.records(
            "tasks", "search", date_updated_gt=iso(DAY_AGO), fields=_BRIEF, limit=1000
        ),
        lambda chat, given: _in_spans(chat, given, date_updated_gt=milliseconds(DAY_AGO)),
        lambda state: named(_changed(state)),
        given=lambda state: {"windows": state.windows(_changed(state))},
    ),
    25: Question(
        "Show me all high-priority tasks across all projects",
        "Show me all high-priority tasks across all projects.",
        lambda chat, _: chat.records("tasks", "search", priority="high", fields=_BRIEF, limit=1000),
        lambda chat, _: chat.call("tasks", "api_search", team_id=their_team(chat), priority=2),
        lambda state: named(_of_priority(state, "high")),
    ),
    27: Question(
        "What are the most commented tasks?",
        "Which two tasks have the most comments, and how many?",
        lambda chat, _: chat.call("comments", "count", limit=2),
        _no_count,
        _most_commented,
    ),
}
