"""Words for the names of tasks."""

from agent_connectors.clickup.sandbox.seed import business_titles, technical_titles
from agent_connectors.clickup.sandbox.seed.kind import Kind

KINDS: dict[str, Kind] = {**technical_titles.KINDS, **business_titles.KINDS}
"""By the kind of work a List holds."""

SMALL_STEPS = (
    "Agree the wording",
    "Get a second review",
    "Update the changelog",
    "Ask for sign-off",
    "Check with support",
    "Post a summary",
)
"""Names of subtasks of subtasks."""

MILESTONES = (
    "Feature freeze",
    "Beta opens",
    "General availability",
    "Board review",
    "Certification granted",
    "Budget approved",
    "Pilot signed off",
    "Contract signed",
)

SITES = (
    "Rotterdam",
    "Lyon",
    "Oakland",
    "Osaka",
    "Leeds",
    "Graz",
    "Malmö",
    "Porto",
    "Tallinn",
    "Austin",
    "Cork",
    "Ghent",
    "Turin",
    "Bergen",
    "Sapporo",
    "Accra",
    "Pune",
    "Denver",
    "Basel",
    "Seville",
)
"""Added to names when the combinations run out."""

URGENT = (
    ("Rotate the leaked webhook signing key", "security", 47),
    ("Gateway in Rotterdam offline since the firmware update", "firmware", 9),
    ("Halden Clinics see another customer's readings", "success", 6),
    ("CO2 alerts arrive an hour late", "bug", 3),
    ("Invoice run for March billed two sites twice", "finance", 1),
)
"""Urgent, open and overdue tasks: name, kind, and days overdue; the first is clearly the worst."""
