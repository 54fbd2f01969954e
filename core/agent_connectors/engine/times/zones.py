"""The time zone at the end of a text."""

import re
from datetime import UTC, timedelta, timezone, tzinfo

from agent_connectors.engine.times.moment import NotATime

__all__ = ["split_zone"]

# Not without a space or a name: `9:00-10:00` is rather from nine to ten.
_OFFSET = re.compile(
    r"(?: ?(?:utc|gmt)(?=[+-]\d\d?(?::|$|\d\d$))| (?=[+-]\d\d))([+-])(\d\d?)(?::?([0-5]\d))?$",
    re.ASCII,
)
_NAMED = re.compile(r" ([a-z_]+/[a-z_+/-]+)$")
_SHORT = re.compile(r"(?:\d|[ap]m|noon|midnight|eod) ([acehijkmnpw][a-z]{0,3}t|bst|ist|msk)$")
"""Abbreviations of time zones: most stand for several, or hold for half a year only."""


def split_zone(said: str) -> tuple[str, tzinfo | None]:
    """A text without the time zone at its end, and that.

    Args:
        said: The text, in small letters.

    Raises:
        NotATime: It ends in what is no time zone, or may be several.
    """
    plain = re.search(r"(?: (?:utc|gmt)|(?<=[\dm]) ?(?:utc|gmt)|(?<=:\d\d)z)$", said, re.ASCII)
    if plain:
        return said[: plain.start()], UTC
    offset = _OFFSET.search(said)
    if offset and not re.fullmatch(r"\d{1,4}", said[: offset.start()], re.ASCII):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14:
            raise NotATime(f"there is no time zone {offset[0].strip()}")
        ahead = timedelta(hours=hours, minutes=minutes)
        return said[: offset.start()], timezone(-ahead if offset[1] == "-" else ahead)
    named = _NAMED.search(said)
    if named:
        return said[: named.start()], _named(named[1])
    short = _SHORT.search(said)
    if short:
        raise NotATime(
            f"{short[1].upper()} is not one time zone everywhere and always; write it as "
            "Europe/Berlin or +01:00"
        )
    return said, None


def _named(name: str) -> tzinfo:
    # Not at the top: few calls name a zone, and the list of them is read from files.
    from zoneinfo import ZoneInfo, available_timezones

    known = {zone.lower(): zone for zone in available_timezones()}
    if name not in known or name.startswith("etc/"):  # in which the signs mean the opposite
        raise NotATime(f"there is no time zone {name}; write it as Europe/Berlin or +01:00")
    return ZoneInfo(known[name])
