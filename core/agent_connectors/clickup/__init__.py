"""ClickUp, for agents: `ClickupApiConnector`, its credentials, and an offline sandbox."""

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.connector import ClickupApiConnector
from agent_connectors.engine.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    CallTimeout,
    ConfigurationError,
    ConnectionFailed,
    ConnectorError,
    InvalidCall,
    InvalidParams,
    InvalidResponse,
    NotFound,
    OperationNotAllowed,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
    TransportError,
    UnexpectedError,
    UnknownOperation,
    UnknownOption,
)
from agent_connectors.engine.files.upload import FileUpload
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.result import ExecuteResult, Meta

__all__ = [
    "AirbyteAuthConfig",
    "ApiError",
    "AuthenticationError",
    "BadRequest",
    "CallTimeout",
    "ClickupApiAuthConfig",
    "ClickupApiConnector",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectorError",
    "ExecuteResult",
    "FileUpload",
    "InvalidCall",
    "InvalidParams",
    "InvalidResponse",
    "Meta",
    "NotFound",
    "OperationNotAllowed",
    "OutcomeUnknown",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "Timeouts",
    "TransportError",
    "UnexpectedError",
    "UnknownOperation",
    "UnknownOption",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        # Not at the top: reading what is installed takes as long as all the rest.
        from importlib.metadata import version

        return version("agent-connectors")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
