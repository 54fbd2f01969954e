"""A description as long as they get: what happened on a site, day by day."""

from datetime import UTC, datetime

from agent_connectors.clickup.sandbox.seed.ground import DAY

_MOST = 60_000

_WEATHER = ("Dry.", "Rain since six.", "Cold, heating off.", "Humid, doors open.", "Bright.")
_CREWS = (
    "Two fitters and the lift until noon.",
    "One fitter; the other is in training.",
    "Night shift with three, from ten until five.",
    "Nobody from us; the electricians finish the risers.",
)
_DONE = (
    "Cable pulled as far as the fire door; the next length waits for the permit.",
    "Seven sensors mounted, two of them moved a metre because of the sprinklers.",
    "Ceiling plates are here, in the wrong white. Used where nobody looks.",
    "Calibrated against the reference unit: all within 30 ppm but one, which goes back.",
    "Gateway in the plant room restarted twice; the log is with Firmware.",
    "Snagging with the ward sister: eleven points, nine closed on the spot.",
    "Dust wall moved to the next bay, floor protected, air scrubber on all night.",
)
_OPEN = (
    "Who signs for the keys at weekends?",
    "The drawing shows a beam that is not there.",
    "Infection control wants to see the filters.",
)


def journal(midnight: int, days: int) -> str:
    """The journal as Markdown, some 60 KB of it.

    Args:
        midnight: The start of the present day, in milliseconds.
        days: How many days ago it begins.
    """
    pages: list[str] = ["# Site journal\n"]
    size, number = 0, 0
    while size < _MOST:
        # Several people wrote about most days.
        moment = midnight - (days - number * days // 180) * DAY
        day = datetime.fromtimestamp(moment / 1000, UTC).date().isoformat()
        done = "\n".join(f"- {_DONE[(number * 3 + n) % len(_DONE)]}" for n in range(3))
        page = (
            f"## {day}, sheet {number + 1}\n\n{_WEATHER[number % len(_WEATHER)]} "
            f"{_CREWS[number % len(_CREWS)]}\n\n{done}\n\n"
            f"**Open:** {_OPEN[number % len(_OPEN)]}\n"
        )
        pages.append(page)
        size += len(page)
        number += 1
    return "\n".join(pages)
