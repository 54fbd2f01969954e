"""A page to watch a sandbox on: its places, lists and tasks, and each request as it comes."""

from agent_connectors.clickup.sandbox.page.application import ADDRESS, Page, with_page

__all__ = ["ADDRESS", "Page", "with_page"]
