"""Makes every refusal one of the bodies that the API promises."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.hosted.api import record
from agent_connectors.hosted.audit import AuditUnavailable
from agent_connectors.hosted.refusals import (
    DatabaseAway,
    Refused,
    answer_error,
    answer_refusal,
)
from agent_connectors.hosted.store.connectors import NameTaken
from agent_connectors.hosted.store.database import AWAY, reason
from agent_connectors.hosted.vault import Unsealable

__all__ = ["add_handlers", "explain"]

_log = logging.getLogger("agent_connectors.hosted.app")


def add_handlers(app: FastAPI) -> None:
    """Makes every refusal one of the bodies that the API promises."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        record.refused(request, error)
        return answer_refusal(error)

    @app.exception_handler(ConnectorError)
    async def failed(_: Request, error: ConnectorError) -> Response:
        return answer_error(error)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        headers = {n.replace("-", "_"): v for n, v in (error.headers or {}).items()}
        return answer_refusal(Refused(error.status_code, str(error.detail), **headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return answer_refusal(Refused(422, explain(error.errors())))

    @app.exception_handler(Unsealable)
    async def sealed(_: Request, error: Unsealable) -> Response:
        _log.error("a credential cannot be decrypted", extra={"why": str(error)})
        response = answer_error(
            ConfigurationError("The server cannot decrypt the credential of this connector.")
        )
        response.status_code = 424
        return response

    @app.exception_handler(NameTaken)
    async def taken(_: Request, error: NameTaken) -> Response:
        detail = f"This workspace has a connector of that kind and name: {error.connector_id}."
        return answer_refusal(Refused(409, detail), id=error.connector_id)

    async def away(_: Request, error: Exception) -> Response:
        _log.error("the database is away", extra={"error": reason(error)})
        hint = "Nothing was sent. Try again later."
        return answer_error(DatabaseAway("The server's database is away.", hint=hint))

    for kind in (*AWAY, AuditUnavailable):
        app.add_exception_handler(kind, away)


def explain(problems: object) -> str:
    """What is wrong with a request, without the values that were sent."""
    if not isinstance(problems, list | tuple):
        return "The request is not valid."
    return "; ".join(
        f"`{'.'.join(str(part) for part in problem['loc'])}`: {_said(problem)}"
        for problem in problems
    )


def _said(problem: Mapping[str, Any]) -> str:
    """What is wrong; without the pattern that a text does not match."""
    if problem["type"] == "string_pattern_mismatch":
        return "It has characters that cannot be here."
    said: str = problem["msg"]
    return said
