"""A request as the handlers read it, and the answer they give back.

Both are small on purpose: ClickUp's clients send JSON bodies and bracketed query arrays, and get
JSON in return; files have `multipart` and `files`. Nothing here knows about ASGI (see `app`) or
about ClickUp's objects.
"""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from pydantic_core import from_json, to_json

from agent_connectors.clickup.sandbox.errors import ApiError

Headers = list[tuple[bytes, bytes]]

JSON_TYPE = b"application/json; charset=utf-8"
HTML_TYPE = b"text/html; charset=utf-8"

_MOST_DIGITS = 40
# Past this, sums and shares of numbers overflow.
_MOST_NUMBER = 1e100


def whole_number(text: str) -> int | None:
    """The number that some digits make, with a minus in front or not; `None` for anything else."""
    # Python reads digits of other scripts as well, and refuses to read thousands of them.
    if not text.isascii() or len(text) > _MOST_DIGITS or not text.removeprefix("-").isdigit():
        return None
    return int(text)


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
        return whole_number((self.text(name) or "").strip())

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
        if value is None:
            return None
        # Times are strings in what ClickUp returns, and are taken back as such.
        if isinstance(value, str):
            return whole_number(value)
        number = self.number(name)
        return None if number is None or number != int(number) else int(number)

    def number(self, name: str) -> float | None:
        """A number, whole or not."""
        value = self.values.get(name)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return None
        return value if abs(value) <= _MOST_NUMBER else None

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

    __slots__ = (
        "_fields",
        "_headers",
        "_query",
        "_scheme",
        "body",
        "method",
        "path",
        "query_string",
    )

    def __init__(
        self,
        method: str,
        path: str,
        query_string: bytes,
        body: bytes,
        headers: Iterable[tuple[bytes, bytes]] = (),
        scheme: str = "https",
    ) -> None:
        self.method = method
        self.path = path
        self.query_string = query_string
        self.body = body
        self._headers = headers
        self._scheme = scheme
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
            # Several writes need no body, and clients then send none at all.
            parsed = self.json() if self.body.strip() else {}
            self._fields = Fields(parsed if isinstance(parsed, dict) else {})
        return self._fields

    def json(self) -> Any:
        """The JSON body, which may be more than an object.

        Raises:
            ApiError: 400 where the body is not JSON.
        """
        try:
            return from_json(self.body, allow_inf_nan=False)
        except ValueError:
            raise ApiError(400, "Request body is not valid JSON", "APP_001") from None

    def header(self, name: str) -> str:
        """A header's value; empty where there is none.

        Args:
            name: In small letters.
        """
        wanted = name.encode()
        found = (value for key, value in self._headers if key.lower() == wanted)
        return next(found, b"").decode("latin-1")

    def origin(self) -> str:
        """Where the client found the sandbox, such as `http://127.0.0.1:8787`."""
        return f"{self._scheme}://{self.header('host') or 'api.clickup.com'}"


class Response:
    """A status and a body, ready to send, with further headers where it needs any."""

    __slots__ = ("body", "content_type", "further", "status")

    def __init__(
        self,
        status: int,
        body: bytes,
        content_type: bytes = JSON_TYPE,
        further: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        self.status = status
        self.body = body
        self.content_type = content_type
        self.further = further

    @classmethod
    def json(cls, value: object, status: int = 200) -> "Response":
        """An answer whose body is a JSON value."""
        # A number like 1e999 is read as an infinity, which JSON has no word for.
        return cls(status, to_json(value, inf_nan_mode="null"))

    def headers(self) -> Headers:
        """The headers that describe the body."""
        if self.status == 204:
            return []
        return [
            (b"content-type", self.content_type),
            (b"content-length", b"%d" % len(self.body)),
            *self.further,
        ]


NO_CONTENT = Response(204, b"")
"""The empty answer of a deletion."""


def wrong_method(request: Request) -> Response:
    """The answer of a path that has other methods only."""
    message = f"Cannot {escape(request.method)} {escape(request.path)}"
    page = f"<!DOCTYPE html>\n<html><body><pre>{message}</pre></body></html>\n"
    return Response(404, page.encode(), HTML_TYPE)
