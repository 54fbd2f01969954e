"""Hides credentials in the records of the HTTP library, which tells of the headers of answers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import Secrets

__all__ = ["hidden_in_logs"]

_LOGGERS = ("connection", "http11", "http2", "proxy", "socks")


_secrets: ContextVar[Secrets] = ContextVar("secrets", default=tuple)
"""What the request that is under way must not show."""


class _Filter(logging.Filter):
    """Hides credentials in what the HTTP library tells of our requests: headers of answers too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass, with another text where that is needed."""
        secrets = tuple(_secrets.get()())
        if secrets:
            record.msg, record.args = without_secrets(record.getMessage(), secrets), ()
            record.exc_info = None
        return True


@contextmanager
def hidden_in_logs(secrets: Secrets) -> Iterator[None]:
    """Hides credentials in the records that the HTTP library makes within.

    Args:
        secrets: Gives what must not be seen.
    """
    token = _secrets.set(secrets)
    try:
        yield
    finally:
        _secrets.reset(token)


for _library in ("httpcore", "httpcore2"):
    for _name in _LOGGERS:
        logging.getLogger(f"{_library}.{_name}").addFilter(_Filter())
