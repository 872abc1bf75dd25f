"""One number for any number of batch ids."""

import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.ledger.rules import checksum

IDS = st.lists(st.from_regex(r"[0-9a-f]{32}", fullmatch=True), unique=True)


@given(IDS, st.randoms())
def test_the_order_does_not_matter(ids: list[str], random: Random) -> None:
    mixed = list(ids)
    random.shuffle(mixed)
    assert checksum(mixed) == checksum(ids) < 1 << 60


def test_what_is_missing_changes_it() -> None:
    ids = [hashlib.sha256(bytes([number])).hexdigest()[:32] for number in range(100)]
    assert len({checksum(ids[:length]) for length in range(100)}) == 100


def test_two_halves_add_up_to_the_whole() -> None:
    ids = ["f" * 32, "e" * 32, "0123456789abcdef" * 2]
    assert (checksum(ids[:1]) + checksum(ids[1:])) % (1 << 60) == checksum(ids)
