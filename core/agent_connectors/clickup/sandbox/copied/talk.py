"""What is said in a copy: comments, channels and messages."""

from typing import Any

from agent_connectors.clickup.sandbox.copied.answers import Answer, Answers
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.people import GUEST, User
from agent_connectors.clickup.sandbox.state.work import Comment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_chat", "add_comments"]

_PARENTS = ("task", "list", "view", "comment")

_TRIAGE = ("triaged_action", "triaged_object_id", "triaged_object_type")


def add_comments(workspace: Workspace, answers: Answers, people: People) -> None:
    """Take in comments, and then the replies to them."""
    made = []
    for answer in answers.of("comments"):
        parents = [(kind, answer.of.get(f"{kind}_id")) for kind in _PARENTS]
        # A reply says which task it is on as well; what it replies to comes last.
        kind, key = next(((k, str(v)) for k, v in reversed(parents) if v is not None), ("", ""))
        known: dict[str, Any] = {
            "task": workspace.tasks,
            "list": workspace.lists,
            "view": workspace.views,
        }
        if answer.id.isdecimal() and (kind == "comment" or key in known.get(kind, ())):
            made.append(_comment(answer, (kind, key), people, workspace))
    made.sort(key=lambda comment: (comment.parent[0] == "comment", comment.date, comment.id))
    for comment in made:
        if comment.parent[0] != "comment" or int(comment.parent[1]) in workspace.comments:
            workspace.add_comment(comment)


def _comment(
    told: Answer, parent: tuple[str, str], people: People, workspace: Workspace
) -> Comment:
    blocks = told.get("comment")
    if not isinstance(blocks, list):
        blocks = [{"text": told.text("comment_text") or ""}]
    comment = Comment(
        int(told.id),
        parent,
        [block for block in blocks if isinstance(block, dict)],
        people.known(told.get("user")),
        told.integer("date") or 0,
    )
    comment.assignee = people.or_none(told.get("assignee"))
    comment.assigned_by = people.or_none(told.get("assigned_by"))
    comment.group = workspace.groups.get(str(told.section("group_assignee").get("id")))
    comment.resolved = bool(told.flag("resolved"))
    comment.reactions = [
        Reaction(r.text("reaction") or "", people.known(r.get("user")), r.integer("date") or 0)
        for r in told.items("reactions")
    ]
    return comment


def add_chat(workspace: Workspace, answers: Answers, people: People) -> None:
    """Make the channels, with what was said in them."""
    for answer in answers.of("channels"):
        channel = _channel(workspace, answer, people)
        workspace.channels[channel.id] = channel
    for who in ("members", "followers"):
        for key, told in answers.items(f"channel_{who}"):
            if key in workspace.channels:
                getattr(workspace.channels[key], who).append(people.known(told.values))
    for channel in workspace.channels.values():
        if channel.public:
            channel.members = [user for user in channel.members if not _sees_all(user)]
    # The newest came first, and replies after what they reply to.
    for answer in reversed(answers.of("messages")):
        if answer.of.get("message_id") is None:
            _say(workspace, answer, people)
    for answer in reversed(answers.of("messages")):
        if answer.of.get("message_id") is not None:
            _say(workspace, answer, people)
    for key, told in answers.items("reactions"):
        if key in workspace.messages:
            user, date = people.known(told.get("user_id")), told.integer("date") or 0
            reaction = Reaction(told.text("reaction") or "", user, date)
            workspace.messages[key].reactions.append(reaction)


def _sees_all(user: User) -> bool:
    """Whether somebody may read a public channel without being added to it."""
    return user.role != GUEST and user.joined is not None


def _channel(workspace: Workspace, told: Answer, people: People) -> Channel:
    parent, created = told.section("parent"), told.integer("created_at") or 0
    return Channel(
        told.id,
        told.text("name") or "",
        told.text("type") or "CHANNEL",
        people.known(told.get("creator")),
        created,
        told.integer("updated_at") or created,
        str(parent.get("id") or workspace.id),
        parent.integer("type") or 7,
        told.text("visibility") != "PRIVATE",
        told.text("description") or "",
        told.text("topic") or "",
    )


def _say(workspace: Workspace, told: Answer, people: People) -> None:
    above = workspace.messages.get(str(told.of.get("message_id")))
    key = told.of.get("channel_id") or told.get("parent_channel")
    channel = workspace.channels.get(str(key)) if above is None else above.channel
    if channel is None:
        return
    message = Message(
        told.id,
        channel,
        people.known(told.get("user_id")),
        told.integer("date") or 0,
        told.text("content") or "",
        told.text("type") or "message",
        above,
        told.integer("date_updated"),
    )
    _detail(message, told, people)
    workspace.messages[message.id] = message
    (channel.messages if above is None else above.replies).append(message)


def _detail(message: Message, told: Fields, people: People) -> None:
    post = told.get("post_data")
    message.post = post if isinstance(post, dict) else None
    message.assignee = people.or_none(told.get("assignee"))
    message.assigned = told.integer("date_assigned")
    message.group = told.text("group_assignee")
    message.resolved = told.integer("date_resolved")
    message.triage = {name: told.get(name) for name in _TRIAGE if told.get(name) is not None}
