"""What a pool keeps, shares, keeps apart and closes."""

import asyncio
import gc
import traceback
from collections.abc import Callable
from inspect import signature
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import AirbyteAuthConfig, ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine import Connector, ConnectorError, Timeouts, Token
from agent_connectors.engine.connector_pool import ConnectorPool, mark_of
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.journal.file import Journal
from agent_connectors.engine.pacing.pacer import Pacer
from tests.engine.bookshop import Bookshop

BUDGET = Pacer()
CLIENT = httpx.AsyncClient()

SAME_AS_ANOTHER: list[dict[str, Any]] = [
    {"auth_config": "pk_1"},
    {"auth_config": ClickupApiAuthConfig("pk_1")},
    {"auth_config": ClickupApiAuthConfig(access_token="t1")},
    {"auth_config": "pk_1", "read_only": True},
    {"auth_config": "pk_1", "allow_destructive": True},
    {"auth_config": "pk_1", "base_url": "http://localhost:1"},
    {"auth_config": "pk_1", "timeout": 3},
    {"auth_config": "pk_1", "timeout": Timeouts(read=3)},
    {"auth_config": "pk_1", "timezone": "Europe/Berlin"},
    {"auth_config": "pk_1", "workspace": "9001"},
    {"auth_config": "pk_1", "files": "exchange"},
    {"auth_config": "pk_1", "max_connections": 3},
    {"auth_config": "pk_1", "budget": BUDGET},
    {"auth_config": "pk_1", "store": "one.db"},
    {"auth_config": "pk_1", "store": "two.db"},
    {"auth_config": "pk_1", "store": "one.db", "store_also": ["status_history"]},
    {"auth_config": "pk_1", "store": "one.db", "store_without": ["comments", "replies"]},
    {"auth_config": "pk_1", "http_client": CLIENT},
    {"auth_config": "pk_1", "journal": "one.db"},
    {"auth_config": "pk_1", "journal": "two.db"},
    {"auth_config": AirbyteAuthConfig("acme", None, "id", "secret")},
    {"auth_config": AirbyteAuthConfig("beta", None, "id", "secret")},
    {"auth_config": AirbyteAuthConfig("acme", None, "id", "other secret")},
]


def test_what_is_made_in_the_same_way_is_the_same_and_nothing_else_is() -> None:
    def made() -> list[ClickupApiConnector]:
        return [ClickupApiConnector(**options) for options in SAME_AS_ANOTHER]

    # Of each option there is a connector that has it.
    options = set(signature(ClickupApiConnector).parameters) - {"unknown"}
    assert options == {name for given in SAME_AS_ANOTHER for name in given}
    once, again = made(), made()
    assert [mark_of(one) for one in once] == [mark_of(one) for one in again]
    # The token as text and in a configuration are one token.
    assert len({mark_of(one) for one in [*once, *again]}) == len(SAME_AS_ANOTHER) - 1


def test_journals_that_note_the_same_are_the_same() -> None:
    def marks() -> list[Any]:
        journals = [
            Journal("one.db"),
            Journal("one.db", who="clerk"),
            Journal("one.db", run="march"),
            Journal("two.db"),
        ]
        return [mark_of(ClickupApiConnector("pk_1", journal=one)) for one in journals]

    assert marks() == marks()
    assert len({*marks(), *marks()}) == 4
    assert marks()[0] == mark_of(ClickupApiConnector("pk_1", journal="one.db"))
    assert marks()[0] != mark_of(ClickupApiConnector("pk_2", journal="one.db"))


async def test_use_does_not_change_what_is_the_same() -> None:
    sandbox = Sandbox(tasks=3)
    used, unused = ClickupApiConnector.sandbox(sandbox), ClickupApiConnector.sandbox(sandbox)
    await used.tasks.search(limit=1)
    assert mark_of(used) == mark_of(unused)
    assert mark_of(used) != mark_of(ClickupApiConnector.sandbox(Sandbox(tasks=3)))
    await used.aclose()


class Picky(ClickupApiConnector):
    """A connector with something of its own."""

    __slots__ = ("slot",)

    def __init__(self, token: str, tenant: Any, slot: Any = None) -> None:
        super().__init__(token)
        self.tenant = tenant
        self.slot = slot


def test_what_a_subclass_adds_keeps_apart() -> None:
    marks = {
        mark_of(Picky("pk_1", tenant)) for tenant in (1, True, 1.0, "1", [1], [1], {"a": 1}, None)
    }
    assert len(marks) == 8
    assert mark_of(Picky("pk_1", "a")) == mark_of(Picky("pk_1", "a"))
    assert mark_of(Picky("pk_1", "a")) != mark_of(ClickupApiConnector("pk_1"))
    assert mark_of(Picky("pk_1", "a", 1)) != mark_of(Picky("pk_1", "a", 2))


def test_any_product_can_be_shared() -> None:
    class Shop(Connector):
        product = Bookshop.product
        books = Bookshop.books

    def made(token: str) -> Connector:
        return Shop(credentials=Token(token))

    assert mark_of(made("a")) == mark_of(made("a"))
    assert mark_of(made("a")) != mark_of(made("b"))
    assert Token("a") != Token("a", header="X-Key")


def pool_of(sandbox: Sandbox, **options: Any) -> ConnectorPool[str]:
    def choose(user: str) -> ClickupApiConnector:
        made = ClickupApiConnector(f"pk_{user}")
        made._app = sandbox
        return made

    return ConnectorPool(choose, **options)


async def test_the_same_person_has_one_and_others_another() -> None:
    pool = pool_of(Sandbox(tasks=3))
    async with pool.use("ann") as first, pool.use("ann") as second, pool.use("bob") as other:
        assert first is second
        assert first is not other
    async with pool.use("ann") as later:
        assert later is first
    assert len(pool) == 2
    await pool.aclose()


async def test_no_more_are_kept_than_wanted_and_the_longest_unused_goes_first() -> None:
    pool = pool_of(Sandbox(tasks=3), size=2)
    kept: dict[str, Connector] = {}
    for user in ("ann", "bob", "ann", "cyd"):
        async with pool.use(user) as kept[user]:
            pass
    assert len(pool) == 2
    async with pool.use("ann") as ann, pool.use("bob") as bob:
        assert ann is kept["ann"]
        assert bob is not kept["bob"]


async def test_those_in_use_are_kept_however_many_they_are() -> None:
    pool = pool_of(Sandbox(tasks=3), size=0)
    async with pool.use("ann") as first, pool.use("bob"), pool.use("cyd"):
        assert len(pool) == 3
        async with pool.use("ann") as second:
            assert second is first
    assert len(pool) == 0


async def becomes(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def test_what_is_idle_is_closed_also_if_nobody_comes_any_more() -> None:
    closed: list[Any] = []

    class Noted(ClickupApiConnector):
        async def aclose(self) -> None:
            closed.append(self)
            await super().aclose()

    def choose(user: str) -> Noted:
        return Noted(f"pk_{user}")

    pool = ConnectorPool(choose, idle=0.1)
    async with pool.use("busy"):
        async with pool.use("ann") as ann:
            pass
        await becomes(lambda: len(pool) == 1 and bool(closed))
        assert closed == [ann]
    await becomes(lambda: len(pool) == 0)


def test_it_lives_in_any_number_of_event_loops() -> None:
    pool = pool_of(Sandbox(tasks=3))

    async def work(user: str) -> str:
        async with pool.use(user) as connector:
            return str((await connector.execute("tasks", "search", {"limit": 1})).data[0]["id"])

    assert len({asyncio.run(work("ann")) for _ in range(3)}) == 1
    assert len(pool._alarms) == 1
    gc.collect()


@pytest.mark.parametrize("given", [None, "pk_1", ClickupApiConnector, object()])
async def test_nobody_is_taken_for_somebody(given: Any) -> None:
    pool: ConnectorPool[str] = ConnectorPool(lambda _: given, ClickupApiConnector)
    with pytest.raises(ConfigurationError, match="has no connector"):
        async with pool.use("ann"):
            raise AssertionError
    assert len(pool) == 0


@pytest.mark.parametrize(
    "token", ["pk_12345_SECRETSECRET", "pk_9_Secret-secret", "12345_5ec2e7", "a session's cookie"]
)
async def test_what_goes_wrong_in_choosing_is_told_without_the_token(token: str) -> None:
    def choose(_: str) -> ClickupApiConnector:
        raise KeyError(token)

    pool = ConnectorPool(choose)
    with pytest.raises(ConnectorError) as caught:
        async with pool.use("ann"):
            raise AssertionError
    assert token not in "".join(traceback.format_exception(caught.value))
    assert "before anything was sent (KeyError)" in str(caught.value)


def local() -> Any:
    class Local(ClickupApiConnector):
        pass

    def choose(ctx: Any) -> "Local":
        raise NotImplementedError

    return choose


class Chooses:
    def __call__(self, ctx: Any) -> ClickupApiConnector:
        raise NotImplementedError


async def later(ctx: Any) -> ClickupApiConnector:
    raise NotImplementedError


@pytest.mark.parametrize("choose", [Chooses(), later])
def test_the_class_is_read_from_the_annotation(choose: Any) -> None:
    assert ConnectorPool(choose).kind is ClickupApiConnector


@pytest.mark.parametrize(
    ("choose", "told"),
    [
        (lambda ctx: ClickupApiConnector("pk_1"), "Annotate what the function returns"),
        (local(), "Annotate what the function returns"),
        (ClickupApiConnector.sandbox, "Annotate what the function returns"),
        (lambda: ClickupApiConnector("pk_1"), "takes one argument"),
        (ClickupApiConnector, "takes one argument"),
        (None, "takes one argument"),
    ],
)
def test_what_cannot_choose_is_refused_at_once(choose: Any, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        ConnectorPool(choose)
    if choose is not None and not isinstance(choose, type):
        kind = ConnectorPool(choose, ClickupApiConnector).kind if "one" not in told else None
        assert kind in {ClickupApiConnector, None}
