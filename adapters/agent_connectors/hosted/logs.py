"""Log lines as JSON, each with the id of the request that it is about."""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic_core import to_json

__all__ = ["JsonLines", "configure", "request_id", "sane_request_id", "trace_id"]

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The request that is being answered."""

trace_id: ContextVar[str] = ContextVar("trace_id", default="")
"""The trace that it is a part of, where there are traces."""

_SANE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}


def sane_request_id(given: str | None) -> str:
    """The id that the caller gave, if it is one; else a new one."""
    return given if given and _SANE.fullmatch(given) else uuid4().hex


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        if trace := trace_id.get():
            line["trace_id"] = trace
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return to_json(line, fallback=str).decode()


def configure() -> None:
    """Sends all log lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
