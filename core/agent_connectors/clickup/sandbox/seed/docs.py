"""The Docs of the seeded workspace."""

from typing import NamedTuple

from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, Ground
from agent_connectors.clickup.sandbox.state.plans import Doc, Page

_WORKSPACE, _SPACE = 12, 4


class _Page(NamedTuple):
    name: str
    text: str
    below: "tuple[_Page, ...]" = ()


class _Doc(NamedTuple):
    name: str
    space: str
    pages: tuple[_Page, ...]
    archived: bool = False


_DOCS = (
    _Doc(
        "Engineering handbook",
        "Engineering",
        (
            _Page(
                "Welcome",
                "How we build, review and ship. If a page is wrong, mend it.",
                (
                    _Page("Your first week", "1. Get a laptop\n2. Ship something small\n3. Ask"),
                    _Page(
                        "How we review",
                        "Small changes, within a day, **kindly**.",
                        (
                            _Page(
                                "Checklist for reviewers", "- Tests fail without the change\n- Docs"
                            ),
                        ),
                    ),
                ),
            ),
            _Page("Releases", "Every other Tuesday. `main` is always fit to ship."),
        ),
    ),
    _Doc(
        "Incident runbook",
        "Engineering",
        (
            _Page("Who to call", "The on-call engineer first, then Ben, then Mara."),
            _Page(
                "Readings stop arriving",
                "Look at the ingest queue before anything else.",
                (_Page("When the queue is full", "Scale the workers to 40, then find out why."),),
            ),
            _Page(
                "Status page", "Post within ten minutes, even if all you know is that it is red."
            ),
        ),
    ),
    _Doc(
        "Alert pipeline design", "Engineering", (_Page("Design", "## Goals\n\nOne alert, once."),)
    ),
    _Doc(
        "Sensor board rev. D",
        "Engineering",
        (_Page("Changes", "New regulator, new antenna."), _Page("Open questions", "Heat.")),
    ),
    _Doc(
        "Product principles",
        "Product",
        (_Page("Five sentences", "1. Air is invisible; we are not.\n2. Quiet by default."),),
    ),
    _Doc(
        "Interview notes",
        "Product",
        (
            _Page("Facility managers", "They look at the display, hardly ever at the app."),
            _Page("School nurses", "Alerts during lessons are worse than none."),
        ),
    ),
    _Doc("Pricing experiments", "Product", (_Page("Round one", "Three prices, four weeks."),)),
    _Doc("Spring launch plan", "Marketing", (_Page("Plan", "## Dates\n\n- Teaser\n- Launch"),)),
    _Doc("Brand guide", "Marketing", (_Page("Voice", "Plain words."), _Page("Colours", "Green."))),
    _Doc("Press kit", "Marketing", (_Page("Facts", "Founded in Oakland. 40,000 sensors."),)),
    _Doc("Travel policy", "Operations", (_Page("Policy", "Take the train below five hours."),)),
    _Doc(
        "Onboarding guide",
        "Operations",
        (
            _Page("Before day one", "Laptop, badge, lunch."),
            _Page("First month", "Talk to ten people."),
        ),
    ),
    _Doc("Renewal playbook", "Customer Success", (_Page("Ninety days before", "Call, not mail."),)),
    _Doc("Company handbook", "", (_Page("Hello", "Everything that fits nowhere else."),)),
    _Doc(
        "Old gateway notes", "Engineering", (_Page("Notes", "Kept for the record."),), archived=True
    ),
)


def add_docs(ground: Ground) -> None:
    """Write the Docs."""
    workspace = ground.workspace
    spaces = {space.name: space.id for space in workspace.spaces.values()}
    for number, plan in enumerate(_DOCS):
        created = ground.midnight - (300 - 17 * number) * DAY + 10 * HOUR
        place = spaces.get(plan.space)
        doc = Doc(
            workspace.ids.document(),
            plan.name,
            ground.pick(ground.team),
            created,
            created + 5 * DAY,
            workspace.id if place is None else place,
            _WORKSPACE if place is None else _SPACE,
            archived=plan.archived,
        )
        workspace.docs[doc.id] = doc
        doc.pages = [_make(ground, doc, page, None) for page in plan.pages]


def _make(ground: Ground, doc: Doc, plan: _Page, parent: Page | None) -> Page:
    identifier = ground.workspace.ids.document()
    page = Page(
        identifier, plan.name, doc.creator, doc.created, doc.updated, plan.text, None, parent
    )
    ground.workspace.pages[identifier] = page
    page.pages = [_make(ground, doc, below, page) for below in plan.below]
    return page
