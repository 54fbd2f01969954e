"""What the objects of a workspace are called in a file, whatever their classes are called here.

A class may be renamed or moved as long as its line here stays. An attribute that is renamed goes
into `RENAMED`, and one that goes away into `GONE`, so that older files are still read.
"""

from collections.abc import Mapping
from typing import Any, Final

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.state.audit import AuditEvent, AuditLog
from agent_connectors.clickup.sandbox.state.chat import Channel, Message, Reaction
from agent_connectors.clickup.sandbox.state.files import Attachment, Files
from agent_connectors.clickup.sandbox.state.people import Access, OAuth, Role, User, UserGroup
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.plans import (
    CustomField,
    Doc,
    Goal,
    GoalFolder,
    KeyResult,
    Page,
    View,
)
from agent_connectors.clickup.sandbox.state.templates import (
    FolderPlan,
    ListPlan,
    TaskPlan,
    Template,
)
from agent_connectors.clickup.sandbox.state.webhooks import Webhook
from agent_connectors.clickup.sandbox.state.work import (
    Checklist,
    ChecklistItem,
    Comment,
    Dependency,
    Link,
    Task,
    TimeEntry,
    TimeTag,
)
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["GONE", "KINDS", "LEFT_OUT", "RENAMED"]

KINDS: Final[Mapping[str, type[Any]]] = {
    "access": Access,
    "attachment": Attachment,
    "audit_event": AuditEvent,
    "audit_log": AuditLog,
    "channel": Channel,
    "checklist": Checklist,
    "checklist_item": ChecklistItem,
    "comment": Comment,
    "custom_field": CustomField,
    "dependency": Dependency,
    "doc": Doc,
    "files": Files,
    "folder": Folder,
    "folder_plan": FolderPlan,
    "goal": Goal,
    "goal_folder": GoalFolder,
    "ids": Ids,
    "key_result": KeyResult,
    "link": Link,
    "list": TaskList,
    "list_plan": ListPlan,
    "message": Message,
    "oauth": OAuth,
    "page": Page,
    "reaction": Reaction,
    "role": Role,
    "space": Space,
    "status": Status,
    "tag": Tag,
    "task": Task,
    "task_plan": TaskPlan,
    "template": Template,
    "time_entry": TimeEntry,
    "time_tag": TimeTag,
    "user": User,
    "user_group": UserGroup,
    "view": View,
    "webhook": Webhook,
    "workspace": Workspace,
}

RENAMED: Final[Mapping[tuple[str, str], str]] = {}
"""What an attribute is called now, by the kind and the name in a file."""

GONE: Final[frozenset[tuple[str, str]]] = frozenset()
"""Kinds and names of attributes that there once were."""

LEFT_OUT: Final[Mapping[type[Any], frozenset[str]]] = {
    # The clock, who calls, and what is made anew as it is needed.
    Workspace: frozenset(
        {"_clock", "_fields_of", "caller", "needed", "plan", "rendered", "selections"}
    ),
    # Digests of secrets; the apps introduce themselves anew.
    OAuth: frozenset({"secrets", "used"}),
    # Whoever loads the file gets another one.
    Webhook: frozenset({"secret"}),
}
"""Attributes that no file has."""
