"""Channels, a direct message, and two attachments."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.payloads.chat import POST_SUBTYPES, subtype_id
from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, MINUTE, Ground
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.files import Attachment
from agent_connectors.clickup.sandbox.state.people import User

_SPACE, _WORKSPACE, _DIRECT = 4, 7, 12


class _Line(NamedTuple):
    """Something said: by which of the team, what, and what was answered and thrown in."""

    who: int
    text: str
    replies: "tuple[_Line, ...]" = ()
    reaction: str = ""
    title: str = ""


_GENERAL = (
    _Line(0, "Good morning. The board liked the numbers; thank you all.", (), "tada"),
    _Line(
        5,
        "We sign the schools contract on Friday.",
        (_Line(0, "Wonderful!"), _Line(6, "The press note is ready.")),
        "clap",
    ),
    _Line(3, "The Rotterdam gateway is back.", (_Line(5, "I tell the customer."),), "+1"),
    _Line(0, "No meetings on Wednesday afternoons from next month on.", (), "heart", "Quiet hours"),
    _Line(2, "The coffee machine is being repaired until noon."),
)
_INCIDENTS = (
    _Line(3, "CO2 alerts are late again, about an hour.", (_Line(2, "Looking."),), "eyes"),
    _Line(2, "The ingest queue is full since 06:40. Scaling the workers."),
    _Line(2, "Queue empty, alerts on time. The cause is in the task.", (), "white_check_mark"),
    _Line(1, "[@{name}](#user_mention#{id}) can you write the post-mortem by Monday?"),
)
_LAUNCH = (
    _Line(6, "Three headlines to choose from are in the Doc."),
    _Line(7, "The second. It is the only one that I would say aloud.", (), "100"),
)
_PRIVATE = (
    _Line(1, "Do you have ten minutes for the budget today?"),
    _Line(0, "At four."),
)


def add_chat(ground: Ground) -> None:
    """Open the channels and fill them."""
    workspace = ground.workspace
    team = ground.team
    general = _channel(ground, "General", workspace.id, _WORKSPACE, 300)
    general.topic = "Everything for everybody"
    incidents = _channel(ground, "Incidents", workspace.id, _WORKSPACE, 200)
    incidents.description = "Say it here **first**, then open a task."
    incidents.public = False
    incidents.members = incidents.followers = list(team[:5])
    space = list(workspace.spaces.values())[min(2, len(workspace.spaces) - 1)]
    launch = _channel(ground, space.name, space.id, _SPACE, 120)
    private = _channel(ground, "", workspace.id, _DIRECT, 60)
    private.type, private.public = "DM", False
    private.members = private.followers = [team[0], team[1]]
    talk = ((general, _GENERAL), (incidents, _INCIDENTS), (launch, _LAUNCH), (private, _PRIVATE))
    for number, (channel, lines) in enumerate(talk):
        for place, line in enumerate(lines):
            age = (len(lines) - place) * DAY - number * HOUR
            message = _say(ground, channel, line, ground.midnight - age)
            channel.messages.append(message)


def _channel(ground: Ground, name: str, place: str, kind: int, age: int) -> Channel:
    workspace = ground.workspace
    created = ground.midnight - age * DAY
    identifier = f"{kind}-{place}-8" if kind == _SPACE else workspace.ids.channel()
    channel = Channel(identifier, name, "CHANNEL", workspace.owner, created, created, place, kind)
    channel.members = [workspace.owner]
    channel.followers = list(ground.team)
    workspace.channels[channel.id] = channel
    return channel


def _say(ground: Ground, channel: Channel, line: _Line, date: int) -> Message:
    workspace, team = ground.workspace, ground.team
    user: User = team[line.who]
    mentioned = team[2]
    text = line.text.format(name=mentioned.username, id=mentioned.id)
    message = Message(workspace.ids.message(), channel, user, date, text)
    if line.title:
        key = "announcement"
        subtype = {"id": subtype_id(workspace, key), "name": POST_SUBTYPES[key]}
        message.type, message.post = "post", {"title": line.title, "subtype": subtype}
    if line.reaction:
        message.reactions = [Reaction(line.reaction, team[4], date + 3 * MINUTE)]
    workspace.messages[message.id] = message
    for number, reply in enumerate(line.replies):
        below = _say(ground, channel, reply, date + (number + 1) * 5 * MINUTE)
        below.parent = message
        message.replies.append(below)
    return message


_FILES = (
    ("gateway-log.txt", "text/plain", "06:40:11 queue full\n06:58:03 workers 12 -> 40\n"),
    ("readings.csv", "text/csv", "site,co2,at\nhalden-3,812,06:40\nhalden-3,1204,07:10\n"),
)


def add_attachments(ground: Ground) -> None:
    """Attach two files to the first urgent task."""
    workspace = ground.workspace
    urgent = (t for t in workspace.tasks.values() if t.priority == 1 and t.closed is None)
    task = next(urgent, None)
    if task is None:
        return
    for title, media_type, text in _FILES:
        attachment = Attachment(
            workspace.ids.uuid("attachment"),
            title,
            title.rpartition(".")[2],
            media_type,
            text.encode(),
            "tasks",
            task.id,
            task.creator,
            task.created + HOUR,
        )
        workspace.files.add(attachment)
