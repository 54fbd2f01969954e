"""Runs operations against a product's HTTP API; knows no product and no agent framework.

What authors of connectors need first is here. Public besides are all names in

- `marks`: what an annotation says of a parameter,
- `paging`: how the pages of a list follow one another,
- `errors`: what a call raises,
- `result`: what a call gives,
- `connector_pool`: the connectors of many users,
- `journal`: what was written, in a file,
- `ledger`: where calls are noted that must not be made twice,
- `observers`: hooks around calls, and what they are told,
- `tools`: tools in no framework's terms, for authors of adapters.

These stay; every other name of the package may change with any version.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_connectors.engine.calls.hooks import Hooks
    from agent_connectors.engine.calls.names import Listed, NameHooks
    from agent_connectors.engine.conformance import check_connector
    from agent_connectors.engine.connector import Connector
    from agent_connectors.engine.declare.operation import Operation
    from agent_connectors.engine.declare.resource import Resource, destructive, read, write
    from agent_connectors.engine.errors import ConnectorError
    from agent_connectors.engine.executor.credentials import Credentials, RenewedToken, Token
    from agent_connectors.engine.executor.product import Product, Verdict, by_status
    from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
    from agent_connectors.engine.marks import Doc, Limit, Named, Query
    from agent_connectors.engine.network.timeouts import Timeouts
    from agent_connectors.engine.pacing.pacer import Budget
    from agent_connectors.engine.pacing.rate import RateHeaders
    from agent_connectors.engine.paging import ByCursor, ByNumber
    from agent_connectors.engine.provider import Hosting, Provider
    from agent_connectors.engine.result import Record, Records
    from agent_connectors.engine.secrets.secret import Secret

__all__ = [
    "AirbyteAuthConfig",
    "Budget",
    "ByCursor",
    "ByNumber",
    "Connector",
    "ConnectorError",
    "Credentials",
    "Doc",
    "Hooks",
    "Hosting",
    "Limit",
    "Listed",
    "NameHooks",
    "Named",
    "Operation",
    "Product",
    "Provider",
    "Query",
    "RateHeaders",
    "Record",
    "Records",
    "RenewedToken",
    "Resource",
    "Secret",
    "Timeouts",
    "Token",
    "Verdict",
    "by_status",
    "check_connector",
    "destructive",
    "read",
    "write",
]

_HOMES = {
    "calls.hooks": "Hooks",
    "calls.names": "Listed NameHooks",
    "conformance": "check_connector",
    "connector": "Connector",
    "declare.operation": "Operation",
    "declare.resource": "Resource destructive read write",
    "errors": "ConnectorError",
    "executor.credentials": "Credentials RenewedToken Token",
    "executor.product": "Product Verdict by_status",
    "hosted.auth": "AirbyteAuthConfig",
    "marks": "Doc Limit Named Query",
    "network.timeouts": "Timeouts",
    "pacing.pacer": "Budget",
    "pacing.rate": "RateHeaders",
    "paging": "ByCursor ByNumber",
    "provider": "Hosting Provider",
    "result": "Record Records",
    "secrets.secret": "Secret",
}
"""The names by the module that each is in, which is imported when one of them is used."""


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
