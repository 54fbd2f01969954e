"""Walks over lists that grow, shrink and move while they are read: nothing lost, nothing twice."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from tests.engine.shelves import SIZE, Rounds, Shelf

WAYS = ("iterate", "execute", "execute, limited")


async def read(shelf: Shelf, way: str) -> tuple[list[str], list[str]]:
    """The books that a walk sees, and what it warns of."""
    shop = shelf.shop()
    if way == "iterate":
        walk = shop.iterate("books", "list", {"shop_id": "7"})
        return [book["id"] async for book in walk], list(walk.warnings)
    limit = 10_000 if way == "execute" else len(shelf.row)
    result = await shop.execute("books", "list", {"shop_id": "7", "limit": limit})
    return [book["id"] for book in result.data], list(result.meta.warnings)


def judge(shelf: Shelf, found: list[str], warnings: list[str], *, limited: bool = False) -> None:
    twice = [book for book, count in Counter(found).items() if count > 1]
    assert not twice
    if not warnings and not limited:
        assert shelf.from_the_start <= set(found), shelf.from_the_start - set(found)


def places(count: int) -> list[int]:
    """Where something may happen: at the ends, in the middle, and on both sides of each edge."""
    edges = {place + by for place in range(0, count, SIZE) for by in (-1, 0, 1)}
    return sorted(place for place in edges | {count - 1, count // 2} if 0 <= place < count)


KINDS: dict[str, Callable[[Shelf, int], None]] = {
    "insert": Shelf.insert,
    "take": Shelf.take,
    "front": Shelf.front,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [11, 25, 47])
async def test_one_change_at_any_moment_loses_nothing(kind: str, count: int) -> None:
    for way in WAYS:
        for seed in (None, 1):
            still = Shelf(count, {}, seed=seed)
            await read(still, way)
            for request in range(1, still.requests + 1):
                for place in places(count):
                    shelf = Shelf(count, {request: partial(_do, KINDS[kind], place)}, seed=seed)
                    found, warnings = await read(shelf, way)
                    assert not warnings
                    limited = way == "execute, limited" and kind != "take"
                    judge(shelf, found, warnings, limited=limited)


@pytest.mark.parametrize("every", [1, 2, 7])
@pytest.mark.parametrize("kind", KINDS)
async def test_changes_without_end(kind: str, every: int) -> None:
    """The same again and again: what only grows or only shrinks loses nothing."""
    for count, place, seed in [(90, 0, None), (90, 0, 3), (200, 5, 4), (200, 42, 5), (155, 150, 6)]:

        def change(shelf: Shelf, place: int = place) -> None:
            if shelf.requests % every == 0:
                KINDS[kind](shelf, place)

        for way in WAYS:
            shelf = Shelf(count, change, seed=seed)
            found, warnings = await read(shelf, way)
            judge(shelf, found, warnings, limited=way == "execute, limited")
            assert shelf.requests < 13 * count / SIZE


async def test_changes_of_all_kinds_in_any_order() -> None:
    told = 0
    for seed in range(150):
        chance = random.Random(seed)
        often = chance.choice([0.05, 0.2, 0.6])

        def change(shelf: Shelf, chance: random.Random = chance, often: float = often) -> None:
            if chance.random() < often:
                chance.choice([Shelf.insert, Shelf.take, Shelf.front])(
                    shelf, chance.randrange(len(shelf.row))
                )

        shelf = Shelf(chance.choice([30, 75, 160]), change, seed=seed)
        found, warnings = await read(shelf, chance.choice(WAYS[:2]))
        judge(shelf, found, warnings)
        told += bool(warnings)
    assert told < 50


@pytest.mark.parametrize("limited", [False, True])
async def test_a_change_and_its_opposite_hide_nothing_once_anything_was_seen_to_move(
    limited: bool,
) -> None:
    """A record slips over each edge, at each moment, and another comes in right behind it."""
    for count in (30, 75):
        for request in range(2, 2 * count // SIZE):
            for edge in range(SIZE, count, SIZE):
                changes = {
                    1: partial(Shelf.insert, place=count // 2),
                    request: partial(Shelf.take, place=edge - 1),
                    request + 1: partial(Shelf.insert, place=edge + 1),
                    request + 2: partial(Shelf.take, place=edge),
                    request + 3: partial(Shelf.front, place=edge + 2),
                }
                shelf = Shelf(count, changes, seed=request)
                found, warnings = await read(shelf, WAYS[limited])
                judge(shelf, found, warnings)


@pytest.mark.parametrize("seed", [None, 1, 2])
async def test_a_list_that_holds_a_record_twice_is_not_one_that_changes(seed: int | None) -> None:
    for count, places in [
        (25, (3, 7)),
        (47, (3, 25)),
        (95, (9, 10)),
        (95, (40, 94)),
        (300, (5, 7)),
    ]:
        shelf = Shelf(count, {}, seed=seed)
        shelf.row[places[1]] = shelf.row[places[0]]
        found, warnings = await read(shelf, "iterate")
        assert (set(found), warnings) == (set(shelf.row), [])


@pytest.mark.parametrize("pages", [1, 2, 3, 5, 10, 30, 100])
async def test_how_many_requests_wait_for_one_another(pages: int) -> None:
    """Rounds of requests that are answered together: a measure that no machine changes."""
    shelf = Rounds(pages * SIZE, {})
    found, warnings = await shelf.serve(read(shelf, "iterate"))
    assert (len(found), warnings) == (pages * SIZE, [])
    assert shelf.rounds <= {1: 1, 2: 3, 3: 4, 5: 5, 10: 6, 30: 8, 100: 18}[pages]
    assert shelf.together <= 8


@pytest.mark.parametrize("count", [5, 10, 11, 99, 628])
async def test_a_loop_that_empties_what_it_walks_sees_all(count: int) -> None:
    for seed in (None, 1, 2):
        shelf = Shelf(count, {}, seed=seed)
        seen = []
        walk = shelf.shop().iterate("books", "list", {"shop_id": "7"})
        async for book in walk:
            seen.append(book["id"])
            shelf.row.remove(book["id"])
        assert sorted(seen) == sorted(shelf.from_the_start)
        assert not walk.warnings


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 10, 30, 100])
async def test_a_list_that_stands_still_costs_little_more_than_its_pages(pages: int) -> None:
    for way in WAYS:
        shelf = Shelf(pages * SIZE, {})
        found, _ = await read(shelf, way)
        assert found == sorted(shelf.row, key=shelf.row.index)
        assert shelf.requests <= min(2 * pages + 1, 8 + 1.1 * pages)


def _do(kind: Callable[[Shelf, int], None], place: int, shelf: Shelf) -> None:
    kind(shelf, place)
