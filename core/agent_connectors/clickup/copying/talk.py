"""How comments and the chat are read for a copy."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from agent_connectors.clickup.copying.pages import numbered, pages_of
from agent_connectors.clickup.store.feeds import FEEDS
from agent_connectors.engine.store.feeds import Each, Feed, Found, Source, Walk

__all__ = ["TALK"]

_DAY = 86_400.0

_IN = ("workspace_id",)


def _comments_on(place: str) -> Any:
    async def read(source: Source, row: Mapping[str, Any]) -> Found:
        found = await pages_of(source, "comments", "list", {f"{place}_id": row["id"]})
        return {"comments": numbered(found, **{f"{place}_id": row["id"]})}

    return read


async def _replies(source: Source, comment: Mapping[str, Any]) -> Found:
    found = (await source.ask("comments", "get", {"comment_id": comment["id"]})).data
    return {"comments": numbered(found, comment_id=comment["id"])}


async def _channels(
    source: Source, workspace: Mapping[str, Any], _: Any
) -> AsyncIterator[tuple[Found, str]]:
    params = {"workspace_id": workspace["id"], "include_closed": True}
    found = await pages_of(source, "chat_channels", "list", params)
    yield {"channels": numbered(found, workspace_id=workspace["id"])}, ""


async def _people(source: Source, channel: Mapping[str, Any]) -> Found:
    params = {"channel_id": channel["id"], "workspace_id": channel["workspace_id"]}
    return {
        f"channel_{who}": [
            {
                "id": channel["id"],
                "items": await pages_of(source, "chat_channels", f"list_{who}", params),
            }
        ]
        for who in ("members", "followers")
    }


async def _messages(source: Source, channel: Mapping[str, Any]) -> Found:
    above = {"channel_id": channel["id"], "workspace_id": channel["workspace_id"]}
    found = await pages_of(source, "chat_messages", "list", above)
    return {"messages": numbered(found, **above)}


async def _answers(source: Source, message: Mapping[str, Any]) -> Found:
    above = {"message_id": message["id"], "workspace_id": message["workspace_id"]}
    found = await pages_of(source, "chat_messages", "list_replies", above)
    return {"messages": numbered(found, **above)}


async def _reactions(source: Source, message: Mapping[str, Any]) -> Found:
    params = {"message_id": message["id"], "workspace_id": message["workspace_id"]}
    found = await pages_of(source, "chat_reactions", "list", params)
    return {"reactions": [{"id": message["id"], "items": found}]}


def _stored(name: str) -> Feed:
    return next(feed for feed in FEEDS if feed.name == name)


TALK: tuple[Feed, ...] = (
    _stored("comments"),
    Each("list_comments", "lists", _comments_on("list"), every=_DAY),
    Each(
        "view_comments",
        "views",
        _comments_on("view"),
        only="type = 'conversation'",
        every=_DAY,
    ),
    Each("replies", "comments", _replies, version="reply_count", only="reply_count > 0"),
    Walk("channels", _channels, under="workspaces", every=_DAY),
    Each("channel_people", "channels", _people, needs=_IN, every=_DAY),
    Each("messages", "channels", _messages, needs=_IN, every=_DAY),
    Each("message_replies", "messages", _answers, needs=_IN, only="replies_count > 0", every=_DAY),
    Each("reactions", "messages", _reactions, needs=_IN, every=_DAY),
)
"""Comments take a request for each task, reactions one for each message of the chat."""
