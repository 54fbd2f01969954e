"""Times as v2 shows them: milliseconds since the epoch, in a string."""


def shown_time(milliseconds: int | None) -> str | None:
    """A time, or `None` where there is none."""
    return None if milliseconds is None else str(milliseconds)
