"""ClickUp's operations, one file a resource: declarations, from which all else is derived."""
