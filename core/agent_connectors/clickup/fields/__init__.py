"""Custom fields: which ones a call means, and what each type of field takes."""

from agent_connectors.clickup.fields.call import (
    FIELD,
    resolve_custom_fields,
    unread,
    what_they_take,
)
from agent_connectors.clickup.fields.forms import Now
from agent_connectors.clickup.fields.known import is_uuid

__all__ = ["FIELD", "Now", "is_uuid", "resolve_custom_fields", "unread", "what_they_take"]
