"""What there is in ClickUp: its resources, in the order of use."""

from typing import TYPE_CHECKING

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.lazy import lazy

if TYPE_CHECKING:
    from agent_connectors.clickup.resources.administration import AuditLogs, Permissions
    from agent_connectors.clickup.resources.attachments import Attachments
    from agent_connectors.clickup.resources.authorization import Authorization
    from agent_connectors.clickup.resources.chat_channels import ChatChannels
    from agent_connectors.clickup.resources.chat_messages import ChatMessages
    from agent_connectors.clickup.resources.chat_reactions import ChatReactions
    from agent_connectors.clickup.resources.checklists import ChecklistItems, Checklists
    from agent_connectors.clickup.resources.comments import Comments
    from agent_connectors.clickup.resources.custom_fields import CustomFields
    from agent_connectors.clickup.resources.doc_pages import DocPages
    from agent_connectors.clickup.resources.docs import Docs
    from agent_connectors.clickup.resources.folders import Folders
    from agent_connectors.clickup.resources.goals import Goals, KeyResults
    from agent_connectors.clickup.resources.guests import Guests
    from agent_connectors.clickup.resources.legacy_time_tracking import LegacyTimeTracking
    from agent_connectors.clickup.resources.lists import Lists
    from agent_connectors.clickup.resources.members import Members
    from agent_connectors.clickup.resources.relationships import Dependencies, TaskLinks
    from agent_connectors.clickup.resources.spaces import Spaces
    from agent_connectors.clickup.resources.tags import Tags
    from agent_connectors.clickup.resources.task_time import TimeEstimates, TimeInStatus
    from agent_connectors.clickup.resources.tasks import Tasks
    from agent_connectors.clickup.resources.teams import Teams
    from agent_connectors.clickup.resources.templates import Templates
    from agent_connectors.clickup.resources.time_entry_tags import TimeEntryTags
    from agent_connectors.clickup.resources.time_tracking import TimeTracking
    from agent_connectors.clickup.resources.user import User
    from agent_connectors.clickup.resources.user_groups import UserGroups
    from agent_connectors.clickup.resources.users import Users
    from agent_connectors.clickup.resources.views import Views, ViewTasks
    from agent_connectors.clickup.resources.webhooks import Webhooks
    from agent_connectors.clickup.resources.workspace_settings import CustomTaskTypes, Roles
    from agent_connectors.clickup.resources.workspaces import Workspaces

__all__ = ["ClickupEntities"]


class ClickupEntities(Connector):
    """A connector with ClickUp's resources, each imported when it is first needed."""

    # What is used most comes first: where there is little room, models are told of that.
    workspaces: "Workspaces" = lazy(".resources.workspaces:Workspaces")
    user: "User" = lazy(".resources.user:User")
    teams: "Teams" = lazy(".resources.teams:Teams")
    spaces: "Spaces" = lazy(".resources.spaces:Spaces")
    folders: "Folders" = lazy(".resources.folders:Folders")
    lists: "Lists" = lazy(".resources.lists:Lists")
    tasks: "Tasks" = lazy(".resources.tasks:Tasks")
    comments: "Comments" = lazy(".resources.comments:Comments")
    members: "Members" = lazy(".resources.members:Members")
    time_tracking: "TimeTracking" = lazy(".resources.time_tracking:TimeTracking")
    docs: "Docs" = lazy(".resources.docs:Docs")
    doc_pages: "DocPages" = lazy(".resources.doc_pages:DocPages")
    goals: "Goals" = lazy(".resources.goals:Goals")
    key_results: "KeyResults" = lazy(".resources.goals:KeyResults")
    views: "Views" = lazy(".resources.views:Views")
    view_tasks: "ViewTasks" = lazy(".resources.views:ViewTasks")
    tags: "Tags" = lazy(".resources.tags:Tags")
    custom_fields: "CustomFields" = lazy(".resources.custom_fields:CustomFields")
    checklists: "Checklists" = lazy(".resources.checklists:Checklists")
    checklist_items: "ChecklistItems" = lazy(".resources.checklists:ChecklistItems")
    attachments: "Attachments" = lazy(".resources.attachments:Attachments")
    dependencies: "Dependencies" = lazy(".resources.relationships:Dependencies")
    task_links: "TaskLinks" = lazy(".resources.relationships:TaskLinks")
    time_in_status: "TimeInStatus" = lazy(".resources.task_time:TimeInStatus")
    time_estimates: "TimeEstimates" = lazy(".resources.task_time:TimeEstimates")
    chat_channels: "ChatChannels" = lazy(".resources.chat_channels:ChatChannels")
    chat_messages: "ChatMessages" = lazy(".resources.chat_messages:ChatMessages")
    chat_reactions: "ChatReactions" = lazy(".resources.chat_reactions:ChatReactions")
    custom_task_types: "CustomTaskTypes" = lazy(".resources.workspace_settings:CustomTaskTypes")
    time_entry_tags: "TimeEntryTags" = lazy(".resources.time_entry_tags:TimeEntryTags")
    templates: "Templates" = lazy(".resources.templates:Templates")
    user_groups: "UserGroups" = lazy(".resources.user_groups:UserGroups")
    users: "Users" = lazy(".resources.users:Users")
    guests: "Guests" = lazy(".resources.guests:Guests")
    roles: "Roles" = lazy(".resources.workspace_settings:Roles")
    webhooks: "Webhooks" = lazy(".resources.webhooks:Webhooks")
    permissions: "Permissions" = lazy(".resources.administration:Permissions")
    audit_logs: "AuditLogs" = lazy(".resources.administration:AuditLogs")
    legacy_time_tracking: "LegacyTimeTracking" = lazy(
        ".resources.legacy_time_tracking:LegacyTimeTracking"
    )
    authorization: "Authorization" = lazy(".resources.authorization:Authorization")
