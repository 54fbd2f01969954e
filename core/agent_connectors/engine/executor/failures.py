"""Turns what went wrong into the error to raise, with a text that says what to do next."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    AuthenticationError,
    CallTimeout,
    ConfigurationError,
    ConnectionFailed,
    ConnectorError,
    InvalidCall,
    InvalidResponse,
    OutcomeUnknown,
    ServerError,
)
from agent_connectors.engine.executor.product import Product, Verdict, by_status
from agent_connectors.engine.network.messages import Failure, Response
from agent_connectors.engine.values.json_text import read_answer

__all__ = ["Refusal", "error_of_failure", "error_of_refusal", "is_final"]

_ERRORS: Mapping[str, type[ConnectorError]] = {
    "unreachable": ConnectionFailed,
    "timeout": CallTimeout,
    "broken": ConnectionFailed,
    "garbled": InvalidResponse,
    "misshapen": InvalidResponse,
    "foreign": InvalidResponse,
    "oversized": InvalidResponse,
    "unsendable": InvalidCall,
    "setup": ConfigurationError,
}

_HINTS: Mapping[str, str] = {
    "unreachable": "Nothing was sent. Check the network and `base_url`.",
    "oversized": "Nothing was changed. Ask for less at once, with `limit` or narrower conditions.",
    "unsendable": "Nothing was sent. Give fewer or shorter values.",
    "setup": "Nothing was sent.",
}


def error_of_failure(product: Product, operation: Operation, failure: Failure) -> ConnectorError:
    """The error for a request to which no usable answer came."""
    name = product.name
    match failure.kind:
        case "unreachable":
            message = f"{name} could not be reached ({failure.detail})."
        case "timeout" if not failure.sent:
            message = f"The call's time was over before it could be sent ({failure.detail})."
        case "timeout":
            message = f"{name} did not answer in time ({failure.detail})."
        case "broken":
            message = f"The connection to {name} broke ({failure.detail})."
        case "garbled" | "misshapen":
            answered = f"{name} answered {failure.status}" if failure.status else f"{name} answered"
            message = f"{answered}, but the answer cannot be right: {failure.detail}."
        case "foreign":
            message = f"{name} answered, but to something else: {failure.detail}."
        case "oversized":
            message = f"{name} answered, but the answer is too long: {failure.detail}."
        case "unsendable":
            message = f"This request cannot be sent: {failure.detail}."
        case "setup":
            message = f"No connection to {name} can be made: {failure.detail}."
    if failure.sent and operation.effect != "read":
        return _unknown(operation, message, failure.status)
    hint = _HINTS.get(failure.kind, "Nothing was changed; try again later.")
    if failure.kind == "timeout" and not failure.sent:
        hint = "Nothing was sent. Try again later, or allow a longer `timeout`."
    return _ERRORS[failure.kind](message, hint=hint, operation=operation.name)


class Refusal(NamedTuple):
    """An answer that is not a success, read."""

    response: Response
    said: str
    code: str | None
    verdict: Verdict
    relayed: ConnectorError | None = None

    @classmethod
    def read(cls, product: Product, response: Response) -> "Refusal":
        """Reads what the product said, and judges what it means."""
        body = _body(response)
        said, code = product.message(body) if body is not None else (None, None)
        words = f'says "{said}"' if said else f"answered with {_kind(response, body)}"
        verdict = product.judge(response.status, code, said)
        relayed = product.relayed(body) if product.relayed and body is not None else None
        return cls(response, words, code, verdict, relayed)


def error_of_refusal(
    product: Product, operation: Operation, refusal: Refusal, *, rejected: bool | None
) -> ConnectorError:
    """The error for an answer that is not a success.

    Args:
        product: Who answered.
        operation: What was asked.
        refusal: The answer.
        rejected: Where the verdict leaves it in doubt, whether the credentials are known to
            be dead; None if that could not be told either.
    """
    verdict = refusal.verdict
    status = refusal.response.under or refusal.response.status
    if refusal.relayed is not None:
        return refusal.relayed
    if 300 <= status < 400:
        message = f"{product.name} answered {status}, a redirection."
        if operation.effect == "read":
            return InvalidResponse(message, hint="Check `base_url`.", operation=operation.name)
        return _unknown(operation, message, status)
    facts = f"HTTP {status}, {refusal.code}" if refusal.code else f"HTTP {status}"
    message = f"{product.name} {refusal.said} ({facts})."
    error, hint = verdict.error, verdict.hint
    if (verdict.late or issubclass(error, ServerError)) and operation.effect != "read":
        return _unknown(operation, message, status)
    if verdict.doubt and rejected:
        error, hint = AuthenticationError, by_status(401).hint
    elif verdict.doubt and rejected is None:
        hint = f"{hint} If the id is right, the credentials may be dead."
    return error(
        message,
        hint=hint,
        operation=operation.name,
        status=status,
        code=refusal.code,
        said=refusal.said,
        trace=refusal.response.headers.get(product.trace_header or ""),
    )


def is_final(product: Product, outcome: Response | Failure) -> bool:
    """Whether an answer would be the same again, although its status says otherwise.

    An error from behind a server has been retried there, and some products answer 500 to wrong
    input.
    """
    if isinstance(outcome, Failure):
        return False
    refusal = Refusal.read(product, outcome)
    fault = outcome.status >= 500 and issubclass(refusal.verdict.error, ServerError)
    return refusal.relayed is not None or (outcome.status >= 500 and not fault)


def _unknown(operation: Operation, message: str, status: int) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"{message} The request was sent, and may or may not have been carried out.",
        hint="It was not repeated. Read what it should have changed before trying again.",
        operation=operation.name,
        status=status,
    )


def _body(response: Response) -> Mapping[str, Any] | None:
    """The JSON object in an answer, if there is one."""
    try:
        body = read_answer(response.body)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _kind(response: Response, body: Mapping[str, Any] | None) -> str:
    """What an answer without a message is, in words."""
    if body is not None:
        return "no reason"
    if not response.body.strip():
        return "an empty body"
    return "an HTML page" if response.body.lstrip().startswith(b"<") else "something unreadable"
