"""A small issue tracker, and a connector to it."""
