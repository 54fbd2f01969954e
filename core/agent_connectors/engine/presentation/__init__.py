"""Results as texts that fit a context window."""
