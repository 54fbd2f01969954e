"""How people ask for what ClickUp's operations do, by the operation."""

from collections.abc import Mapping

from agent_connectors.clickup.phrases.people import PEOPLE
from agent_connectors.clickup.phrases.places import PLACES
from agent_connectors.clickup.phrases.talk import TALK
from agent_connectors.clickup.phrases.tasks import TASKS
from agent_connectors.clickup.phrases.time import TIME

__all__ = ["PHRASES"]

PHRASES: Mapping[str, str] = {**PLACES, **TASKS, **TALK, **TIME, **PEOPLE}
"""Questions and requests, `;` between them."""
