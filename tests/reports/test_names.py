"""Names that mean something else by now, or never did: what was reported, as it was reported."""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, InvalidParams, NotFound
from agent_connectors.clickup.sandbox import Sandbox

Execute = Callable[..., Any]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture
def mine(sandbox: Sandbox) -> Execute:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True).execute_sync


@pytest.fixture
def other(sandbox: Sandbox) -> Execute:
    """Somebody else, who works in the same ClickUp meanwhile."""
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True).execute_sync


@pytest.fixture
def space(other: Execute) -> str:
    return str(other("spaces", "list").data[0]["id"])


@pytest.fixture
def task(mine: Execute) -> str:
    return str(mine("tasks", "create", {"list_id": "Website", "name": "n"}).data["id"])


def person(sandbox: Sandbox, name: str, number: int) -> None:
    """Lets somebody of a name be in the workspace: the last but some of the people there."""
    user = list(sandbox.workspace.users.values())[-number]
    user.username = name


def swap(mine: Execute, other: Execute, space: str) -> tuple[str, str]:
    """A list that I know as Scratch is Payroll now, and Scratch is another."""
    old = other("lists", "create", {"space_id": space, "name": "Scratch"}).data["id"]
    mine("workspaces", "tree")
    other("lists", "update", {"list_id": old, "name": "Payroll"})
    new = other("lists", "create", {"space_id": space, "name": "Scratch"}).data["id"]
    return old, new


def test_agents_view_1_a_renamed_list_is_not_deleted(
    mine: Execute, other: Execute, space: str
) -> None:
    swap(mine, other, space)
    mine("lists", "delete", {"list_id": "Scratch"})
    names = [each["name"] for each in other("lists", "list", {"space_id": space}).data]
    assert "Payroll" in names
    assert "Scratch" not in names


def test_agents_view_1_a_name_that_is_gone_deletes_nothing(
    mine: Execute, other: Execute, space: str
) -> None:
    old = other("lists", "create", {"space_id": space, "name": "Scratch"}).data["id"]
    mine("workspaces", "tree")
    other("lists", "update", {"list_id": old, "name": "Payroll"})
    with pytest.raises(InvalidParams, match="there is no list called 'Scratch'"):
        mine("lists", "delete", {"list_id": "Scratch"})
    assert other("lists", "get", {"list_id": old}).data["name"] == "Payroll"


def test_agents_view_1_other_writes_go_to_what_has_the_name_now(
    mine: Execute, other: Execute, space: str
) -> None:
    old, new = swap(mine, other, space)
    mine("lists", "update", {"list_id": "Scratch", "content": "mine"})
    assert other("lists", "get", {"list_id": new}).data["content"] == "mine"
    moved = other("tasks", "create", {"list_id": old, "name": "n"}).data["id"]
    other("lists", "delete", {"list_id": new})
    _, new = swap(mine, other, space)
    mine("tasks", "move", {"task_id": moved, "list_id": "Scratch"})
    assert other("tasks", "get", {"task_id": moved}).data["list"]["id"] == new


def test_agents_view_1_a_task_goes_to_the_list_that_has_the_name_now(
    mine: Execute, other: Execute, space: str
) -> None:
    _, new = swap(mine, other, space)
    made = mine("tasks", "create", {"list_id": "Scratch", "name": "n"})
    assert (made.data["list"]["id"], made.meta.warnings) == (new, ())


def test_agents_view_8_names_of_digits(mine: Execute, other: Execute, space: str) -> None:
    made = mine("lists", "create", {"space_id": space, "name": "2026"}).data["id"]
    mine("tasks", "create", {"list_id": "2026", "name": "resolution"})
    found = mine("tasks", "search", {"list_ids": ["2026"]})
    assert [each["name"] for each in found.data] == ["resolution"]
    assert found.data[0]["list"]["id"] == made
    folder = mine("folders", "create", {"space_id": space, "name": "2027"}).data["id"]
    inside = mine("lists", "create", {"folder_id": "2027", "name": "in it"}).data
    assert inside["folder"]["id"] == folder
    nothing = mine("tasks", "search", {"list_ids": ["1999"]})
    assert nothing.data == []
    assert "no list with the id or the name '1999'" in nothing.meta.warnings[0]


def test_agents_view_9_what_somebody_made_a_moment_ago_is_found(
    mine: Execute, other: Execute, space: str
) -> None:
    mine("workspaces", "tree")
    made = other("lists", "create", {"space_id": space, "name": "Fresher"}).data["id"]
    assert mine("tasks", "create", {"list_id": "Fresher", "name": "n"}).data["list"]["id"] == made
    other("spaces", "create", {"name": "Freshest"})
    assert mine("workspaces", "find", {"name": "Freshest"}).meta.extra["match"] == "exact"


def test_agents_view_9_what_was_deleted_and_made_anew_is_found(
    mine: Execute, other: Execute, space: str
) -> None:
    old = other("lists", "create", {"space_id": space, "name": "Again"}).data["id"]
    mine("workspaces", "tree")
    other("lists", "delete", {"list_id": old})
    new = other("lists", "create", {"space_id": space, "name": "Again"}).data["id"]
    assert mine("lists", "get", {"list_id": "Again"}).data["id"] == new
    assert mine("tasks", "create", {"list_id": "Again", "name": "n"}).data["list"]["id"] == new


def test_agents_view_s3_a_task_by_name_is_sent_to_where_names_are_looked_up(
    mine: Execute,
) -> None:
    for name in ("the login bug", "Login"):
        with pytest.raises((InvalidParams, NotFound)) as caught:
            mine("tasks", "update", {"task_id": name, "name": "n"})
        assert f'`workspaces.find` {{"name": "{name}", "kinds": ["task"]}}' in str(caught.value)


@pytest.mark.parametrize(
    ("entity", "action", "params"),
    [
        ("goals", "get", {"goal_id": "f34eb003-0000-4a4f-ad70-1b35e0334640"}),
        ("comments", "delete", {"comment_id": "1"}),
        ("checklists", "delete", {"checklist_id": "1"}),
        ("lists", "get", {"list_id": "901520409999"}),
    ],
)
def test_agents_view_s3_hints_are_of_the_call(
    mine: Execute, entity: str, action: str, params: dict[str, str]
) -> None:
    with pytest.raises(NotFound) as caught:
        mine(entity, action, params)
    assert "DEV-12" not in str(caught.value)
    assert f"check the id (`{next(iter(params))}`)" in str(caught.value)


def test_agents_view_s3_no_id_is_blamed_where_none_was_given(mine: Execute) -> None:
    if mine("time_tracking", "get_current").data is not None:
        mine("time_tracking", "stop")
    with pytest.raises(ConnectorError) as caught:
        mine("time_tracking", "stop")
    assert "heck the id" not in str(caught.value)


def test_agents_view_s3_where_a_view_was_looked_for_is_said(mine: Execute) -> None:
    with pytest.raises(InvalidParams, match="only the workspace's own were looked at"):
        mine("views", "get", {"view_id": "No such board"})


def test_agents_view_s3_no_such_list(mine: Execute) -> None:
    with pytest.raises(InvalidParams, match=r"there is no list called 'no-such-list' \(archived"):
        mine("tasks", "create", {"list_id": "no-such-list", "name": "n"})


def test_agents_view_s3_a_list_of_people_that_is_cut_says_so(
    mine: Execute, sandbox: Sandbox
) -> None:
    for number in range(1, 26):
        mine("users", "invite", {"email": f"person{number}@example.com"})
    with pytest.raises(InvalidParams, match=r"There are \(20 of \d\d; `teams\.list` has all\)"):
        mine("tasks", "create", {"list_id": "Website", "name": "n", "assignees": ["Xqzzy"]})


def test_agents_view_s3_a_group_as_a_person_says_where_it_goes(mine: Execute) -> None:
    params = {"list_id": "Website", "name": "n", "assignees": ["On-call engineers"]}
    with pytest.raises(InvalidParams, match=r"is a user group .* give it as `group_assignees`"):
        mine("tasks", "create", params)


def test_agents_view_s3_jane_among_several(mine: Execute, sandbox: Sandbox) -> None:
    for number, name in enumerate(("Jane Doe", "Jane Smith", "jane"), 4):
        person(sandbox, name, number)
    params = {"list_id": "Website", "name": "n", "assignees": ["Jane"]}
    with pytest.raises(InvalidParams, match="several people are called 'Jane'") as caught:
        mine("tasks", "create", params)
    for name in ("Jane Doe (", "Jane Smith (", "jane ("):
        assert name in str(caught.value)
    made = mine("tasks", "create", {**params, "assignees": ["jane smith"]}).data
    assert [each["username"] for each in made["assignees"]] == ["Jane Smith"]


@pytest.mark.parametrize("word", ["All", "everyone"])
def test_agents_view_s3_a_person_called_as_a_word(
    mine: Execute, sandbox: Sandbox, word: str
) -> None:
    person(sandbox, word, 1)
    params = {"list_id": "Website", "name": "n", "assignees": [word]}
    with pytest.raises(InvalidParams, match=rf"{word}' may mean .* or {word} \("):
        mine("tasks", "create", params)


def test_agents_view_s3_umlauts_composed_in_another_way(mine: Execute, space: str) -> None:
    name = unicodedata.normalize("NFD", "Müller")
    made = mine("lists", "create", {"space_id": space, "name": name}).data["id"]
    for said in ("Müller", "MÜLLER", name):
        assert mine("tasks", "create", {"list_id": said, "name": "n"}).data["list"]["id"] == made


def test_agents_view_s3_a_path_may_leave_the_folder_out(mine: Execute) -> None:
    found = mine("lists", "get", {"list_id": "Marketing / Newsletter"}).data
    assert found["folder"]["name"] == "Campaigns"
    assert mine("lists", "get", {"list_id": "marketing/campaigns / newsletter"}).data == found


def test_agents_view_s3_permissions_by_name(mine: Execute, sandbox: Sandbox) -> None:
    wanted = next(x for x in sandbox.workspace.lists.values() if x.name == "Newsletter")
    entries = [{"kind": "user", "id": "Priya", "permission_level": 3}]
    params = {"object_type": "list", "object_id": "Newsletter", "entries": entries}
    mine("permissions", "update", params)
    assert f"/list/{wanted.id}/acls" in sandbox.requests[-1].path


def test_public_reports_3_a_group_by_name(mine: Execute, task: str, sandbox: Sandbox) -> None:
    group, _ = sandbox.workspace.groups.values()
    name = "on-call Engineers"
    made = mine("tasks", "create", {"list_id": "Website", "name": "n", "group_assignees": [name]})
    assert [each["id"] for each in made.data["group_assignees"]] == [group.id]
    changed = mine("tasks", "update", {"task_id": task, "group_assignees": {"add": [name]}})
    assert [each["id"] for each in changed.data["group_assignees"]] == [group.id]
    mine("comments", "create", {"task_id": task, "comment_text": "c", "group_assignee": name})
    comment = mine("comments", "list", {"task_id": task}).data[0]
    assert comment["group_assignee"]["id"] == group.id
    listed = mine("user_groups", "list", {"group_ids": [name]}).data
    assert [each["id"] for each in listed] == [group.id]
    renamed = mine("user_groups", "update", {"group_id": name, "name": "Duty"}).data
    assert renamed["id"] == group.id
    with pytest.raises(InvalidParams, match="there is no group called"):
        mine("user_groups", "delete", {"group_id": name})
    mine("user_groups", "delete", {"group_id": "Duty"})
    assert group.id not in sandbox.workspace.groups


def test_public_reports_6_custom_task_ids_everywhere(
    mine: Execute, sandbox: Sandbox, task: str
) -> None:
    custom = sandbox.workspace.custom_ids["ENG-124"]
    mine("lists", "add_task", {"list_id": "Feature Requests", "task_id": "ENG-124"})
    mine("lists", "remove_task", {"list_id": "Feature Requests", "task_id": "eng-124"})
    assert mine("members", "list", {"task_id": "ENG-124"}).data
    hook = {"endpoint": "https://example.com/a", "events": "*", "task_id": "ENG-124"}
    assert mine("webhooks", "create", hook).data["task_id"] == custom.id
    mine("task_links", "add", {"task_id": "ENG-124", "links_to": task})
    mine("task_links", "remove", {"task_id": task, "links_to": "ENG-124"})
    mine("dependencies", "add", {"task_id": task, "depends_on": "ENG-124"})
    times = mine("time_in_status", "get_many", {"task_ids": ["ENG-124", task]}).data
    assert set(times) == {custom.id, task}
    goal = mine("goals", "list").data[0]["id"]
    counted = {"goal_id": goal, "name": "k", "type": "automatic", "task_ids": ["ENG-124"]}
    assert mine("key_results", "create", counted).data["task_ids"] == [custom.id]
    mine("tasks", "merge", {"task_id": task, "source_task_ids": ["ENG-124"]})
    with pytest.raises(ConnectorError):
        mine("tasks", "get", {"task_id": custom.id})


def test_public_reports_6_a_custom_id_that_is_none(mine: Execute) -> None:
    params = {"list_id": "Feature Requests", "task_id": "ENG-99999"}
    with pytest.raises(InvalidParams, match="no task with the custom id 'ENG-99999'"):
        mine("lists", "add_task", params)


@pytest.mark.parametrize(
    "form",
    [
        "https://app.clickup.com/t/{}",
        "https://app.clickup.com/t/9015482310/{}/",
        "app.clickup.com/t/{}?comment=9",
        " {} ",
        "#{}",
        "CU-{}",
        "<https://app.clickup.com/t/{}>",
    ],
)
def test_public_reports_9_first_use_16_a_task_as_people_paste_it(
    mine: Execute, task: str, form: str
) -> None:
    assert mine("tasks", "get", {"task_id": form.format(task)}).data["id"] == task


def test_first_use_16_links_and_lower_case(mine: Execute, sandbox: Sandbox) -> None:
    custom = next(iter(sandbox.workspace.custom_ids))
    task = sandbox.workspace.custom_ids[custom]
    for said in (custom.lower(), f"https://app.clickup.com/t/9015482310/{custom}"):
        assert mine("tasks", "get", {"task_id": said}).data["id"] == task.id
    wanted = next(iter(sandbox.workspace.lists))
    link = f"https://app.clickup.com/9015482310/v/li/{wanted}"
    assert mine("lists", "get", {"list_id": link}).data["id"] == wanted
    with pytest.raises(InvalidParams, match="is the link of a list, not of a task"):
        mine("tasks", "get", {"task_id": link})


def test_first_use_20_no_word_of_what_is_filled_in(mine: Execute) -> None:
    with pytest.raises(NotFound) as caught:
        mine("lists", "get", {"list_id": "1234567890"})
    assert "custom_task_ids" not in str(caught.value)


def test_public_reports_16_task_types_by_name(mine: Execute) -> None:
    made = mine("tasks", "create", {"list_id": "Website", "name": "n", "custom_item_id": "bug"})
    assert made.data["custom_item_id"] == 1001
    milestone = {"task_id": made.data["id"], "custom_item_id": "Milestone"}
    assert mine("tasks", "update", milestone).data["custom_item_id"] == 1
    found = mine("tasks", "search", {"custom_items": ["Milestone"], "include_closed": True}).data
    assert made.data["id"] in {each["id"] for each in found}
    with pytest.raises(InvalidParams, match=r"no task type called 'Epic'\. There are: .*Bug"):
        mine("tasks", "create", {"list_id": "Website", "name": "n", "custom_item_id": "Epic"})


def test_structure_a10_people_where_no_table_had_them(mine: Execute, sandbox: Sandbox) -> None:
    me = mine("user", "get").data["id"]
    mine("docs", "create", {"name": "Mine"})
    docs = mine("docs", "list", {"creator": "me"}).data
    assert docs
    assert {each["creator"] for each in docs} == {me}
    guest = next(u for u in sandbox.workspace.users.values() if u.role == 4)
    found = mine("guests", "get", {"guest_id": str(guest.username).upper()}).data
    assert found["user"]["id"] == guest.id


def test_where_an_id_and_a_name_are_the_same_the_id_counts(mine: Execute, space: str) -> None:
    first = mine("lists", "create", {"space_id": space, "name": "First"}).data["id"]
    second = mine("lists", "create", {"space_id": space, "name": first}).data["id"]
    assert mine("lists", "get", {"list_id": first}).data["name"] == "First"
    mine("lists", "delete", {"list_id": first})
    assert mine("lists", "get", {"list_id": second}).data["name"] == first
    # A deleted list answers to its id, which still counts.
    gone = mine("lists", "get", {"list_id": first})
    assert (gone.data["id"], gone.meta.warnings) == (first, ("This list is deleted.",))


def test_nobody_is_taken_out_by_a_name_that_moved_on(
    mine: Execute, sandbox: Sandbox, task: str
) -> None:
    one, two = list(sandbox.workspace.users.values())[:2]
    mine("tasks", "update", {"task_id": task, "assignees": {"add": [one.id, two.id]}})
    mine("teams", "list")
    mine("workspaces", "find", {"name": str(one.username)})
    one.username, two.username = two.username, one.username
    left = mine("tasks", "update", {"task_id": task, "assignees": {"rem": [str(one.username)]}})
    assert [each["id"] for each in left.data["assignees"]] == [two.id]


def test_a_renamed_custom_field_is_not_set_in_a_new_task(mine: Execute, sandbox: Sandbox) -> None:
    fields = {field.name: field for field in sandbox.workspace.fields.values()}
    params = {"list_id": "Bug Triage", "name": "n", "custom_fields": {"Customers affected": 3}}
    mine("tasks", "create", params)
    fields["Customers affected"].name = "Customers lost"
    with pytest.raises(InvalidParams, match="no custom field 'Customers affected'"):
        mine("tasks", "create", params)


def test_a_second_look_that_fails_does_not_undo_what_was_read() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        empty = scope["path"].endswith("/task")
        status, body = (200, b'{"tasks": [], "last_page": true}') if empty else (403, b"{}")
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    clickup: Any = app
    params = {"team_id": "9000", "list_ids": ["901"]}
    result = ClickupApiConnector.sandbox(clickup).execute_sync("tasks", "search", params)
    assert result.data == []
    assert "could not be looked up again" in " ".join(result.meta.warnings)


@pytest.mark.parametrize("form", ["[{0}]({1})", "[a [b] (c)]({1})", "<{1}|{0}>", "[{1}]({1})"])
def test_links_with_a_text_are_ids(mine: Execute, task: str, form: str) -> None:
    link = form.format("The task", f"https://app.clickup.com/t/{task}")
    assert mine("tasks", "get", {"task_id": link}).data["id"] == task


@pytest.mark.parametrize("me", ["me", "@me", "Me", " @ME "])
def test_i_am_me_with_and_without_a_sign(mine: Execute, task: str, me: str) -> None:
    params = {"task_id": task, "assignees": {"add": [me]}}
    found = mine("tasks", "update", params).data["assignees"]
    assert [person["id"] for person in found] == [mine("user", "get").data["id"]]


@pytest.mark.parametrize("name", ["me", "Me", "@me"])
def test_i_am_me_whatever_others_are_called(
    mine: Execute, other: Execute, sandbox: Sandbox, task: str, name: str
) -> None:
    mine("tasks", "update", {"task_id": task, "assignees": {"add": ["me"]}})
    person(sandbox, name, 1)
    me = mine("user", "get").data["id"]
    for execute in (mine, other):  # who knew the people before, and who asks for them now
        params = {"list_id": "Website", "name": "n", "assignees": ["me"]}
        made = execute("tasks", "create", params)
        assert [each["id"] for each in made.data["assignees"]] == [me]
        assert not made.meta.warnings


@pytest.mark.parametrize("name", ["All", "all", "Everyone", "everybody", "me"])
@pytest.mark.parametrize("text", ["hi @{0}, lunch", "@{0}", "see @{0} hands", "@{0}: now"])
def test_a_word_that_may_mean_others_mentions_nobody_of_that_name(
    mine: Execute, sandbox: Sandbox, task: str, name: str, text: str
) -> None:
    person(sandbox, name, 1)
    said = text.format(name.upper() if text == "@{0}" else name)
    channel = mine("chat_channels", "list", {"limit": 1}).data[0]["id"]
    writes = (
        ("comments", {"task_id": task, "comment_text": said}),
        ("comments", {"task_id": task, "markdown": said}),
        ("chat_messages", {"channel_id": channel, "content": said}),
    )
    for entity, params in writes:
        made = mine(entity, "create", params)
        assert "notified nobody: it may not mean" in " ".join(made.meta.warnings)
        if entity == "chat_messages":
            asked = {"message_id": made.data["id"]}
            assert mine(entity, "list_tagged_users", asked).data == []
    blocks = [b for c in mine("comments", "list", {"task_id": task}).data for b in c["comment"]]
    assert not any("user" in block for block in blocks)


@pytest.mark.parametrize("text", ["@[All] look", "@[everyone]"])
def test_nor_where_it_is_written_as_a_name(mine: Execute, sandbox: Sandbox, text: str) -> None:
    person(sandbox, "All", 1)
    person(sandbox, "Everyone", 2)
    params = {"channel_id": "General", "content": text}
    with pytest.raises(InvalidParams, match="may mean everybody"):
        mine("chat_messages", "create", params)


def renamed(sandbox: Sandbox, mine: Execute) -> tuple[str, str, str]:
    """A name that somebody had when it was learnt, who has it now, and a task."""
    name, first, second = "Dana Whitfield", "10560024", "10490377"
    task = mine("tasks", "create", {"list_id": "Security", "name": "x", "assignees": [name]}).data
    users = {str(user.id): user for user in sandbox.workspace.users.values()}
    users[first].username, users[second].username = "D W", name
    return name, second, str(task["id"])


@pytest.mark.parametrize(
    ("entity", "action", "text"),
    [("comments", "create", "markdown"), ("comments", "create", "comment_text")],
)
def test_a_mention_is_of_who_has_the_name_now(
    sandbox: Sandbox, mine: Execute, entity: str, action: str, text: str
) -> None:
    name, now, task = renamed(sandbox, mine)
    mention = f"@[{name}] hello" if text == "markdown" else f"@{name} hello"
    mine(entity, action, {"task_id": task, text: mention})
    assert now in str(sandbox.workspace.threads["task", task][-1].blocks)


def test_a_person_in_a_custom_field_is_who_has_the_name_now(
    sandbox: Sandbox, mine: Execute
) -> None:
    name, now, task = renamed(sandbox, mine)
    mine("custom_fields", "set", {"task_id": task, "field_id": "Reviewer", "value": name})
    fields = mine("tasks", "get", {"task_id": task}).data["custom_fields"]
    held = next(field["value"] for field in fields if field["name"] == "Reviewer")
    assert [str(person["id"]) for person in held] == [now]


@pytest.mark.parametrize("action", ["delete", "update"])
@pytest.mark.parametrize("kind", ["lists", "folders", "spaces", "goals"])
def test_nothing_is_written_by_a_name_that_two_have_by_now(
    mine: Execute, other: Execute, kind: str, action: str
) -> None:
    spaces = [space["id"] for space in other("spaces", "list").data]
    inside = kind in {"lists", "folders"}
    identifier = f"{kind[:-1]}_id"
    for n in range(2):
        # Where it can be undone, one in another space is seen a minute later.
        space = spaces[n if action == "delete" else 0]
        other(kind, "create", {"name": "Twice", **({"space_id": space} if inside else {})})
        if not n:
            assert mine(kind, "get", {identifier: "Twice"}).data["name"] == "Twice"
    new = {"name": "Once"} if action == "update" else {}
    with pytest.raises(InvalidParams, match="Twice"):
        mine(kind, action, {identifier: "Twice", **new})


def test_no_task_goes_to_a_name_that_two_have_by_now(
    mine: Execute, other: Execute, space: str, sandbox: Sandbox
) -> None:
    other("lists", "create", {"space_id": space, "name": "Twice"})
    mine("tasks", "create", {"list_id": "Twice", "name": "n"})
    other("lists", "create", {"space_id": space, "name": "Twice"})
    with pytest.raises(InvalidParams, match="there are 2 lists called 'Twice'"):
        mine("tasks", "create", {"list_id": "Twice", "name": "n"})
    one, two = list(sandbox.workspace.users.values())[:2]
    params = {"list_id": "Website", "name": "n", "assignees": [one.username]}
    mine("tasks", "create", params)
    two.username = one.username
    with pytest.raises(InvalidParams, match="several people are called"):
        mine("tasks", "create", params)


def test_a_channel_called_with_its_sign_is_that_one(mine: Execute) -> None:
    plain, signed = (
        mine("chat_channels", "create", {"name": name}).data["id"] for name in ("new", "#new")
    )
    assert plain != signed
    for name, found in (("#new", signed), ("new", plain)):
        assert mine("chat_channels", "get", {"channel_id": name}).data["id"] == found


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "SHARD_006"),
        (404, "X_1"),
        (401, "OAUTH_018"),
        (400, "INPUT_003"),
        (403, "ACCESS_083"),
        (401, "OAUTH_023"),
        (401, "OAUTH_027"),
        (403, "OAUTH_999"),
        (401, "ACCESS_001"),
    ],
)
@pytest.mark.parametrize("inside", ["folder", "list", "tag", "field"])
async def test_a_space_that_is_gone_holds_up_no_name(
    sandbox: Sandbox, status: int, code: str, inside: str
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if not scope["path"].endswith(f"/space/90159451307/{inside}"):
            await sandbox(scope, receive, send)
            return
        body = f'{{"err": "no", "ECODE": "{code}"}}'.encode()
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    between: Any = app
    connector = ClickupApiConnector.sandbox(between, timeout=3)
    asking = asyncio.wait_for(connector.execute("lists", "get", {"list_id": "Security"}), 30)
    if status == 400 and inside in {"folder", "list"}:
        with pytest.raises(ConnectorError, match=code):
            await asking
        return
    assert (await asking).data["name"] == "Security"
    if status in {400, 404} or code == "OAUTH_018":  # it does not exist any more
        return
    for kind in ("list", "folder") if inside in {"folder", "list"} else ():
        with pytest.raises(InvalidParams, match=r"look into .* \(90159451307\)"):
            await connector.execute(f"{kind}s", "get", {f"{kind}_id": "No such place"})
    for action, params in (
        ("tree", {}),
        ("find", {"name": "Security"}),
        ("find", {"name": "No such place", "kinds": ["list", "tag", "custom_field"]}),
    )[0 if inside in {"folder", "list"} else 2 :]:
        (said,) = (await connector.execute("workspaces", action, params)).meta.warnings
        assert "(90159451307): what is there is not known" in said
    assert (await connector.execute("workspaces", "find", {"name": "Mara Lindqvist"})).data


@pytest.mark.parametrize("kind", ["list", "folder", "space", "person"])
def test_what_is_found_by_name_is_called_so_now(
    mine: Execute, other: Execute, sandbox: Sandbox, kind: str
) -> None:
    held: Any = getattr(sandbox.workspace, "users" if kind == "person" else f"{kind}s")
    attribute = "username" if kind == "person" else "name"
    named = [each for each in held.values() if not getattr(each, "hidden", False)]
    old, new = named[:2]
    name = getattr(old, attribute)
    asked = {"name": name, "kinds": [kind]}
    assert mine("workspaces", "find", asked).data[0]["id"] == old.id
    setattr(old, attribute, "Payroll")
    setattr(new, attribute, name)
    (found,) = mine("workspaces", "find", asked).data
    assert (found["id"], found["name"]) == (new.id, name)


@pytest.mark.parametrize(
    ("entity", "action", "params", "named"),
    [
        ("tasks", "update", {"parent": "nonexist1"}, ["task_id", "parent"]),
        ("tasks", "update", {"parent": "nonexist1", "assignees": {"add": [1]}},
         ["task_id", "parent", "assignees"]),
        ("task_links", "add", {"links_to": "nonexist1"}, ["task_id", "links_to"]),
        ("dependencies", "add", {"depends_on": "nonexist1"}, ["task_id", "depends_on"]),
        ("tasks", "get", {"task_id": "nonexist1"}, ["task_id"]),
    ],
)  # fmt: skip
def test_the_hint_names_every_id_that_was_sent(
    mine: Execute, task: str, entity: str, action: str, params: dict[str, Any], named: list[str]
) -> None:
    with pytest.raises(ConnectorError) as caught:
        mine(entity, action, {"task_id": task, **params})
    hint = str(caught.value.hint)
    assert [name for name in {"task_id": "", **params} if f"`{name}`" in hint] == named, hint


@pytest.mark.parametrize("action", ["create", "reply"])
def test_what_a_message_was_turned_into_is_a_task_in_every_form(
    mine: Execute, sandbox: Sandbox, action: str
) -> None:
    custom, task = next(iter(sandbox.workspace.custom_ids.items()))
    where = {"channel_id": "General"}
    first = mine("chat_messages", "create", {**where, "content": "x"}).data["id"]
    where = where if action == "create" else {"message_id": first}
    said = {**where, "content": "x", "triaged_object_type": 1, "triaged_action": 1}
    links = [f"https://app.clickup.com/t/{task.id}", f"CU-{task.id}", f"#{task.id}"]
    for form in (task.id, custom, custom.lower(), *links):
        made = mine("chat_messages", action, {**said, "triaged_object_id": form}).data
        assert made["triaged_object_id"] == task.id
    other = {**said, "triaged_object_type": 4, "triaged_object_id": custom}
    assert mine("chat_messages", action, other).data["triaged_object_id"] == custom


FILTERS = [
    (operation.entity, operation.action, name, shape.items.mark.kind)
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    if operation.effect == "read" and shape.items and shape.items.mark
    if shape.items.mark.kind != "task"  # of these the answer shows each
]
"""Conditions that hold several ids."""


def named(sandbox: Sandbox, kind: str, name: str) -> tuple[str, str]:
    """Two things of a kind: one that has this name by now, and the name of another."""
    workspace = sandbox.workspace
    by_kind: dict[str, list[Any]] = {
        "space": [s for s in workspace.spaces.values() if s.name in {"Engineering", "Marketing"}],
        "folder": list(workspace.folders.values()),
        "list": [each for each in workspace.lists.values() if each.name in {"iOS", "Website"}],
        "group": list(workspace.groups.values()),
        "person": list(workspace.users.values()),
    }
    if kind == "task type":
        return "0", "Bug"
    things = by_kind[kind]
    if kind == "person":
        return str(things[0].id), str(things[1].username)
    things[0].name = name
    return str(things[0].id), str(things[1].name)


@pytest.mark.parametrize(("entity", "action", "parameter", "kind"), FILTERS)
def test_digits_in_a_filter_are_an_id_a_name_or_told(
    mine: Execute, sandbox: Sandbox, entity: str, action: str, parameter: str, kind: str
) -> None:
    identifier, other = named(sandbox, kind, "77")
    beside = {"list_id": "Website"} if (entity, action) == ("tasks", "list") else {}
    if entity == "audit_logs":
        beside = {"applicability": "auth-and-security"}
    nothing = "00000000-0000-4000-8000-000000000099" if kind == "group" else "99"

    def found(*ids: str) -> tuple[int, str]:
        params = {parameter: list(ids), **beside}
        result = mine(entity, action, params)
        said = [text for text in result.meta.warnings if "nothing can be found by it" in text]
        return len(result.data), " ".join(said)

    many, said = found(other)
    assert said == ""
    assert found(identifier, other)[1] == ""
    assert found(identifier, other)[0] >= many
    for ids in ((nothing,), (other, nothing), (nothing, other), (identifier, nothing, other)):
        count, said = found(*ids)
        assert nothing in said, (ids, said)
        assert other not in ids or count >= many
    if kind in {"space", "folder", "list"}:
        assert found("77", other) == found(identifier, other)
        assert found(other, "77") == found(identifier, other)
        count, said = found("77", other, "99")
        assert (count, "'99'" in said, "'77'" in said) == (
            found(identifier, other)[0], True, False
        )  # fmt: skip


async def test_a_walk_takes_digits_for_a_name_too(sandbox: Sandbox) -> None:
    identifier, other = named(sandbox, "list", "77")
    for ids in (["77"], ["77", other], [other, "77"]):
        walks = []
        for each in (ids, [identifier if name == "77" else name for name in ids]):
            clickup = ClickupApiConnector.sandbox(sandbox)
            walk = clickup.iterate("tasks", "search", {"list_ids": each})
            walks.append([task["id"] async for task in walk])
        assert walks[0] == walks[1] != []


def test_an_id_that_the_answer_shows_costs_nothing(mine: Execute, sandbox: Sandbox) -> None:
    task = next(each for each in sandbox.workspace.tasks.values() if each.assignees)
    params = {"list_ids": [task.home.id], "assignees": [task.assignees[0].id]}
    mine("tasks", "search", {"limit": 1})
    sandbox.requests.clear()
    assert mine("tasks", "search", {**params, "include_closed": True, "subtasks": True}).data
    assert len(sandbox.requests) == 1
