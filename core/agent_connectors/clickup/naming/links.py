"""Reads the links that ClickUp makes: what they lead to, by id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["Link", "read_link"]

_LINK = re.compile(
    r"<?((?:https?://)?(?:[\w-]+\.)*clickup\.com(?:[/?#][^\s<>]*)?)>?", re.IGNORECASE
)
_WITH_TEXT = re.compile(r"\[[^\n]*\]\((?P<link>[^\s()]+)\)|<(?P<chat>[^\s<>|]+)\|[^\n<>]*>")
"""A link of Markdown, or of a chat, with the text that is shown for it."""

_VIEW_OF_PLACE = re.compile(r"([4567])-(\d+)-\d+")
_AROUND = {"4": "space", "5": "folder", "6": "list", "7": "workspace"}

_FORMS = tuple(
    re.compile(rf"{form}(?:/.*)?", re.IGNORECASE)
    for form in (
        r"t/h/(?P<task>[^/]+)",  # a task that is shared with everybody
        r"t/(?P<workspace>\d+)/(?P<task>[^/]+)",
        r"t/(?P<task>[^/]+)",
        # A place may stand behind the letters of a kind of view, and behind an `o`.
        r"v/(?:\w{1,3}/)?li/(?P<list>[^/]+)",
        r"v/(?:\w{1,3}/)?f/(?P<folder>[^/]+)(?:/(?P<space>\d+))?",
        r"v/(?:\w{1,3}/)?s/(?P<space>[^/]+)",
        r"v/dc/(?P<doc>[^/]+)/(?P<page>[^/]+)",
        r"v/dc/(?P<doc>[^/]+)",
        r"v/\w{1,3}/(?P<view>[^/]+)",
        r"l/h/(?P<view>[^/]+)",
        r"d/h/(?P<doc>[^/]+)",
        r"(?:docs|d)/(?P<doc>[^/]+)/(?P<page>[^/]+)",
        r"(?:docs|d)/(?P<doc>[^/]+)",
        r"chat/r/(?P<channel>[^/]+)/t/(?P<message>[^/]+)",
        r"chat/r/(?P<channel>[^/]+)",
        r"goals?/(?P<goal>[^/]+)",
        r"dashboards/(?P<dashboard>[^/]+)",
    )
)
"""The paths, behind the workspace, of what ClickUp makes links to; the first that fits counts."""

_MOST_TELLING = (
    "comment", "message", "page", "task", "view", "doc", "channel", "list", "folder", "space",
    "goal", "dashboard",
)  # fmt: skip
"""What a link leads to, where it has the ids of several things."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to something in ClickUp.

    Attributes:
        ids: The ids in it, by what they are of.
    """

    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> str | None:
        """The workspace, where the link says it."""
        return self.ids.get("workspace")

    @property
    def noun(self) -> str:
        """What it leads to."""
        others = next(iter(self.ids), "page that holds no id")
        return next((kind for kind in _MOST_TELLING if kind in self.ids), others)


def read_link(text: str) -> Link | None:
    """What a link leads to; None if the text is no link of ClickUp's.

    Args:
        text: What may be a link, with or without `https://`, blanks or angle brackets
            around it, or a link of Markdown.
    """
    text = text.strip()
    if shown := _WITH_TEXT.fullmatch(text):
        text = shown["link"] or shown["chat"]
    found = _LINK.fullmatch(text)
    if found is None:
        return None
    url = found[1] if "://" in found[1] else f"https://{found[1]}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return Link()
    path = unquote(parts.path).strip("/ ")
    query = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
    workspace = re.match(r"(\d+)(?:/|$)", path)
    ids = {"workspace": workspace[1]} if workspace else {}
    path = path[workspace.end() :] if workspace else path
    for form in _FORMS:
        if found := form.fullmatch(path):
            # ClickUp writes ids in small letters, but for the custom ids of tasks.
            ids |= {
                kind: value if kind == "task" else value.lower()
                for kind, value in found.groupdict().items()
                if value
            }
            break
    if (comment := query.get("threadedcomment") or query.get("comment")) and "task" in ids:
        ids["comment"] = comment
    if "p" in query:  # a task that is open over a view
        ids["task"] = query["p"]
    if around := _VIEW_OF_PLACE.fullmatch(ids.get("view", "")):
        ids.setdefault(_AROUND[around[1]], around[2])
    return Link(ids)
