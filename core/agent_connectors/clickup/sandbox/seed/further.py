"""More Lists than anybody would plan: for workspaces as large as they get in real life."""

from agent_connectors.clickup.sandbox.seed.ground import Ground
from agent_connectors.clickup.sandbox.seed.titles import SITES
from agent_connectors.clickup.sandbox.state.places import Folder, Space, TaskList

# A Folder for each site. `Backlog` is in every one of them: names repeat in real workspaces too.
_WORK = (
    "survey",
    "installation",
    "calibration",
    "training",
    "maintenance",
    "gateways",
    "reports",
    "invoices",
    "renewal",
)
_SHARED_NAME = "Backlog"


def add_lists(ground: Ground, number: int) -> None:
    """Add Lists, in Folders of their own, until the workspace has so many.

    Args:
        ground: The workspace under construction, with its usual Lists.
        number: How many Lists it is to have.

    Raises:
        ValueError: It has more than that already.
    """
    workspace = ground.workspace
    missing = number - len(workspace.lists)
    if missing < 0:
        message = f"lists={number} is too few: {len(workspace.lists)} Lists are always there"
        raise ValueError(message)
    usual = {workspace.lists[home].space.id for home in ground.kinds}
    spaces = [s for s in workspace.spaces.values() if s.id in usual and not s.archived]
    places = 0
    while missing > 0:
        folder = _add_folder(ground, spaces[places % len(spaces)], _site(places))
        for work in (*_WORK, None)[:missing]:
            _add_list(ground, folder, f"{folder.name} {work}" if work else _SHARED_NAME)
        missing -= len(folder.lists)
        places += 1


def _site(number: int) -> str:
    visits, place = divmod(number, len(SITES))
    return f"{SITES[place]} {visits + 1}" if visits else SITES[place]


def _add_folder(ground: Ground, space: Space, name: str) -> Folder:
    visible = sum(not folder.hidden for folder in space.folders.values())
    folder = Folder(ground.workspace.ids.folder(), name, space, visible)
    space.folders[folder.id] = ground.workspace.folders[folder.id] = folder
    return folder


def _add_list(ground: Ground, folder: Folder, name: str) -> None:
    home = TaskList(ground.workspace.ids.list(), name, folder, len(folder.lists))
    folder.lists[home.id] = ground.workspace.lists[home.id] = home
    # The kind of work that the Space's first List holds.
    usual = (h for h in ground.workspace.lists.values() if h.space is folder.space)
    ground.kinds[home.id] = ground.kinds[next(usual).id]
    ground.further.add(home.id)
