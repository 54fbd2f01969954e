"""The context store: what a sync takes, how fast it answers, and 47 questions put to it."""
