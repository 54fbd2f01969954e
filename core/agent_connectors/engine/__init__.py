"""Runs operations against a product's HTTP API; knows no product and no agent framework.

The names here are for authors of connectors, and stay; every other name of the package may
change with any version.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_connectors.engine.connector import (
        CheckResult,
        Connector,
    )
    from agent_connectors.engine.errors import (
        ApiError,
        ConnectorError,
        InvalidCall,
        InvalidParams,
        OutcomeUnknown,
        TransportError,
    )
    from agent_connectors.engine.executor import (
        DirectExecutor,
        Executor,
    )
    from agent_connectors.engine.paging import (
        ByCursor,
        ByLink,
        ByNumber,
        ByOffset,
        ByPosition,
    )
    from agent_connectors.engine.parameters import (
        Body,
        Clear,
        Doc,
        Inferred,
        Limit,
        Named,
        Query,
        Skip,
        Together,
    )
    from agent_connectors.engine.product import (
        Product,
        Verdict,
        by_status,
    )
    from agent_connectors.engine.resource import (
        Resource,
        destructive,
        read,
        write,
    )
    from agent_connectors.engine.result import (
        ExecuteResult,
        Record,
        Records,
    )
    from agent_connectors.engine.secret import (
        Secret,
    )
    from agent_connectors.engine.timeouts import (
        Timeouts,
    )
    from agent_connectors.engine.transport import (
        HttpTransport,
    )

__all__ = [
    "ApiError",
    "Body",
    "ByCursor",
    "ByLink",
    "ByNumber",
    "ByOffset",
    "ByPosition",
    "CheckResult",
    "Clear",
    "Connector",
    "ConnectorError",
    "DirectExecutor",
    "Doc",
    "ExecuteResult",
    "Executor",
    "HttpTransport",
    "Inferred",
    "InvalidCall",
    "InvalidParams",
    "Limit",
    "Named",
    "OutcomeUnknown",
    "Product",
    "Query",
    "Record",
    "Records",
    "Resource",
    "Secret",
    "Skip",
    "Timeouts",
    "Together",
    "TransportError",
    "Verdict",
    "by_status",
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
    "TransportError": "agent_connectors.engine.errors",
    "DirectExecutor": "agent_connectors.engine.executor",
    "Executor": "agent_connectors.engine.executor",
    "ByCursor": "agent_connectors.engine.paging",
    "ByLink": "agent_connectors.engine.paging",
    "ByNumber": "agent_connectors.engine.paging",
    "ByOffset": "agent_connectors.engine.paging",
    "ByPosition": "agent_connectors.engine.paging",
    "Body": "agent_connectors.engine.parameters",
    "Clear": "agent_connectors.engine.parameters",
    "Doc": "agent_connectors.engine.parameters",
    "Inferred": "agent_connectors.engine.parameters",
    "Limit": "agent_connectors.engine.parameters",
    "Named": "agent_connectors.engine.parameters",
    "Query": "agent_connectors.engine.parameters",
    "Skip": "agent_connectors.engine.parameters",
    "Together": "agent_connectors.engine.parameters",
    "Product": "agent_connectors.engine.product",
    "Verdict": "agent_connectors.engine.product",
    "by_status": "agent_connectors.engine.product",
    "Resource": "agent_connectors.engine.resource",
    "destructive": "agent_connectors.engine.resource",
    "read": "agent_connectors.engine.resource",
    "write": "agent_connectors.engine.resource",
    "ExecuteResult": "agent_connectors.engine.result",
    "Record": "agent_connectors.engine.result",
    "Records": "agent_connectors.engine.result",
    "Secret": "agent_connectors.engine.secret",
    "Timeouts": "agent_connectors.engine.timeouts",
    "HttpTransport": "agent_connectors.engine.transport",
}
"""The modules of the names, each imported when a name of it is used."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
