"""A made-up product, to test the engine without ClickUp."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.resource import Resource, destructive, read, write
from agent_connectors.engine.executor.credentials import Token
from agent_connectors.engine.executor.product import Product
from agent_connectors.engine.marks import Clear, Doc, Limit, Query, Requires, Skip
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.paging import ByCursor, ByNumber, ByPosition
from agent_connectors.engine.result import ExecuteResult, Record, Records
from agent_connectors.engine.times.timestamps import Timestamp

Book = dict[str, Any]


def only_red(given: Mapping[str, Any]) -> Any:
    return (lambda book: book["cover"] == "red") if given.get("red") else None


class Books(Resource):
    """Books."""

    @read("/shops/{shop_id}/books", records="books", pages=ByNumber(10), local_filter=only_red)
    async def list(
        self,
        shop_id: str,
        *,
        page: int | None = None,
        genres: Sequence[str] | None = None,
        authors: Annotated[Sequence[int] | None, Query(style="commas")] = None,
        where: Annotated[Mapping[str, Any] | None, Query(style="json")] = None,
        since: Timestamp | None = None,
        in_print: bool | None = None,
        red: Annotated[bool | None, Query("colour_red")] = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Book]:
        """Books of a shop.

        Ten a page.

        Args:
            shop_id: The shop.
            genres: Only these
                genres.
        """

    @read("/books/{book_id}", must_have="id")
    async def get(
        self,
        book_id: str,
        *,
        by_isbn: Annotated[bool | None, Query(), Requires("shop_id")] = None,
        shop_id: Annotated[str | None, Query(), Doc("The shop that the number is of.")] = None,
    ) -> Record[Book]:
        """One book."""

    @write("POST /shops/{shop_id}/books", record="book", must_have="id")
    async def create(
        self,
        shop_id: str,
        title: str,
        *,
        genre: Literal["novel", "poetry"] | None = None,
        pages: int | None = None,
        dry: Annotated[bool | None, Query("dry_run")] = None,
    ) -> Record[Book]:
        """Adds a book."""

    @write("PUT /books/{book_id}", "PUT /isbn/{isbn}", empty=True, aliases=("edit",))
    async def update(
        self,
        book_id: str | None = None,
        isbn: str | None = None,
        *,
        title: str | None = None,
        genre: str | None = None,
        clear: Annotated[Sequence[Literal["title", "genre"]] | None, Clear({"title": " "})] = None,
    ) -> Record[None]:
        """Changes a book."""

    @destructive("DELETE /books/{book_id}")
    async def delete(self, book_id: str) -> Record[None]:
        """Burns a book."""


class Reviews(Resource):
    """Reviews."""

    @read(
        "/books/{book_id}/reviews",
        records="reviews",
        pages=ByPosition(5, {"after": "id"}),
    )
    async def list(
        self,
        book_id: str,
        *,
        after: str | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Book]:
        """Reviews of a book, newest first."""

    @read("/reviews", records="reviews", pages=ByCursor(2, 4))
    async def search(
        self,
        *,
        cursor: str | None = None,
        limit: Annotated[int | None, Query()] = None,
        skip: Skip = None,
    ) -> Records[Book]:
        """All reviews."""

    @read("/reviews/latest", records="")
    async def latest(self, *, limit: Limit = None, skip: Skip = None) -> Records[Book]:
        """The latest reviews, as a bare list."""

    @read()
    async def best(self, book_id: str) -> Record[Book]:
        """The best review of a book; takes two calls."""
        reviews = await self.connector.execute("reviews", "list", {"book_id": book_id})
        best = max(reviews.data, key=lambda review: review["stars"])
        return ExecuteResult({"review": best, "among": len(reviews.data)})


BOOKSHOP = Product(
    name="Bookshop",
    base_url="http://books.example",
    message=lambda body: (body.get("error"), body.get("code")),
    probe="/reviews/latest",
    trace_header="x-trace",
    lists="brackets",
)


class Bookshop(Connector):
    """Books, for agents."""

    product = BOOKSHOP
    probe = ("reviews", "latest")

    books = Books()
    reviews = Reviews()

    def __init__(
        self, base_url: str, *, timeout: float | Timeouts | None = 10.0, **kind: Any
    ) -> None:
        token = Token("secret", scheme="")
        super().__init__(
            credentials=token, base_url=base_url, timeouts=Timeouts.of(timeout), **kind
        )
