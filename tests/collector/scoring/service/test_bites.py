"""Bites that nobody has to wait for."""

from collections.abc import Callable, Iterator
from itertools import count

from barometer_collector.database import Database, Session
from barometer_collector.scoring.service.bites import Stores


def _ticking(seconds: float) -> Callable[[], float]:
    """A clock on which everything takes that long."""
    moments: Iterator[float] = (place * seconds for place in count())
    return lambda: next(moments)


def _sizes(database: Database, seconds: float, rounds: int = 1, devices: int = 3_000) -> list[int]:
    sizes: list[int] = []

    def store(_session: Session, some: object) -> None:
        assert isinstance(some, range)
        sizes.append(len(some))

    stores = Stores(database, lambda: sizes.append(-1), _ticking(seconds))
    for _ in range(rounds):
        stores.each(range(devices), store)
    return sizes


def test_everything_is_stored_with_a_pause_after_each_bite(database: Database) -> None:
    sizes = _sizes(database, 0.04)
    assert sum(size for size in sizes if size > 0) == 3_000
    assert sizes[1::2] == [-1] * (len(sizes) // 2)


def test_bites_that_take_long_become_small_and_quick_ones_large(database: Database) -> None:
    assert _sizes(database, 0.4)[-4] == 200
    assert max(_sizes(database, 0.0001, rounds=4)) == 3_000


def test_a_bite_that_was_not_full_makes_the_next_no_larger(database: Database) -> None:
    sizes = _sizes(database, 0.0001, rounds=5, devices=100)
    assert [size for size in sizes if size > 0] == [100] * 5
