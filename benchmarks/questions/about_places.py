"""Questions about workspaces, places, goals, views and docs."""

from typing import Any

from benchmarks.questions.chat import Chat
from benchmarks.questions.question import Fact, Given, Question, moment, named, texts
from benchmarks.questions.state import Record, State

__all__ = ["QUESTIONS", "their_team"]

SPACE, FOLDER = "Engineering", "Platform"
GOAL, DOC = "Readings people can rely on", "Incident runbook"


def one(records: list[Any], name: str) -> Any:
    """The record of that name."""
    return next(record for record in records if record["name"] == name)


def their_team(chat: Chat) -> str:
    """The workspace's id, which most of Airbyte's operations want."""
    return str(chat.call("teams", "list")["data"][0]["id"])


def _their_space(chat: Chat) -> str:
    spaces = chat.call("spaces", "list", team_id=their_team(chat))["data"]
    return str(one(spaces, SPACE)["id"])


def _their_goal(chat: Chat, _: Given) -> None:
    goals = chat.call("goals", "list", team_id=their_team(chat))["data"]
    chat.call("goals", "get", goal_id=one(goals, GOAL)["id"])


def _our_goal(chat: Chat, _: Given) -> None:
    chat.call("goals", "get", goal_id=GOAL)


def _our_doc(chat: Chat, _: Given) -> None:
    chat.call("docs", "get", doc_id=DOC)


def _our_views(chat: Chat, _: Given) -> None:
    chat.records("views", "list")


def _goal_facts(state: State) -> list[Fact]:
    goal = state.get(f"/v2/goal/{one(_goals(state), GOAL)['id']}")["goal"]
    results = [(r["name"], r["percent_completed"]) for r in goal["key_results"]]
    owners = [owner["username"] for owner in goal["owners"]]
    facts = texts([goal["id"], goal["name"], goal["description"], *owners])
    facts += moment(goal["due_date"])
    return facts + [fact for name, share in results for fact in texts([name, share])]


def _goals(state: State) -> list[Record]:
    return list(state.get(f"/v2/team/{state.team['id']}/goal")["goals"])


def _docs(state: State) -> list[Record]:
    return list(state.get(f"/v3/workspaces/{state.team['id']}/docs")["docs"])


def _doc_facts(state: State) -> list[Fact]:
    doc = one(_docs(state), DOC)
    facts = texts([doc["id"], doc["name"], doc["creator"], doc["parent"]["id"]])
    return facts + moment(doc["date_created"]) + moment(doc["date_updated"])


def _views(state: State) -> list[Record]:
    return list(state.get(f"/v2/team/{state.team['id']}/view")["views"])


QUESTIONS = {
    1: Question(
        "List all workspaces I have access to",
        "Which workspaces do I have access to?",
        lambda chat, _: chat.records("teams", "list"),
        lambda chat, _: chat.call("teams", "list"),
        lambda state: named([state.team]),
    ),
    2: Question(
        "Show me the spaces in my workspace",
        "Which spaces are in my workspace?",
        lambda chat, _: chat.records("spaces", "list"),
        lambda chat, _: chat.call("spaces", "list", team_id=their_team(chat)),
        lambda state: named(state.spaces),
    ),
    3: Question(
        "List the folders in a space",
        f"List the folders in the space '{SPACE}'.",
        lambda chat, _: chat.records("folders", "list", space_id=chat.named("space", SPACE)),
        lambda chat, _: chat.call("folders", "list", space_id=_their_space(chat)),
        lambda state: named(state.folders(SPACE)),
    ),
    4: Question(
        "Show me the lists in a folder",
        f"Show me the lists in the folder '{FOLDER}' of the space '{SPACE}'.",
        lambda chat, _: chat.records("lists", "list", folder_id=chat.named("folder", FOLDER)),
        # Airbyte's folders come with their lists: another call for these is not needed.
        lambda chat, _: chat.call("folders", "list", space_id=_their_space(chat)),
        lambda state: named(one(state.folders(SPACE), FOLDER)["lists"]),
    ),
    14: Question(
        "List all goals in my workspace",
        "List the goals of my workspace, and when they are due.",
        lambda chat, _: chat.records("goals", "list"),
        lambda chat, _: chat.call("goals", "list", team_id=their_team(chat)),
        lambda state: (
            named(_goals(state)) + [f for g in _goals(state) for f in moment(g["due_date"])]
        ),
    ),
    15: Question(
        "Get details for a specific goal",
        f"Get details for the goal '{GOAL}'.",
        _our_goal,
        _their_goal,
        _goal_facts,
    ),
    16: Question(
        "Show me all workspace-level views",
        "Show me the views of my whole workspace.",
        _our_views,
        lambda chat, _: chat.call("views", "list", team_id=their_team(chat)),
        lambda state: named(_views(state)),
    ),
    21: Question(
        "List all docs in my workspace",
        "List the docs in my workspace.",
        lambda chat, _: chat.records("docs", "list"),
        lambda chat, _: chat.call("docs", "list", workspace_id=their_team(chat)),
        lambda state: named(_docs(state)),
    ),
    22: Question(
        "Get details for a specific doc",
        f"Where is the doc '{DOC}', who wrote it, and when was it made and changed?",
        _our_doc,
        # Airbyte's list says all that its `docs.get` says.
        lambda chat, _: chat.call("docs", "list", workspace_id=their_team(chat)),
        _doc_facts,
    ),
}
