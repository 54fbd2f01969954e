"""Objects as ClickUp's JSON shows them: key for key, type for type, as in recorded traffic."""
