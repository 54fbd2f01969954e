"""Names beside ids, where a record has ids alone and the names are known from elsewhere."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "NAMES",
    "Names",
    "channel_name",
    "group",
    "name_of",
    "person",
    "place",
    "somebody",
    "something",
]


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for.

    Attributes:
        people: The names of people by id.
        places: The names of spaces, folders, lists and workspaces by id.
        groups: The names of user groups by id.
        channels: Who is in direct messages, by the channel's id.
        missed: Where to note what is looked for and not known: kind and id.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    missed: set[tuple[str, str]] | None = None

    def find(self, kind: str, key: Any) -> str | None:
        """The name of something; takes note where it is not known.

        Args:
            kind: `people`, `places`, `groups` or `channels`.
            key: Its id.
        """
        known: Mapping[str, str] = getattr(self, kind)
        name = known.get(str(key))
        if name is None and self.missed is not None:
            self.missed.add((kind, str(key)))
        return name

    def with_more(self, found: "Names") -> "Names":
        """These and others, which are newer."""
        return Names(
            {**self.people, **found.people},
            {**self.places, **found.places},
            {**self.groups, **found.groups},
            {**self.channels, **found.channels},
        )


NAMES: ContextVar[Names] = ContextVar("names")
"""What is known while a record is told."""


def name_of(kind: str, key: Any) -> str | None:
    """The name of something, if it is known; see `Names.find`."""
    names = NAMES.get(None)
    return None if names is None else names.find(kind, key)


def _is_id(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def somebody(value: Any) -> Any:
    """A person of whom only the id is given, or more: by name and id."""
    if isinstance(value, Mapping):
        return person(value) if "id" in value else value
    if isinstance(value, list):
        return [somebody(each) for each in value]
    return _with_name("people", value)


def person(value: Mapping[str, Any]) -> str:
    """Somebody by name and id; who has no name goes by the e-mail address, or by the id."""
    name = value.get("username") or value.get("email") or name_of("people", value["id"])
    return f"{name} ({value['id']})" if name else str(value["id"])


def place(kind: str, value: Any) -> Any:
    """A place of which only the id is given, such as `space Marketing (901)`.

    Args:
        kind: What to call it; "" where the key says so already.
        value: Its id.
    """
    told = _with_name("places", value)
    return f"{kind} {told}" if kind and told is not None else told


def group(value: Any) -> Any:
    """A user group by name and id."""
    if isinstance(value, Mapping):
        name, identifier = value.get("name"), value.get("id")
        return f"{name} ({identifier})" if name and identifier else name or identifier
    return _with_name("groups", value)


def something(value: Any) -> Any:
    """Anything of which only the id is given: with its name, where somebody or a place has it."""
    names = NAMES.get(None)
    if names is None or not _is_id(value):
        return value
    key = str(value)
    name = names.people.get(key) or names.places.get(key) or names.groups.get(key)
    return f"{name} ({value})" if name else value


def channel_name(channel: Mapping[str, Any]) -> Any:
    """What a channel is called; a direct message, which has no name, by who is in it."""
    name = channel.get("name")
    if name or channel.get("type") not in {"DM", "GROUP_DM"}:
        return name
    return name_of("channels", channel.get("id")) or "chat_channels.list_members says with whom"


def _with_name(kind: str, value: Any) -> Any:
    if not _is_id(value):
        return value
    name = name_of(kind, value)
    return f"{name} ({value})" if name else value
