"""Sentences for descriptions and comments, by the family of work. `{}` is a task's subject."""

from typing import NamedTuple


class Texts(NamedTuple):
    """What descriptions of a family of work are put together from.

    Attributes:
        background: Why there is a task.
        actions: What is to be done, as list items.
        notes: What else to know.
        headings: Of the three sections.
    """

    background: tuple[str, ...]
    actions: tuple[str, ...]
    notes: tuple[str, ...]
    headings: tuple[str, str, str]


FAMILIES: dict[str, Texts] = {
    "bug": Texts(
        (
            "Reported by three customers since the last release. All of them came across it in {}.",
            "Support sees this about twice a week, but never in a new account.",
            "Seen on production with the current web app; the previous version is fine.",
            "First noticed during the demo for Oakline Offices, and reproduced the same afternoon.",
            "The error tracker has 140 events in the last seven days, all with the same stack.",
            "People work around it by reloading, so it hits more of them than reported it.",
        ),
        (
            "Open {} with a site that has more than one floor",
            "Switch to another site and come straight back",
            "Wait until the session is older than an hour",
            "Repeat with the network throttled to slow 3G",
            "Compare what the page shows with what the API returns",
            "Look at the console: the second request is the one that fails",
            "Check with an account that has no sensors at all",
        ),
        (
            "**Expected:** the page agrees with the API. **Actual:** only after a reload.",
            "A fix must not change the public API; two partners depend on the exact order of rows.",
            "Logs of one affected session are in the shared drive, under `bugs/sessions`.",
            "If this turns out to be bigger than two days, please split it and tell support.",
            "Related to the cache we added, see the [record](https://wiki.example.com/adr/31).",
        ),
        ("What happens", "Steps to reproduce", "Notes"),
    ),
    "build": Texts(
        (
            "We touched {} last a year ago, and its load has tripled since.",
            "The incident in the spring showed how little we know about {} under stress.",
            "Two teams plan to build on {} this quarter, so its promises must be written down.",
            "Most of the on-call pages of last month lead back to {}.",
            "Part of the reliability goal. The rest of the work is in the linked tasks.",
            "An audit asked for this by the end of the quarter, and nobody owns it yet.",
        ),
        (
            "Measure today's numbers and write them into this task",
            "Agree on the target with the people who depend on {}",
            "Make the change behind a flag, off by default",
            "Cover the unhappy paths: timeouts, retries, and a full disk",
            "Add a dashboard panel and an alert that somebody will really get",
            "Try the rollback once, on purpose",
            "Update the runbook and the architecture page",
            "Tell support what will look different",
        ),
        (
            "Out of scope: anything about the old gateway, which is going away.",
            "Done when the dashboard stays green for a week with the flag on.",
            "There is a spike on the branch `spike/limits`; take what is useful, drop the rest.",
            "Ask Jonas before changing the schema: the report worker reads it directly.",
            "The estimate is rough. If the second step shows a large gap, come back to planning.",
            "Background: the [capacity notes](https://wiki.example.com/capacity).",
        ),
        ("Why", "What", "Good to know"),
    ),
    "plan": Texts(
        (
            "Eleven of the last forty sales calls brought up {}. We have no shared answer yet.",
            "Customers ask for it, competitors have it, and our own numbers say it matters.",
            "We said in the last review that we would look at {} again after the summer.",
            "This is the next step of the plan that was agreed with sales and support.",
            "The numbers for {} were good last year, and nobody has looked since.",
            "Small effort, visible result: a good first task for somebody new.",
        ),
        (
            "Write down who it is for, in two sentences",
            "List what we know, what we believe, and what we have to find out about {}",
            "Ask three customers who said no",
            "Put numbers on the two most likely options",
            "Collect the legal and brand constraints",
            "Share a draft early; comments by Thursday",
            "Decide, and write the decision where others find it",
        ),
        (
            "Keep it to two pages. Nobody read the last one.",
            "The budget is fixed; the date is not.",
            "Chloé has the figures of last year's round, with the raw answers.",
            "If we find nothing new within a week, we stop and say so.",
            "Please mention the [brand guide](https://wiki.example.com/brand) to anybody external.",
        ),
        ("Background", "Next steps", "Constraints"),
    ),
    "run": Texts(
        (
            "Comes back every year, and last year we were late. Owner and dates are set this time.",
            "Agreed in the last weekly. Waiting longer makes {} more expensive.",
            "They asked twice already. A clear answer this week matters more than a perfect one.",
            "Part of the quarterly checklist. Everything needed is in the shared folder.",
            "We only noticed by chance that nobody looks after {}.",
        ),
        (
            "Check what was agreed last time about {}",
            "Collect what is missing and ask for it in one message",
            "Get the approval in writing",
            "Book half an hour with everybody involved",
            "Enter the result in the system the same day",
            "Set a reminder for the next round",
            "Tell the people who were waiting for it",
        ),
        (
            "Amounts above 5,000 need a second signature.",
            "Contact and contract number are in the custom fields.",
            "Please no decisions by chat: write them here, so that they can be found.",
            "If it cannot be done by the due date, move the date and say why.",
        ),
        ("Context", "To do", "Remember"),
    ),
}

COMMENTS = (
    "Had a first look: smaller than we thought. I will have something to show tomorrow.",
    "Blocked until we hear back from the supplier. I asked again this morning.",
    "The numbers are in the sheet now. Third tab, please check the totals.",
    "Can we move this to next week? Two of us are at the customer's until Friday.",
    "Tried it on staging, works for me. Could somebody with an older account check as well?",
    "I would split this: the first half is urgent, the second can wait.",
    'Talked to legal. Fine as it is, if we drop the word "guaranteed".',
    "Who decides this? I can prepare it, but I should not be the one to choose.",
    "Merged. It goes out with the next release.",
    "This came up again in support today, third time this month.",
    "The customer is happy with the workaround for now, so no panic.",
    "Updated the description with what we agreed in the call.",
    "Not sure this is still needed after the change in pricing.",
    "I am out until Monday; Priya knows where everything is.",
    "Measured it: 4.2 seconds before, 0.8 after.",
    "Closing the loop: the invoice was paid on Tuesday.",
    "Please do not touch the export yet, the partner is testing against it.",
    "Good catch. I added a test so that it stays fixed.",
    "The designer needs two more days. Worth waiting for, in my opinion.",
    "Moved the due date, with the account manager's agreement.",
)

MENTIONS = (
    "could you review this before the weekend?",
    "this is the one I told you about.",
    "please confirm the date with the customer.",
    "do you still have the raw data?",
)

REPLIES = (
    "Yes, on it.",
    "Done, see the description.",
    "Not before Wednesday, sorry.",
    "Agreed.",
    "Let us talk about it in the weekly.",
    "I asked them, no answer so far.",
)

LIST_COMMENTS = (
    "Reminder: we plan the next two weeks on Thursday. Please update your estimates before.",
    "I cleaned up everything that nobody touched for half a year. Shout if I went too far.",
    "New rule: no task without an owner goes into progress.",
    "Thanks everybody, this was our best month so far.",
)

TIME_NOTES = (
    "",
    "Pairing",
    "Review and tests",
    "Call with the customer",
    "Reading up",
    "Second attempt",
    "Writing it down",
)

CHECKLISTS: dict[str, tuple[str, ...]] = {
    "Before release": (
        "Changelog entry",
        "Rollback tried",
        "Support informed",
        "Dashboard checked",
        "Flag documented",
    ),
    "Definition of done": (
        "Reviewed",
        "Tested on a second device",
        "Docs updated",
        "Demo recorded",
    ),
    "Sign-off": ("Finance", "Legal", "Account manager"),
}
