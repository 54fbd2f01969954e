"""What differs between products is said by the product: credentials, limits, forms on the wire."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import parse_qsl

import pytest

from agent_connectors.engine import (
    Connector,
    ConnectorError,
    Credentials,
    Product,
    Query,
    RateHeaders,
    Record,
    RenewedToken,
    Resource,
    Token,
    read,
    write,
)
from agent_connectors.engine.errors import AuthenticationError, InvalidParams
from agent_connectors.engine.marks import File, Header, Mark, SentAs
from agent_connectors.engine.pacing.pacer import Pacer
from agent_connectors.engine.times.timestamps import Timestamp

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


@dataclass
class Api:
    """A product that notes what it is asked, and lets in whoever has a good token."""

    good: set[str] = field(default_factory=lambda: {"Bearer one"})
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(
        self, scope: Mapping[str, Any], receive: Callable[[], Awaitable[Any]], send: Send
    ) -> None:
        headers = {k.decode().lower(): v.decode() for k, v in scope["headers"]}
        message = await receive()
        allowed = headers.get("authorization") in self.good
        self.seen.append(
            {
                "headers": headers,
                "query": parse_qsl(scope["query_string"].decode()),
                "body": message["body"],
                "done": allowed,
            }
        )
        await send(
            {"type": "http.response.start", "status": 200 if allowed else 401, "headers": []}
        )
        await send({"type": "http.response.body", "body": json.dumps({"id": "1"}).encode()})


class Things(Resource):
    """Things."""

    @read("/things")
    async def find(
        self,
        *,
        since: Annotated[Timestamp | None, SentAs("iso")] = None,
        until: Annotated[Timestamp | None, SentAs("seconds")] = None,
        tags: Sequence[str] | None = None,
        states: Annotated[Sequence[str] | None, Query(style="commas")] = None,
        version: Annotated[str | None, Header("X-Version")] = None,
    ) -> Record[Any]:
        """Finds."""

    @write("POST /things")
    async def make(
        self,
        title: str,
        *,
        owner: Mapping[str, Any] | None = None,
        tags: Sequence[str] | None = None,
        key: Annotated[str | None, Header("Idempotency-Key")] = None,
    ) -> Record[Any]:
        """Makes one."""

    @write("POST /files")
    async def upload(
        self,
        text: Annotated[str, File("upload", called="title")],
        title: Annotated[str | None, Query()] = None,
    ) -> Record[Any]:
        """Uploads a text."""


class Json(Connector):
    """A product that takes JSON."""

    product = Product("Json", "http://json.example", rate=None)
    things = Things()


class Forms(Connector):
    """A product that takes forms."""

    product = Product("Forms", "http://forms.example", rate=None, bodies="form", lists="brackets")
    things = Things()


def token() -> Token:
    return Token("one")


async def test_a_connector_is_its_product_its_credentials_and_its_resources() -> None:
    api = Api()
    connector = Json(credentials=token(), app=api)
    assert (connector.name, connector.base_url) == ("Json", "http://json.example")
    assert (await connector.execute("things", "find", {})).data == {"id": "1"}
    assert api.seen[0]["headers"]["authorization"] == "Bearer one"
    assert "one" not in repr(connector._credentials)


async def test_times_lists_and_headers_travel_as_the_product_wants_them() -> None:
    api = Api()
    day = {"since": "2026-03-01T00:00:00Z", "until": 1_772_323_200_000}
    more = {"tags": ["a", "b"], "states": ["x", "y"], "version": "7"}
    await Json(credentials=token(), app=api).execute("things", "find", {**day, **more})
    assert api.seen[0]["headers"]["x-version"] == "7"
    assert api.seen[0]["query"] == [
        ("since", "2026-03-01T00:00:00Z"),
        ("until", "1772323200"),
        ("tags", "a"),
        ("tags", "b"),
        ("states", "x,y"),
    ]
    await Forms(credentials=token(), app=api).execute("things", "find", {"tags": ["a"]})
    assert api.seen[1]["query"] == [("tags[]", "a")]


@pytest.mark.parametrize("value", ["a\r\nX-Admin: 1", "\u00fcber", "a\nb", "\x00"])
async def test_a_header_holds_nothing_but_one_line(value: str) -> None:
    api = Api()
    with pytest.raises(InvalidParams, match="version"):
        await Json(credentials=token(), app=api).execute("things", "find", {"version": value})
    assert api.seen == []


async def test_a_body_is_json_or_a_form() -> None:
    api = Api()
    params = {"title": "a&b", "owner": {"id": 7, "ok": True}, "tags": ["x", "y"], "key": "k-1"}
    await Json(credentials=token(), app=api).execute("things", "make", params)
    await Forms(credentials=token(), app=api).execute("things", "make", params)
    as_json, as_form = api.seen
    assert json.loads(as_json["body"]) == {k: v for k, v in params.items() if k != "key"}
    assert parse_qsl(as_form["body"].decode()) == [
        ("title", "a&b"),
        ("owner[id]", "7"),
        ("owner[ok]", "true"),
        ("tags[]", "x"),
        ("tags[]", "y"),
    ]
    kinds = [seen["headers"]["content-type"] for seen in api.seen]
    assert kinds == ["application/json", "application/x-www-form-urlencoded"]
    assert {seen["headers"]["idempotency-key"] for seen in api.seen} == {"k-1"}


async def test_a_text_that_becomes_a_file_is_called_as_its_parameter_says() -> None:
    api = Api()
    connector = Json(credentials=token(), app=api)
    await connector.execute("things", "upload", {"text": "Hello", "title": "note.md"})
    assert b'filename="note.md"' in api.seen[0]["body"]


class Issuer:
    """Hands out tokens: `one`, `two`, and so on."""

    def __init__(self, good: float | None = None) -> None:
        self.fetched = 0
        self.good = good

    async def __call__(self) -> tuple[str, float | None]:
        self.fetched += 1
        await asyncio.sleep(0)
        return ("one", "two", "three")[min(self.fetched, 3) - 1], self.good


async def test_a_token_is_fetched_once_for_all_who_wait_for_it() -> None:
    api, issuer = Api(), Issuer()
    connector = Json(credentials=RenewedToken(issuer), app=api)
    await asyncio.gather(*(connector.execute("things", "find", {}) for _ in range(20)))
    assert (issuer.fetched, len(api.seen)) == (1, 20)


async def test_a_token_is_fetched_anew_before_it_ends() -> None:
    now = [0.0]
    api, issuer = Api(good={"Bearer one", "Bearer two"}), Issuer(good=100.0)
    credentials = RenewedToken(issuer, clock=lambda: now[0])
    connector = Json(credentials=credentials, app=api)
    for moment in (0.0, 69.0, 71.0):
        now[0] = moment
        await connector.execute("things", "find", {})
    sent = [seen["headers"]["authorization"] for seen in api.seen]
    assert sent == ["Bearer one", "Bearer one", "Bearer two"]


async def test_a_token_that_is_refused_is_fetched_anew_and_a_write_is_done_once() -> None:
    now = [0.0]
    api, issuer = Api(good={"Bearer two"}), Issuer()
    connector = Json(credentials=RenewedToken(issuer, clock=lambda: now[0]), app=api)
    await connector._executor.exchange.credentials.ready()  # type: ignore[attr-defined]
    now[0] = 60.0
    made = [connector.execute("things", "make", {"title": str(n)}) for n in range(10)]
    await asyncio.gather(*made)
    assert issuer.fetched == 2
    done = [json.loads(seen["body"])["title"] for seen in api.seen if seen["done"]]
    assert sorted(done) == [str(n) for n in range(10)]


async def test_a_token_that_is_refused_again_and_again_is_an_error() -> None:
    now = [0.0]
    api, issuer = Api(good=set()), Issuer()
    connector = Json(credentials=RenewedToken(issuer, clock=lambda: now[0]), app=api)
    await connector._executor.exchange.credentials.ready()  # type: ignore[attr-defined]
    now[0] = 60.0
    with pytest.raises(AuthenticationError):
        await connector.execute("things", "make", {"title": "x"})
    assert (len(api.seen), issuer.fetched) == (2, 2)


@pytest.mark.parametrize("error", [ValueError("client_secret=abc"), KeyError("x"), OSError()])
async def test_what_fails_to_fetch_a_token_is_an_error_of_ours(error: Exception) -> None:
    async def fetch() -> tuple[str, float | None]:
        raise error

    api = Api()
    with pytest.raises(AuthenticationError) as caught:
        await Json(credentials=RenewedToken(fetch), app=api).execute("things", "find", {})
    assert "abc" not in f"{caught.value!r} {caught.value}"
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert api.seen == []


@pytest.mark.parametrize("kind", ["slow", "fails", "gives up"])
async def test_a_write_that_was_refused_is_not_unknown_because_no_token_came(kind: str) -> None:
    fetched = 0
    now = [0.0]

    async def fetch() -> tuple[str, float | None]:
        nonlocal fetched
        fetched += 1
        if fetched > 1 and kind == "slow":
            await asyncio.sleep(60)
        if fetched > 1:
            raise OSError if kind == "fails" else asyncio.CancelledError
        return "one", None

    api = Api(good=set())
    credentials = RenewedToken(fetch, clock=lambda: now[0])
    connector = Json(credentials=credentials, app=api, timeouts=1.0)
    await credentials.ready()
    now[0] = 60.0
    with pytest.raises(AuthenticationError) as caught:
        await connector.execute("things", "make", {"title": "x"})
    assert "Nothing was sent" not in str(caught.value)
    assert len(api.seen) == 1


@pytest.mark.parametrize("good", [0, -1, float("nan"), float("inf"), "900", {}, True])
async def test_how_long_a_token_is_good_is_a_number_of_seconds(good: Any) -> None:
    async def fetch() -> tuple[str, float | None]:
        return "one", good

    with pytest.raises(ConnectorError, match="for how many seconds"):
        await RenewedToken(fetch).ready()


@pytest.mark.parametrize("given", ["", "a\nb", "t\u00f6ken", None, 5])
async def test_what_cannot_be_a_token_is_refused(given: Any) -> None:
    with pytest.raises(ConnectorError):
        Token(given)

    async def fetch() -> tuple[Any, float | None]:
        return given, None

    credentials: Credentials = RenewedToken(fetch)
    with pytest.raises(ConnectorError):
        await credentials.ready()


HEADERS = {
    "ratelimit-limit": "5",
    "ratelimit-remaining": "0",
    "ratelimit-reset": "30",
    "date": "Thu, 26 Nov 2026 12:00:00 GMT",
}


async def test_headers_of_other_names_that_count_seconds_are_read() -> None:
    now = [0.0]
    names = ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset")
    pacer = Pacer(lambda: now[0], rate=RateHeaders(*names, reset_in="seconds"))
    assert await pacer.take(0) == 0
    pacer.record_answer(HEADERS)
    assert 29 <= await pacer.take(0) <= 31
    # A second later, seconds that were rounded the other way are of the same window.
    pacer.spend()
    pacer.record_answer({**HEADERS, "ratelimit-reset": "31"})
    assert 29 <= await pacer.take(0) <= 31
    now[0] = 32.0
    assert await pacer.take(0) == 0


async def test_a_window_may_be_as_long_as_the_product_says() -> None:
    hour = {"x-ratelimit-limit": "5", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "3600"}
    for rate, least in ((RateHeaders(longest_wait=4000.0), 3600), (RateHeaders(), 100)):
        pacer = Pacer(lambda: 0.0, lambda: 0.0, rate=rate)
        assert await pacer.take(0) == 0
        pacer.record_answer(hour)
        assert least <= await pacer.take(0) <= rate.longest_wait


def test_what_a_product_says_of_parameters_is_found() -> None:
    class Loud(Mark):
        """A text that is read out."""

    class Quiet(Mark):
        """A text that is not."""

    class Said(Resource):
        """What is said."""

        @write("POST /said")
        async def say(
            self,
            text: Annotated[str, Loud()],
            *,
            aside: Annotated[str | None, Loud(), Quiet()] = None,
            title: str | None = None,
        ) -> Record[Any]:
            """Says something."""

    (operation,) = Said.operations
    assert list(operation.marked(Loud)) == ["text", "aside"]
    assert list(operation.marked(Quiet)) == ["aside"]
    assert operation.marked(Mark) == {}
    assert operation.schema["properties"].keys() == {"text", "aside", "title"}
