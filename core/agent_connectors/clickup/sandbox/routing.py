"""Which function answers which path.

Handlers register themselves with `@route`. A `Router` holds them as a tree of path segments, so
that finding one takes as many dictionary look-ups as the path has segments.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from agent_connectors.clickup.sandbox.plans import FREE, Plan
from agent_connectors.clickup.sandbox.state.people import EDIT, GUEST, READ

Handler = Callable[..., Any]
F = TypeVar("F", bound=Handler)


class Route(NamedTuple):
    """One endpoint.

    Attributes:
        method: The HTTP method, in capitals.
        path: The path, with its parameters in braces.
        handler: Called with the workspace, the request, and the path parameters by name.
    """

    method: str
    path: str
    handler: Handler


ROUTES: list[Route] = []
"""Every endpoint of the sandbox, in the order of registration."""


class Terms(NamedTuple):
    """What a handler asks of who calls it.

    Attributes:
        level: The right to what is looked up, as `access` numbers them.
        plan: The smallest plan that has it.
        role: The lowest role that may use it; roles are numbered from the owner's downwards.
    """

    level: int
    plan: Plan
    role: int


TERMS: dict[Handler, Terms] = {}
"""What each handler asks of who calls it."""

PUBLIC: set[Handler] = set()
"""The handlers that need no `Authorization` header."""

UNLIMITED: set[Handler] = set()
"""The handlers that the rate limit does not count."""


def route(
    method: str,
    path: str,
    *,
    public: bool = False,
    limited: bool = True,
    level: int | None = None,
    plan: Plan = FREE,
    role: int = GUEST,
) -> Callable[[F], F]:
    """Make the decorated function answer a method and path.

    Args:
        method: The HTTP method, in capitals.
        path: The path, with its parameters in braces.
        public: Whether it answers without an `Authorization` header too.
        limited: Whether the rate limit counts it.
        level: The right it needs to what it looks up: to see it for a GET, else to change it.
        plan: The smallest plan that has it.
        role: The lowest role that may use it.
    """
    usual = READ if method in {"GET", "HEAD"} else EDIT

    def register(handler: F) -> F:
        ROUTES.append(Route(method, path, handler))
        TERMS[handler] = Terms(usual if level is None else level, plan, role)
        if public:
            PUBLIC.add(handler)
        if not limited:
            UNLIMITED.add(handler)
        return handler

    return register


class Match(NamedTuple):
    """What a path led to.

    Attributes:
        handler: The function for the method, or `None` where the path has other methods only.
        parameters: The path parameters, percent-decoded.
    """

    handler: Handler | None
    parameters: dict[str, str]


class _Node:
    """One segment of the tree: its named children, its parameter child, and what ends here."""

    __slots__ = ("children", "parameter", "routes")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.parameter: _Node | None = None
        self.routes: dict[str, tuple[Handler, tuple[str, ...]]] = {}


class Router:
    """The endpoints, compiled.

    Args:
        routes: The endpoints to answer.
    """

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for method, path, handler in routes:
            node, names = self._root, []
            for segment in path.strip("/").split("/"):
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.children.setdefault(segment, _Node())
            node.routes[method] = (handler, tuple(names))

    def find(self, method: str, raw_path: str) -> Match | None:
        """What answers a request.

        Args:
            method: The HTTP method.
            raw_path: The path, still percent-encoded: a tag's name may contain an encoded slash.

        Returns:
            The match, or `None` where no endpoint has such a path.
        """
        values: list[str] = []
        node = self._descend(
            self._root, [segment for segment in raw_path.split("/") if segment], 0, values
        )
        if node is None:
            return None
        handler, names = node.routes.get(method, (None, ()))
        return Match(handler, dict(zip(names, values, strict=False)))

    def _descend(
        self, node: _Node, segments: list[str], depth: int, values: list[str]
    ) -> _Node | None:
        if depth == len(segments):
            return node if node.routes else None
        child = node.children.get(segments[depth])
        if child is not None:
            found = self._descend(child, segments, depth + 1, values)
            if found is not None:
                return found
        if node.parameter is None or not segments[depth]:
            return None
        # `.../time_entries/current` and `.../time_entries/{timer_id}` share a place: the name wins,
        # and what the name's branch collected is dropped when it leads nowhere.
        values.append(unquote(segments[depth]))
        found = self._descend(node.parameter, segments, depth + 1, values)
        if found is None:
            values.pop()
        return found
