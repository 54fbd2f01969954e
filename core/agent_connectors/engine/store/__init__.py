"""A replica of what a connector's credentials see, in a database of one's own."""
