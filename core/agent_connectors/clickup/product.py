"""What ClickUp's API says, and what it means by it."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import (
    AuthenticationError,
    BadRequest,
    NotFound,
    PermissionDenied,
)
from agent_connectors.engine.product import Product, Verdict, by_status

__all__ = ["CLICKUP"]

_OTHER_WORKSPACE = {
    *("OAUTH_023", "OAUTH_026", "OAUTH_027", "OAUTH_056"),
    *(f"OAUTH_{number:03}" for number in range(29, 46)),
}
_DEAD_TOKEN = {"OAUTH_017", "OAUTH_019", "OAUTH_021", "OAUTH_025", "OAUTH_077"}


def _message(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What ClickUp said, and its code: v2 says `err`, some endpoints `error`, v3 `message`."""
    said = next((body[key] for key in ("err", "error", "message") if body.get(key)), None)
    code = body.get("ECODE")
    return (None if said is None else str(said)), (str(code) if code else None)


def _judge(status: int, code: str | None) -> Verdict:
    """What a refusal means. The status alone misleads: a 401 seldom is about the token."""
    if code in _DEAD_TOKEN:
        return Verdict(
            AuthenticationError,
            "ClickUp does not accept this token: make a new one in ClickUp's settings under Apps.",
        )
    if code in _OTHER_WORKSPACE:
        return Verdict(
            PermissionDenied,
            "The object is in a workspace that this token cannot reach; "
            "`teams.list` shows those it can.",
        )
    if code == "FIELD_017":  # a wrong date is refused with a 500
        return Verdict(BadRequest, "Mend the parameters and call again.")
    if status == 401:
        return Verdict(
            NotFound,
            "This is how ClickUp answers an id that does not exist or that the token cannot see: "
            "check the id.",
            doubt=True,
        )
    if code in {"ITEM_013", "ITEM_015", "SHARD_006", "SHARD_031"}:
        return Verdict(NotFound, "It does not exist, was deleted, or the token cannot see it.")
    return by_status(status)


CLICKUP = Product(
    name="ClickUp",
    base_url="https://api.clickup.com",
    message=_message,
    judge=_judge,
    probe="/api/v2/user",
    trace_header="x-datadog-trace-id",
)
