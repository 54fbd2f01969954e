"""For those who run the server."""

from typing import Any

from fastapi import APIRouter, Request, Response

from agent_connectors.hosted.api.access import server_of
from agent_connectors.hosted.api.schemas import Problem
from agent_connectors.hosted.refusals import Refused, answer_refusal

__all__ = ["router"]

router = APIRouter(tags=["operations"])

_TEXT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Figures."}
}


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def health() -> dict[str, str]:
    """Whether the process is alive."""
    return {"status": "ok"}


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"model": Problem}}, response_model=dict[str, str])
async def ready(request: Request) -> Any:
    """Whether it can serve: the database can be written to, and it is not about to stop."""
    told = await server_of(request).readiness.tell()
    if told["status"] == "ready":
        return told
    status = told.pop("status")
    return answer_refusal(Refused(503, status), **told)


@router.get("/metrics", responses=_TEXT, response_class=Response)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    server = server_of(request)
    if server.settings.metrics_port:
        return answer_refusal(Refused(404, "Not Found"))
    page = server.metrics.page()
    return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8")
