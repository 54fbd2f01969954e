"""A request as the handlers read it, and the answer they give back.

Both are small on purpose: ClickUp's clients send JSON bodies and bracketed query arrays, and get
JSON in return. Nothing here knows about ASGI (see `app`) or about ClickUp's objects.
"""

from typing import Any
from urllib.parse import parse_qsl

from pydantic_core import from_json, to_json

from agent_connectors.clickup.sandbox.errors import ApiError

Headers = list[tuple[bytes, bytes]]

JSON_TYPE = b"application/json; charset=utf-8"
HTML_TYPE = b"text/html; charset=utf-8"


class Query:
    """The query string, read the way Express (ClickUp's server) reads it.

    An array is `name[]=a&name[]=b`, `name[0]=a`, or a repeated plain `name=a&name=b`. A single
    plain `name=a` is a string, never an array of one.
    """

    __slots__ = ("_values",)

    def __init__(self, query_string: bytes) -> None:
        self._values: dict[str, list[str]] = {}
        if query_string:
            for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
                base, bracket, index = name.partition("[")
                is_array = bracket and (index == "]" or index[:-1].isdigit())
                self._values.setdefault(f"{base}[]" if is_array else name, []).append(value)

    def text(self, name: str) -> str | None:
        """The last plain value of a parameter."""
        values = self._values.get(name)
        return values[-1] if values else None

    def flag(self, name: str) -> bool | None:
        """A boolean parameter; `None` where it is absent or not a boolean."""
        value = self.text(name)
        # What JavaScript writes; a client that sends Python's `True` should find out here.
        return {"true": True, "1": True, "false": False, "0": False}.get(value or "")

    def integer(self, name: str) -> int | None:
        """A whole number; `None` where it is absent or not one."""
        try:
            return int(self.text(name) or "")
        except ValueError:
            return None

    def array(self, name: str) -> list[str] | None:
        """The values of an array parameter; `None` where none was sent as an array."""
        values = self._values.get(f"{name}[]")
        if values is None:
            repeated = self._values.get(name)
            # Express makes an array of a repeated name even without brackets.
            values = repeated if repeated and len(repeated) > 1 else None
        return values

    def key(self, *without: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """A hashable form of the query, leaving some parameters out."""
        return tuple(
            (name, tuple(v)) for name, v in sorted(self._values.items()) if name not in without
        )


class Fields:
    """The properties of a JSON body, each read as one type.

    ClickUp ignores what it does not understand rather than refusing it, so a value of the wrong
    type reads like an absent one.
    """

    __slots__ = ("values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> Any:
        """The value as it came."""
        return self.values.get(name)

    def is_null(self, name: str) -> bool:
        """Whether the property was sent, as `null`."""
        return name in self.values and self.values[name] is None

    def text(self, name: str) -> str | None:
        """A string."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def integer(self, name: str) -> int | None:
        """A whole number, also one written as a string of digits."""
        value = self.values.get(name)
        # Times are strings in what ClickUp returns, and are taken back as such.
        if isinstance(value, str) and value.lstrip("-").isdigit():
            return int(value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def number(self, name: str) -> float | None:
        """A number, whole or not."""
        value = self.values.get(name)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool | None:
        """A boolean; booleans sent as strings are ignored by ClickUp, so they are here."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else None

    def integers(self, name: str) -> list[int]:
        """The whole numbers of an array."""
        value = self.values.get(name)
        if not isinstance(value, list):
            return []
        return [n for n in value if isinstance(n, int) and not isinstance(n, bool)]

    def texts(self, name: str) -> list[str]:
        """The strings of an array."""
        value = self.values.get(name)
        return [s for s in value if isinstance(s, str)] if isinstance(value, list) else []

    def section(self, name: str) -> "Fields":
        """A nested object, empty where there is none."""
        value = self.values.get(name)
        return Fields(value if isinstance(value, dict) else {})


class Request:
    """One request, with its query and body parsed when first asked for."""

    __slots__ = ("_fields", "_query", "body", "method", "path", "query_string")

    def __init__(self, method: str, path: str, query_string: bytes, body: bytes) -> None:
        self.method = method
        self.path = path
        self.query_string = query_string
        self.body = body
        self._query: Query | None = None
        self._fields: Fields | None = None

    @property
    def query(self) -> Query:
        """The query parameters."""
        if self._query is None:
            self._query = Query(self.query_string)
        return self._query

    @property
    def fields(self) -> Fields:
        """The properties of the JSON body.

        Raises:
            ApiError: 400 where the body is not JSON.
        """
        if self._fields is None:
            try:
                # Several writes need no body, and clients then send none at all.
                parsed = from_json(self.body) if self.body.strip() else {}
            except ValueError:
                raise ApiError(400, "Request body is not valid JSON", "APP_001") from None
            self._fields = Fields(parsed if isinstance(parsed, dict) else {})
        return self._fields


class Response:
    """A status and a body, ready to send."""

    __slots__ = ("body", "content_type", "status")

    def __init__(self, status: int, body: bytes, content_type: bytes = JSON_TYPE) -> None:
        self.status = status
        self.body = body
        self.content_type = content_type

    @classmethod
    def json(cls, value: object, status: int = 200) -> "Response":
        """An answer whose body is a JSON value."""
        return cls(status, to_json(value))

    def headers(self) -> Headers:
        """The headers that describe the body."""
        if self.status == 204:
            return []
        return [
            (b"content-type", self.content_type),
            (b"content-length", b"%d" % len(self.body)),
        ]


NO_CONTENT = Response(204, b"")
"""The empty answer of a deletion."""
