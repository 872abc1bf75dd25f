"""Who is asked about what happened."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_collector.sentiment.rules.occasions import APART_MS, FRESH_MS, Happened, chosen, is_fresh

NOW = 1_800_000_000_000
HOUR = 3_600_000
happenings = st.lists(
    st.builds(
        Happened, st.integers(1, 4), st.sampled_from(["crash", "slow_boot"]), st.integers(NOW - 2 * FRESH_MS, NOW)
    )
)


def test_of_each_laptop_the_latest_is_asked_about() -> None:
    happened = [Happened(2, "crash", NOW - 3), Happened(1, "crash", NOW - 2), Happened(1, "slow_boot", NOW - 1)]
    assert chosen(happened, {}, NOW) == [happened[2], happened[0]]


def test_what_is_old_or_yet_to_come_is_not() -> None:
    assert is_fresh(NOW - FRESH_MS + 1, NOW)
    assert not is_fresh(NOW - FRESH_MS, NOW)
    assert is_fresh(NOW + HOUR, NOW)
    assert not is_fresh(NOW + 30 * HOUR, NOW)


def test_nobody_is_asked_again_within_four_weeks() -> None:
    happened = [Happened(1, "crash", NOW)]
    assert chosen(happened, {1: NOW - APART_MS}, NOW) == happened
    assert chosen(happened, {1: NOW - APART_MS + 1}, NOW) == []
    assert chosen(happened, {2: NOW - 1}, NOW) == happened


@given(happenings, st.dictionaries(st.integers(1, 4), st.integers(NOW - 2 * APART_MS, NOW)))
def test_at_most_one_is_asked_of_a_laptop_whatever_the_order(
    happened: list[Happened], asked_at: dict[int, int]
) -> None:
    found = chosen(happened, asked_at, NOW)
    assert found == chosen(reversed(happened), asked_at, NOW)
    assert len({each.device_id for each in found}) == len(found)
    assert all(each in happened and is_fresh(each.at, NOW) for each in found)
    assert all(each.at - asked_at.get(each.device_id, 0) >= APART_MS for each in found)
