"""The workspace a sandbox starts with: a company that makes air-quality sensors.

Everything hangs on the seed and the day alone. Dates are laid out around the day, so that there is
always something overdue, something due this week, and something that happened in the last 24 hours.
"""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime

from agent_connectors.clickup.sandbox.ids import Ids
from agent_connectors.clickup.sandbox.seed.activity import add_details, add_time
from agent_connectors.clickup.sandbox.seed.chat import add_attachments, add_chat
from agent_connectors.clickup.sandbox.seed.conversations import add_conversations
from agent_connectors.clickup.sandbox.seed.docs import add_docs
from agent_connectors.clickup.sandbox.seed.fields import add_fields
from agent_connectors.clickup.sandbox.seed.further import add_lists
from agent_connectors.clickup.sandbox.seed.ground import Ground
from agent_connectors.clickup.sandbox.seed.installations import (
    FROM_TASKS,
    add_installations,
    add_sites,
)
from agent_connectors.clickup.sandbox.seed.people import make_people
from agent_connectors.clickup.sandbox.seed.places import add_places
from agent_connectors.clickup.sandbox.seed.plans import add_goals, add_views
from agent_connectors.clickup.sandbox.seed.tasks import add_tasks
from agent_connectors.clickup.sandbox.seed.team import add_file_field, add_team
from agent_connectors.clickup.sandbox.state.people import GUEST
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_WORKSPACE_ID = "9015482310"
_WORKSPACE_NAME = "Larkfield Labs"


def build(
    *,
    tasks: int,
    seed: int,
    today: date,
    one_list: bool,
    lists: int | None,
    clock: Callable[[], float],
) -> Workspace:
    """Make a workspace.

    Args:
        tasks: How many tasks its usual Lists have.
        seed: Another seed, another workspace.
        today: The day its dates are laid out around.
        one_list: Whether all tasks are open, top-level, and in one List of one Space.
        lists: How many Lists it has, if more than the usual ones.
        clock: Tells the time in Unix seconds, from here on.

    Raises:
        ValueError: `lists` is too small, or goes with `one_list`.
    """
    midnight = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() * 1000)
    people = make_people(midnight)
    workspace = Workspace(_WORKSPACE_ID, _WORKSPACE_NAME, people[0], Ids(seed), clock)
    workspace.users = {user.id: user for user in people}
    team = tuple(u for u in people if u.role != GUEST and u.joined is not None and u.id > 0)
    chance = random.Random(seed)  # noqa: S311  # it makes up a company, not keys
    ground = Ground(workspace, chance, midnight, team, {}, {}, set())
    add_places(ground, one_list=one_list)
    with_installations = tasks >= FROM_TASKS and not one_list
    if with_installations:
        add_sites(ground)
    if lists is not None:
        if one_list:
            raise ValueError("one_list=True makes one List; lists= asks for more")
        add_lists(ground, lists)
    add_fields(ground)
    add_tasks(ground, tasks, one_list=one_list)
    add_details(ground)
    add_conversations(ground)
    add_time(ground)
    add_goals(ground)
    add_views(ground)
    add_docs(ground)
    # From here on nothing is drawn by chance, so that all before stays as it always was.
    add_team(ground)
    if not one_list:
        add_file_field(ground)
    add_chat(ground)
    add_attachments(ground)
    if with_installations:
        add_installations(ground)
    return workspace
