"""What ClickUp's API says, and what it means by it."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    AuthenticationError,
    BadRequest,
    NotFound,
    PermissionDenied,
)
from agent_connectors.engine.executor.product import Product, Verdict, by_status

__all__ = ["CLICKUP"]

_DEAD_TOKEN = Verdict(
    AuthenticationError,
    "ClickUp does not accept this token: make a new one under Settings > Apps in ClickUp.",
)
_OTHER_WORKSPACE = Verdict(
    PermissionDenied,
    "The object is in a workspace that this token cannot reach; `teams.list` shows those it can.",
)
_NO_RIGHT = Verdict(
    PermissionDenied,
    "The token's user has no right to do this here. Somebody who has it can do it, or grant it.",
)
_NO_SUCH_SHARD = Verdict(
    NotFound,
    "This is how ClickUp answers an id that does not exist or that the token cannot see: "
    "check the id.",
    doubt=True,
)
_NO_SUCH_ID = Verdict(NotFound, "It does not exist, was deleted, or the token cannot see it.")

_BY_CODE: Mapping[str, Verdict] = {
    # As ClickUp's own page on errors has them; others have measured 019, 025 and 077.
    **{f"OAUTH_{number:03}": _DEAD_TOKEN for number in (17, 19, 21, 25, 77)},
    # From the same page; 023 (an object) and 056 (a workspace) are in recordings, with a token
    # that was good.
    **{f"OAUTH_{number:03}": _OTHER_WORKSPACE for number in (23, 26, 27, *range(29, 46), 56)},
    # "Oauth token not found": 30 recordings with a good token and an id that nothing has. An id
    # that leads to no shard is asked for on a default one, which does not know the token.
    "OAUTH_018": _NO_SUCH_SHARD,
    # 404 each. ITEM_013 and SHARD_006 were measured by several, SHARD_031 is recorded; ITEM_015
    # is known from clients only.
    **dict.fromkeys(("ITEM_013", "ITEM_015", "SHARD_006", "SHARD_031"), _NO_SUCH_ID),
    # The rate limit; clients agree on the code, and no recording holds one.
    "APP_002": by_status(429),
}
"""Codes of which it is known what they mean; of any other, a 401 may mean an id or a right."""

_NOT_AN_ID = "invalid input syntax for"
"""What ClickUp's database says of a text where an id is due; it comes with a 500."""

_AT_THE_DOOR = ("OAUTH_", "SHARD_", "INPUT_")
"""Codes of what is checked before anything is carried out: the token, the shard, the form."""

_FIX = "Fix the parameters and call again."


_SAYING = ("err", "error", "message", "errors")


def _message(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What ClickUp said, and its code: v2 says `err`, some endpoints `error`, v3 `message`."""
    said = next((body[key] for key in _SAYING if body.get(key)), None)
    code = body.get("ECODE")
    return (None if said is None else str(said)), (str(code) if code else None)


def _denied(body: Mapping[str, Any]) -> int | None:
    """The status of an error that a body is, whatever it came with; None if it is none.

    No object of ClickUp's has `err`, `error`, `errors`, `ECODE` or `success`; the `status` of
    those that have one is never such a number.
    """
    status = body.get("status")
    if isinstance(status, int) and status >= 400 and "message" in body:
        return status
    if body.get("ECODE"):
        return 400
    # Without a code, it does not say that nothing was carried out.
    failed = any(body.get(key) for key in ("err", "error", "errors"))
    return 500 if failed or body.get("success") is False else None


def _another(operation: Operation, given: Mapping[str, Any], answer: Any) -> str | None:
    """What to say of an answer about another object than was asked for."""
    from agent_connectors.clickup.written.identity import another

    return another(operation, given, answer)


def _judge(status: int, code: str | None, said: str | None = None) -> Verdict:
    """What a refusal means. The status alone misleads: a 401 seldom is about the token."""
    known = (code or "").upper()
    if status >= 500:
        return _fault(status, known, said or "")
    # ACCESS_083 came with a 401: the token is known, and its user may not.
    if known.startswith("ACCESS_"):
        return _NO_RIGHT
    return _BY_CODE.get(known) or _by_status(status)


def _by_status(status: int) -> Verdict:
    """What a refusal means whose code nothing is known of."""
    match status:
        case 401 | 403:
            return Verdict(
                PermissionDenied,
                "The token has no right to this, or there is no such object.",
                doubt=status == 401,
            )
        case 404:
            return Verdict(NotFound, "There is no such object, or the token has no right to it.")
        case _:
            return by_status(status)


def _fault(status: int, code: str, said: str) -> Verdict:
    """What a 500 means: some are refusals of wrong input, and would be the same again."""
    # FIELD_017 is "Value is not a valid date", measured as a 500.
    if code == "FIELD_017" or code.startswith("INPUT_"):
        return Verdict(BadRequest, _FIX)
    if _NOT_AN_ID in said:
        return Verdict(
            BadRequest,
            "A value is no id where ClickUp wants one. Fix the parameters and call again.",
            late=not code.startswith(_AT_THE_DOOR),
        )
    return by_status(status)


CLICKUP = Product(
    name="ClickUp",
    base_url="https://api.clickup.com",
    message=_message,
    judge=_judge,
    probe="/api/v2/user",
    trace_header="x-datadog-trace-id",
    lists="brackets",
    denied=_denied,
    another=_another,
)
