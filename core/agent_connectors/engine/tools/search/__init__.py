"""Finds operations by what they are for, in a few words."""

from agent_connectors.engine.tools.search.index import SearchIndex
from agent_connectors.engine.tools.search.tool import SearchArguments, SearchTool

__all__ = ["SearchArguments", "SearchIndex", "SearchTool"]
