"""What there is, and where: the tree of a workspace, and finding by name."""

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture
def connector(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True)


async def test_the_tree_holds_everything(connector: ClickupApiConnector, sandbox: Sandbox) -> None:
    tree = (await connector.workspaces.tree()).data
    for space in tree:
        folders = (await connector.execute("folders", "list", {"space_id": space["id"]})).data
        assert [f["name"] for f in folders] == [f["name"] for f in space["folders"]]
        for folder, shown in zip(folders, space["folders"], strict=True):
            assert [li["id"] for li in folder["lists"]] == [li["id"] for li in shown["lists"]]
        lists = (await connector.execute("lists", "list", {"space_id": space["id"]})).data
        assert [li["id"] for li in lists] == [li["id"] for li in space["lists"]]


async def test_the_tree_is_kept_and_says_how_old_it_is(
    connector: ClickupApiConnector, sandbox: Sandbox
) -> None:
    first = await connector.workspaces.tree()
    calls = len(sandbox.requests)
    second = await connector.workspaces.tree()
    assert len(sandbox.requests) == calls
    assert second.data == first.data
    assert second.meta.extra["age"] < 60
    await connector.workspaces.tree(max_age=0)


async def test_our_own_writes_are_seen_at_once(connector: ClickupApiConnector) -> None:
    space = (await connector.workspaces.tree()).data[0]
    assert (await connector.workspaces.find("Brand new")).data == []
    await connector.execute("lists", "create", {"space_id": space["id"], "name": "Brand new"})
    found = (await connector.workspaces.find("brand NEW")).data
    assert [(f["kind"], f["name"], f["in"]) for f in found] == [
        ("list", "Brand new", space["name"])
    ]


async def test_exact_before_close(connector: ClickupApiConnector) -> None:
    spaces = (await connector.workspaces.tree()).data
    name = spaces[0]["name"]
    exact = await connector.workspaces.find(name, ["space"])
    assert [f["id"] for f in exact.data] == [spaces[0]["id"]]
    assert exact.meta.extra["match"] == "exact"
    close = await connector.workspaces.find(name[:-1], ["space"])
    assert close.data[0]["id"] == spaces[0]["id"]
    assert close.meta.extra["match"] == "close"
    assert (await connector.workspaces.find("zzzzzz")).meta.extra["match"] == "none"


async def test_people_tags_statuses_fields_and_tasks(connector: ClickupApiConnector) -> None:
    person = (await connector.execute("teams", "list")).data[0]["members"][2]["user"]
    found = (await connector.workspaces.find(person["email"])).data
    assert [f["id"] for f in found] == [person["id"]]
    task = (await connector.execute("tasks", "search", {"limit": 1})).data[0]
    found = (await connector.workspaces.find(task["name"], ["task"])).data
    assert task["id"] in {f["id"] for f in found}
    space = (await connector.workspaces.tree()).data[0]
    status = (await connector.execute("spaces", "get", {"space_id": space["id"]})).data["statuses"][
        0
    ]
    found = (await connector.workspaces.find(status["status"], ["status"])).data
    assert space["name"] in {f["in"] for f in found}


async def test_ambiguity_gives_the_candidates(connector: ClickupApiConnector) -> None:
    spaces = (await connector.workspaces.tree()).data[:2]
    for space in spaces:
        await connector.execute("lists", "create", {"space_id": space["id"], "name": "Twin list"})
    found = (await connector.workspaces.find("twin list")).data
    assert {f["in"] for f in found} == {space["name"] for space in spaces}
    with pytest.raises(Exception, match="there are 2 lists called 'Twin list'") as caught:
        await connector.execute("tasks", "list", {"list_id": "Twin list"})
    assert all(str(f["id"]) in str(caught.value) for f in found)
    where = f"{spaces[1]['name']} / Twin list"
    assert (await connector.execute("tasks", "list", {"list_id": where})).data == []
