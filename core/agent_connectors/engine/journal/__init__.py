"""What was written, by whom and in which run, with the objects before and after; and undoing it."""
