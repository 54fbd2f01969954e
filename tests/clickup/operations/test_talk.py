"""The chat, comments and replies, and pages of docs."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, NotFound


async def test_a_channel(clickup: ClickupApiConnector, list_id: str, me: int) -> None:
    made = (await clickup.chat_channels.create("Alarms", topic="Tonight", user_ids=[str(me)])).data
    channel = made["id"]
    assert (await clickup.chat_channels.create("Alarms")).data["id"] == channel, "it is there"
    await clickup.chat_channels.update(channel, name="Fewer alarms", visibility="PRIVATE")
    read = (await clickup.chat_channels.get(channel, description_format="text/plain")).data
    assert (read["name"], read["visibility"]) == ("Fewer alarms", "PRIVATE")
    assert channel in {each["id"] for each in (await clickup.chat_channels.list(limit=100)).data}
    of_list = (await clickup.chat_channels.create_for_place(list_id, "list")).data
    assert of_list["parent"]["id"] == list_id
    people = (await clickup.chat_channels.list_members(channel)).data
    assert str(me) in {str(person["id"]) for person in people}
    assert isinstance((await clickup.chat_channels.list_followers(channel)).data, list)
    await clickup.chat_channels.delete(channel)
    with pytest.raises(NotFound):
        await clickup.chat_channels.get(channel)


async def test_a_direct_message(clickup: ClickupApiConnector, me: int) -> None:
    members = (await clickup.teams.list()).data[0]["members"]
    other = next(str(m["user"]["id"]) for m in members if m["user"]["id"] != me)
    opened = (await clickup.chat_channels.create_direct_message(user_ids=[other])).data
    again = (await clickup.chat_channels.create_direct_message(user_ids=[other])).data
    assert opened["type"] == "DM"
    assert again["id"] == opened["id"]


async def test_a_talk(clickup: ClickupApiConnector, me: int) -> None:
    channel = (await clickup.chat_channels.create("Alarms")).data["id"]
    said = (await clickup.chat_messages.create(channel, "Who is **up**?")).data
    assert (said["content"], said["type"]) == ("Who is **up**?", "message")
    reply = (await clickup.chat_messages.reply(said["id"], "I am", assignee=me)).data
    replies = (await clickup.chat_messages.list_replies(said["id"])).data
    assert [each["id"] for each in replies] == [reply["id"]]
    await clickup.chat_messages.update(said["id"], content="Who was up?", resolved=True)
    listed = (await clickup.chat_messages.list(channel)).data
    assert [(each["content"], each["resolved"]) for each in listed] == [("Who was up?", True)]
    await clickup.chat_reactions.add(said["id"], "thumbsup")
    reactions = (await clickup.chat_reactions.list(said["id"])).data
    assert [(each["reaction"], str(each["user_id"])) for each in reactions] == [
        ("thumbsup", str(me))
    ]
    await clickup.chat_reactions.remove(said["id"], "thumbsup")
    assert (await clickup.chat_reactions.list(said["id"])).data == []
    assert isinstance((await clickup.chat_messages.list_tagged_users(said["id"])).data, list)
    await clickup.chat_messages.delete(said["id"])
    assert (await clickup.chat_messages.list(channel)).data == []


async def test_a_post(clickup: ClickupApiConnector) -> None:
    channel = (await clickup.chat_channels.create("News")).data["id"]
    told: Any = (await clickup.chat_messages.get_subtypes()).data
    kinds = told if isinstance(told, list) else next(v for v in told.values() if v)
    posted = await clickup.chat_messages.create(
        channel, "All done", type="post", post_title="Done", post_subtype_id=kinds[0]["id"]
    )
    assert posted.data["post_data"]["title"] == "Done"


async def test_messages_page_by_cursor(clickup: ClickupApiConnector) -> None:
    channel = (await clickup.chat_channels.create("Many")).data["id"]
    for number in range(7):
        await clickup.chat_messages.create(channel, f"Message {number}")
    first = await clickup.chat_messages.list(channel, limit=3)
    assert [each["content"] for each in first.data] == ["Message 6", "Message 5", "Message 4"]
    assert first.meta.next is not None
    rest = await clickup.execute("chat_messages", "list", {**first.meta.next, "limit": 100})
    assert [each["content"] for each in rest.data] == [f"Message {n}" for n in range(3, -1, -1)]
    assert not rest.meta.has_more


async def test_a_reply_to_a_comment(clickup: ClickupApiConnector, task_id: str, me: int) -> None:
    comment = str((await clickup.comments.create("Who?", task_id=task_id)).data["id"])
    await clickup.comments.reply(comment, "Me", assignee="me")
    (reply,) = (await clickup.comments.get(comment)).data
    assert reply["comment_text"] == "Me"
    assert reply["user"]["id"] == me
    await clickup.comments.delete(reply["id"])
    assert (await clickup.comments.get(comment)).data == []
    await clickup.comments.delete(comment)
    assert (await clickup.comments.list(task_id)).data == []


async def test_a_doc(clickup: ClickupApiConnector, space_id: str) -> None:
    made = await clickup.docs.create(
        name="Handbook", parent_id=space_id, parent_type=4, create_page=False
    )
    doc = made.data
    assert doc["parent"]["id"] == space_id
    chapter = (await clickup.doc_pages.create(doc["id"], name="Alarms", content="# Alarms")).data
    section = await clickup.doc_pages.create(
        doc["id"], name="At night", content="Call.", parent_page_id=chapter["id"]
    )
    (listed,) = (await clickup.doc_pages.list(doc["id"])).data
    assert [page["id"] for page in listed["pages"]] == [section.data["id"]]
    (flat,) = (await clickup.doc_pages.list(doc["id"], max_page_depth=0)).data
    assert not flat.get("pages")
    await clickup.doc_pages.update(
        doc["id"], section.data["id"], content=" Twice.", content_edit_mode="append"
    )
    read = (await clickup.doc_pages.get(doc["id"], section.data["id"])).data
    assert "Call." in read["content"]
    assert "Twice." in read["content"]
    (whole,) = (await clickup.doc_pages.list_content(doc["id"])).data
    assert "Alarms" in whole["content"]
    assert "Twice." in whole["pages"][0]["content"]
