"""The kinds of objects that have names: what their ids look like, and how they are asked for."""

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["KINDS", "Kind"]

_NUMBER = re.compile(r"\d+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DOCUMENT = re.compile(r"[0-9a-z]{4,}-\d+|[4567]-\d+-\d+", re.IGNORECASE)
_CHANNEL = re.compile(r"[0-9a-z]+(-[0-9a-z]*\d[0-9a-z]*)+", re.IGNORECASE)
_TEMPLATE = re.compile(r"t-[0-9a-z]*\d[0-9a-z]*", re.IGNORECASE)

_ARCHIVED = "archived ones are not looked at"


class Kind(NamedTuple):
    """What is known of a kind of object.

    Attributes:
        ids: What its ids look like.
        known_by: What the directory keeps it under; empty where its names are not looked up.
        listed: The entity and the operation that list those of a workspace, if that is how.
        asked: The entity, the operation and the parameter that give one, with its name.
        only: What to say of where was looked.
        noun: What to call it, where that is not its name here.
    """

    ids: re.Pattern[str]
    known_by: str = ""
    listed: tuple[str, str] | None = None
    asked: tuple[str, str, str] | None = None
    only: str = ""
    noun: str = ""

    @property
    def leaves_out_archived(self) -> bool:
        """Whether what is archived is not found by name."""
        return self.only == _ARCHIVED


def _listed(
    ids: re.Pattern[str], entity: str, parameter: str = "", action: str = "list", only: str = ""
) -> Kind:
    known_by = entity if action == "list" else f"{entity}.{action}"
    asked = (entity, "get", parameter) if parameter else None
    return Kind(ids, known_by, (entity, action), asked, only)


KINDS: Mapping[str, Kind] = {
    "workspace": Kind(_NUMBER, "workspaces"),
    "space": _listed(_NUMBER, "spaces", "space_id", only=_ARCHIVED),
    "folder": Kind(_NUMBER, "tree", asked=("folders", "get", "folder_id"), only=_ARCHIVED),
    "list": Kind(_NUMBER, "tree", asked=("lists", "get", "list_id"), only=_ARCHIVED),
    "goal": _listed(_UUID, "goals", "goal_id"),
    "doc": _listed(_DOCUMENT, "docs", "doc_id", only=_ARCHIVED),
    "page": Kind(_DOCUMENT),
    "view": _listed(
        _DOCUMENT,
        "views",
        "view_id",
        only="only the workspace's own were looked at; `views.list` gives those of a place",
    ),
    "channel": _listed(_CHANNEL, "chat_channels", "channel_id"),
    "group": _listed(_UUID, "user_groups"),
    "role": _listed(_NUMBER, "roles"),
    "task type": _listed(_NUMBER, "custom_task_types"),
    "task template": _listed(_TEMPLATE, "templates", action="list_tasks"),
    "list template": _listed(_TEMPLATE, "templates", action="list_lists"),
    "folder template": _listed(_TEMPLATE, "templates", action="list_folders"),
    "any field": Kind(_UUID, "fields", noun="custom field"),
}
"""What is looked up by name. People, tasks and custom fields of a task have rules of their own."""
