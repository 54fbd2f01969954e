"""Names in the place of ids: what a workspace holds, and what somebody means by a name."""

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.places import Place, Tree

__all__ = ["Directory", "Place", "Tree"]
