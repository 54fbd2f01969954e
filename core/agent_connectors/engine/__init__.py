"""Runs operations against a product's HTTP API; knows no product and no agent framework.

The names here are for authors of connectors, and stay; every other name of the package may
change with any version.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_connectors.engine.calls.hooks import Hooks
    from agent_connectors.engine.calls.names import Listed, NameHooks
    from agent_connectors.engine.conformance import check_connector
    from agent_connectors.engine.connector import (
        CheckResult,
        Connector,
    )
    from agent_connectors.engine.declare.paging import (
        ByCursor,
        ByLink,
        ByNumber,
        ByOffset,
        ByPosition,
    )
    from agent_connectors.engine.declare.parameters import (
        Body,
        Clear,
        Doc,
        File,
        Header,
        Inferred,
        Limit,
        Mark,
        Named,
        Query,
        Requires,
        SentAs,
        Skip,
    )
    from agent_connectors.engine.declare.resource import Resource, destructive, read, write
    from agent_connectors.engine.errors import (
        ApiError,
        AuthenticationError,
        ConfigurationError,
        ConnectorError,
        InvalidCall,
        InvalidParams,
        InvalidResponse,
        OperationNotAllowed,
        OutcomeUnknown,
        TransportError,
    )
    from agent_connectors.engine.executor.credentials import Credentials, RenewedToken, Token
    from agent_connectors.engine.executor.executor import DirectExecutor, Executor
    from agent_connectors.engine.executor.product import Product, Verdict, by_status
    from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
    from agent_connectors.engine.network.timeouts import Timeouts
    from agent_connectors.engine.network.transport import HttpTransport
    from agent_connectors.engine.pacing.pacer import Budget
    from agent_connectors.engine.pacing.rate import RateHeaders
    from agent_connectors.engine.provider import Hosting, Provider
    from agent_connectors.engine.result import (
        ExecuteResult,
        Record,
        Records,
    )
    from agent_connectors.engine.secrets.secret import Secret

__all__ = [
    "AirbyteAuthConfig",
    "ApiError",
    "AuthenticationError",
    "Body",
    "Budget",
    "ByCursor",
    "ByLink",
    "ByNumber",
    "ByOffset",
    "ByPosition",
    "CheckResult",
    "Clear",
    "ConfigurationError",
    "Connector",
    "ConnectorError",
    "Credentials",
    "DirectExecutor",
    "Doc",
    "ExecuteResult",
    "Executor",
    "File",
    "Header",
    "Hooks",
    "Hosting",
    "HttpTransport",
    "Inferred",
    "InvalidCall",
    "InvalidParams",
    "InvalidResponse",
    "Limit",
    "Listed",
    "Mark",
    "NameHooks",
    "Named",
    "OperationNotAllowed",
    "OutcomeUnknown",
    "Product",
    "Provider",
    "Query",
    "RateHeaders",
    "Record",
    "Records",
    "RenewedToken",
    "Requires",
    "Resource",
    "Secret",
    "SentAs",
    "Skip",
    "Timeouts",
    "Token",
    "TransportError",
    "Verdict",
    "by_status",
    "check_connector",
    "destructive",
    "read",
    "write",
]

_HOMES = {
    "CheckResult": "agent_connectors.engine.connector",
    "Connector": "agent_connectors.engine.connector",
    "ApiError": "agent_connectors.engine.errors",
    "ConnectorError": "agent_connectors.engine.errors",
    "InvalidCall": "agent_connectors.engine.errors",
    "InvalidParams": "agent_connectors.engine.errors",
    "OutcomeUnknown": "agent_connectors.engine.errors",
    "AuthenticationError": "agent_connectors.engine.errors",
    "File": "agent_connectors.engine.declare.parameters",
    "TransportError": "agent_connectors.engine.errors",
    "DirectExecutor": "agent_connectors.engine.executor.executor",
    "Executor": "agent_connectors.engine.executor.executor",
    "ByCursor": "agent_connectors.engine.declare.paging",
    "ByLink": "agent_connectors.engine.declare.paging",
    "ByNumber": "agent_connectors.engine.declare.paging",
    "ByOffset": "agent_connectors.engine.declare.paging",
    "ByPosition": "agent_connectors.engine.declare.paging",
    "Body": "agent_connectors.engine.declare.parameters",
    "Clear": "agent_connectors.engine.declare.parameters",
    "Doc": "agent_connectors.engine.declare.parameters",
    "Inferred": "agent_connectors.engine.declare.parameters",
    "Limit": "agent_connectors.engine.declare.parameters",
    "Named": "agent_connectors.engine.declare.parameters",
    "Query": "agent_connectors.engine.declare.parameters",
    "Skip": "agent_connectors.engine.declare.parameters",
    "Requires": "agent_connectors.engine.declare.parameters",
    "Product": "agent_connectors.engine.executor.product",
    "Verdict": "agent_connectors.engine.executor.product",
    "by_status": "agent_connectors.engine.executor.product",
    "Resource": "agent_connectors.engine.declare.resource",
    "destructive": "agent_connectors.engine.declare.resource",
    "read": "agent_connectors.engine.declare.resource",
    "write": "agent_connectors.engine.declare.resource",
    "ExecuteResult": "agent_connectors.engine.result",
    "Record": "agent_connectors.engine.result",
    "Records": "agent_connectors.engine.result",
    "Secret": "agent_connectors.engine.secrets.secret",
    "Timeouts": "agent_connectors.engine.network.timeouts",
    "HttpTransport": "agent_connectors.engine.network.transport",
    "Hooks": "agent_connectors.engine.calls.hooks",
    "Credentials": "agent_connectors.engine.executor.credentials",
    "RenewedToken": "agent_connectors.engine.executor.credentials",
    "Token": "agent_connectors.engine.executor.credentials",
    "RateHeaders": "agent_connectors.engine.pacing.rate",
    "Header": "agent_connectors.engine.declare.parameters",
    "SentAs": "agent_connectors.engine.declare.parameters",
    "Listed": "agent_connectors.engine.calls.names",
    "NameHooks": "agent_connectors.engine.calls.names",
    "check_connector": "agent_connectors.engine.conformance",
    "Provider": "agent_connectors.engine.provider",
    "Hosting": "agent_connectors.engine.provider",
    "Budget": "agent_connectors.engine.pacing.pacer",
    "OperationNotAllowed": "agent_connectors.engine.errors",
    "ConfigurationError": "agent_connectors.engine.errors",
    "AirbyteAuthConfig": "agent_connectors.engine.hosted.auth",
    "Mark": "agent_connectors.engine.declare.parameters",
    "InvalidResponse": "agent_connectors.engine.errors",
}
"""The modules of the names, each imported when a name of it is used."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
