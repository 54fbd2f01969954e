"""Chat: channels, direct messages, messages, replies, reactions and mentions."""

from typing import Any

import pytest

from tests.sandbox.client import Api, Clock


def base(api: Api) -> str:
    return f"/api/v3/workspaces/{api.team}/chat"


async def patch(api: Api, path: str, body: Any, status: int = 200) -> Any:
    response = await api.send("PATCH", path, body)
    assert response.status_code == status, response.text
    return response.json()


async def channels(api: Api, **query: Any) -> list[dict[str, Any]]:
    answer = await api.get(f"{base(api)}/channels", **query)
    data: list[dict[str, Any]] = answer["data"]
    return data


async def test_the_seeded_channels(api: Api) -> None:
    found = await channels(api)
    assert [c["type"] for c in found].count("CHANNEL") == 3
    assert [c["type"] for c in found].count("DM") == 1
    latest = [int(channel["latest_comment_at"]) for channel in found]
    assert latest == sorted(latest, reverse=True)
    assert [c["type"] for c in await channels(api, channel_types="DM")] == ["DM"]
    both = await channels(api, channel_types=["DM", "CHANNEL"])
    assert len(both) == 4
    since = await channels(api, with_message_since=latest[1])
    assert [channel["id"] for channel in since] == [channel["id"] for channel in found[:2]]
    first = await api.get(f"{base(api)}/channels", limit=3)
    rest = await api.get(f"{base(api)}/channels", limit=3, cursor=first["next_cursor"])
    assert [c["id"] for c in first["data"] + rest["data"]] == [c["id"] for c in found]
    assert rest["next_cursor"] == ""
    incidents = next(channel for channel in found if channel.get("name") == "Incidents")
    assert "**first**" in incidents["description"]
    plain = await api.get(
        f"{base(api)}/channels/{incidents['id']}", description_format="text/plain"
    )
    assert plain["data"]["description"] == "Say it here first, then open a task."


async def test_a_channel_is_made_changed_and_removed(api: Api) -> None:
    two = str(list(api.workspace.users)[1])
    path = f"{base(api)}/channels"
    body = {"name": "Launch", "topic": "T", "visibility": "PRIVATE", "user_ids": [two]}
    made = (await api.post(path, body, status=201))["data"]
    assert (made["visibility"], made["topic"]) == ("PRIVATE", "T")
    assert "latest_comment_at" not in made
    # ClickUp gives back what is there already.
    again = (await api.post(path, {"name": "launch"}, status=200))["data"]
    assert again == made
    one = f"{path}/{made['id']}"
    assert (await api.get(one))["data"] == made
    members = (await api.get(f"{one}/members"))["data"]
    assert [member["id"] for member in members] == [str(api.workspace.owner.id), two]
    assert (await api.get(f"{one}/followers"))["data"] == members
    home = next(iter(api.workspace.lists))
    change = {"name": "Lift-off", "visibility": "PUBLIC", "location": {"id": home, "type": "list"}}
    changed = (await patch(api, one, change))["data"]
    assert (changed["name"], changed["parent"]) == ("Lift-off", {"id": home, "type": 6})
    assert len((await api.get(f"{one}/members"))["data"]) > 5
    for wrong in ({"name": " "}, {"visibility": "x"}, {"location": {"type": "task", "id": "1"}}):
        await patch(api, one, wrong, 400)
    assert (await api.get(one))["data"] == changed
    said = {"type": "message", "content": "Hello"}
    message = await api.post(f"{one}/messages", said, status=201)
    await api.delete(one, status=204)
    missing = await api.get(one, status=404)
    assert set(missing) == {"status", "message", "trace_id", "timestamp"}
    await api.get(f"{base(api)}/messages/{message['id']}/replies", status=404)


async def test_the_channel_of_a_place(api: Api) -> None:
    path = f"{base(api)}/channels/location"
    folder = next(f for f in api.workspace.folders.values() if not f.hidden)
    body = {"location": {"id": folder.id, "type": "folder"}}
    made = (await api.post(path, body, status=201))["data"]
    assert (made["name"], made["parent"]) == (folder.name, {"id": folder.id, "type": 5})
    assert (await api.post(path, body))["data"] == made
    await api.post(path, {"location": {"id": "1", "type": "folder"}}, status=404)
    await api.post(path, {}, status=400)


async def test_direct_messages(api: Api) -> None:
    path = f"{base(api)}/channels/direct_message"
    one, two, three = map(str, list(api.workspace.users)[1:4])
    seeded = (await api.post(path, {"user_ids": [one]}))["data"]
    assert seeded["type"] == "DM"
    made = (await api.post(path, {"user_ids": [two]}, status=201))["data"]
    assert (made["type"], made["visibility"]) == ("DM", "PRIVATE")
    assert (await api.post(path, {"user_ids": [two]}))["data"] == made
    group = (await api.post(path, {"user_ids": [two, three]}, status=201))["data"]
    assert group["type"] == "GROUP_DM"
    members = (await api.get(f"{base(api)}/channels/{group['id']}/members"))["data"]
    assert {member["id"] for member in members} == {str(api.workspace.owner.id), two, three}
    await api.post(path, {"user_ids": ["1"]}, status=400)
    await api.delete(f"{base(api)}/channels/{made['id']}", status=400)


async def test_messages_replies_and_their_order(api: Api, clock: Clock) -> None:
    channel = (await channels(api))[0]["id"]
    path = f"{base(api)}/channels/{channel}/messages"
    before = (await api.get(path))["data"]
    made = []
    for number in range(3):
        clock.now += 60
        said = {"type": "message", "content": f"No. **{number}**"}
        made.append(await api.post(path, said, status=201))
    assert made[0]["date"] == made[1]["date"] - 60_000
    page = await api.get(path, limit=2)
    assert [m["id"] for m in page["data"]] == [made[2]["id"], made[1]["id"]]
    rest = (await api.get(path, limit=100, cursor=page["next_cursor"]))["data"]
    assert [m["id"] for m in rest] == [made[0]["id"], *(m["id"] for m in before)]
    assert (await api.get(path, limit=1, content_format="text/plain"))["data"][0][
        "content"
    ] == "No. 2"
    assert int((await channels(api))[0]["latest_comment_at"]) == clock.ms
    one = f"{base(api)}/messages/{made[0]['id']}"
    first = await api.post(f"{one}/replies", {"type": "message", "content": "A"}, status=201)
    second = await api.post(f"{one}/replies", {"type": "message", "content": "B"}, status=201)
    assert first["parent_message"] == made[0]["id"]
    assert "replies" not in first["links"]
    replies = (await api.get(f"{one}/replies"))["data"]
    assert [reply["content"] for reply in replies] == ["B", "A"]
    shown = next(m for m in (await api.get(path))["data"] if m["id"] == made[0]["id"])
    assert shown["replies_count"] == 2
    assert (await api.get(shown["links"]["replies"]))["data"] == replies
    await api.delete(f"{base(api)}/messages/{second['id']}", status=204)
    assert len((await api.get(f"{one}/replies"))["data"]) == 1
    await api.delete(one, status=204)
    assert first["id"] not in api.workspace.messages
    assert made[0]["id"] not in {m["id"] for m in (await api.get(path))["data"]}


async def test_a_message_is_changed_assigned_and_resolved(api: Api, clock: Clock) -> None:
    channel = (await channels(api))[0]["id"]
    two = str(list(api.workspace.users)[1])
    body = {"type": "message", "content": "Please", "assignee": two}
    made = await api.post(f"{base(api)}/channels/{channel}/messages", body, status=201)
    assert (made["assignee"], made["date_assigned"]) == (two, clock.ms)
    assert "date_resolved" not in made
    clock.now += 5
    path = f"{base(api)}/messages/{made['id']}"
    done = await patch(api, path, {"resolved": True, "content": "Thanks"})
    assert (done["resolved"], done["date_resolved"], done["content"]) == (True, clock.ms, "Thanks")
    assert done["date_updated"] == clock.ms
    again = await patch(api, path, {"resolved": False, "assignee": None})
    assert again["resolved"] is False
    assert "assignee" not in again
    for wrong in ({"content": ""}, {"assignee": "1"}, {"group_assignee": "x"}):
        await patch(api, path, wrong, 400)
    group = next(iter(api.workspace.groups))
    assert (await patch(api, path, {"group_assignee": group}))["group_assignee"] == group


async def test_posts(api: Api) -> None:
    types = f"/api/v3/workspaces/{api.team}/comments/types"
    subtypes = (await api.get(f"{types}/post/subtypes"))["comment_subtypes"]
    assert {s["name"] for s in subtypes} == {"Announcement", "Discussion", "Idea", "Update"}
    assert await api.get(f"{types}/ai/subtypes") == {"comment_subtypes": []}
    await api.get(f"{types}/nope/subtypes", status=400)
    idea = next(s for s in subtypes if s["name"] == "Idea")
    channel = (await channels(api))[0]["id"]
    path = f"{base(api)}/channels/{channel}/messages"
    post = {"title": "T", "subtype": {"id": idea["id"]}}
    made = await api.post(path, {"type": "post", "content": "C", "post_data": post}, status=201)
    assert made["post_data"] == {"title": "T", "subtype": {"id": idea["id"], "name": "Idea"}}
    one = f"{base(api)}/messages/{made['id']}"
    changed = await patch(api, one, {"post_data": {"title": "New"}})
    assert changed["post_data"] == {**made["post_data"], "title": "New"}
    for wrong in (None, {"title": "T"}, {**post, "title": "x" * 256}, {**post, "subtype": {}}):
        await api.post(path, {"type": "post", "content": "C", "post_data": wrong}, status=400)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"type": "message"}, {"content": "x"}, {"type": "mail", "content": "x"},
     {"type": "message", "content": "x" * 40_001}, {"type": "message", "content": 5},
     {"type": "message", "content": "x", "reactions": [{"reaction": "No Emoji"}]}],
)  # fmt: skip
async def test_a_message_is_refused(wrong: dict[str, Any], api: Api) -> None:
    before = len(api.workspace.messages)
    channel = (await channels(api))[0]["id"]
    await api.post(f"{base(api)}/channels/{channel}/messages", wrong, status=400)
    assert len(api.workspace.messages) == before


async def test_reactions_and_mentions(api: Api) -> None:
    message = next(m for m in api.workspace.messages.values() if "#user_mention#" in m.content)
    path = f"{base(api)}/messages/{message.id}"
    tagged = (await api.get(f"{path}/tagged_users"))["data"]
    assert [user["name"] for user in tagged] == ["Priya Raman"]
    made = await api.post(f"{path}/reactions", {"reaction": "+1"}, status=201)
    assert await api.post(f"{path}/reactions", {"reaction": "+1"}, status=201) == made
    assert (await api.get(f"{path}/reactions"))["data"] == [made]
    for wrong in ({}, {"reaction": "THUMBSUP"}, {"reaction": "👍"}):
        await api.post(f"{path}/reactions", wrong, status=400)
    await api.delete(f"{path}/reactions/%2B1", status=204)
    assert (await api.get(f"{path}/reactions"))["data"] == []
    await api.delete(f"{path}/reactions/+1", status=404)
    await api.get(f"{base(api)}/messages/1/reactions", status=404)


async def test_who_leaves_the_workspace_leaves_its_channels(api: Api) -> None:
    incidents = next(c for c in await channels(api) if c.get("name") == "Incidents")
    path = f"{base(api)}/channels/{incidents['id']}/members"
    gone = (await api.get(path))["data"][2]["id"]
    await api.delete(f"/team/{api.team}/user/{gone}")
    assert gone not in {member["id"] for member in (await api.get(path))["data"]}
