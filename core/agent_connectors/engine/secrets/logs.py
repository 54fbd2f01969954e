"""Hides credentials in the records of the HTTP library, which tells of the headers of answers."""

import logging
from contextvars import ContextVar

from agent_connectors.engine.scoped import scoped
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import Secrets

__all__ = ["hidden_in_logs", "without_queries"]

_LOGGERS = ("connection", "http11", "http2", "proxy", "socks")


_secrets: ContextVar[Secrets] = ContextVar("secrets", default=tuple)
"""What the request that is under way must not show."""

_ours: ContextVar[bool] = ContextVar("ours", default=False)
"""Whether the request that is under way is the engine's, over a client that tells its URL."""


class _Filter(logging.Filter):
    """Hides credentials in what the HTTP library tells of our requests: headers of answers too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass, with another text where that is needed."""
        secrets = tuple(_secrets.get()())
        if secrets:
            record.msg, record.args = without_secrets(record.getMessage(), secrets), ()
            record.exc_info = None
        return True


class _WithoutQuery(logging.Filter):
    """Cuts what may be a credential off the URLs that a client of the HTTP library tells."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass; those of others as they are."""
        if _ours.get() and isinstance(record.args, tuple):
            record.args = tuple(
                one.copy_with(query=None) if hasattr(one, "copy_with") else one
                for one in record.args
            )
        return True


def without_queries() -> scoped[bool]:
    """Cuts the query off the URLs in the records that the HTTP library makes within."""
    return scoped(_ours, True)  # noqa: FBT003 - the value of a variable


def hidden_in_logs(secrets: Secrets) -> scoped[Secrets]:
    """Hides credentials in the records that the HTTP library makes within.

    Args:
        secrets: Gives what must not be seen.
    """
    return scoped(_secrets, secrets)


for _library in ("httpcore", "httpcore2"):
    for _name in _LOGGERS:
        logging.getLogger(f"{_library}.{_name}").addFilter(_Filter())
for _library in ("httpx", "httpx2"):
    logging.getLogger(_library).addFilter(_WithoutQuery())
