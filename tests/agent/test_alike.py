"""Events that are alike."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.alike import thinned

events = st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=60)


def way(event: tuple[str, int]) -> str:
    return event[0]


@given(events, st.integers(1, 20))
def test_the_first_are_kept_in_order_and_every_one_is_counted(events: list[tuple[str, int]], most: int) -> None:
    kept = list(thinned(events, way, most))
    for letter in "abc":
        mine = [event for event in events if way(event) == letter]
        assert [event for event, _ in kept if way(event) == letter] == mine[:most]
    counted: Counter[str] = Counter()
    for event, labels in kept:
        counted[way(event)] += 1 + int(labels.get("more", "0"))
    assert counted == Counter(map(way, events))


def test_only_the_last_one_stands_for_others() -> None:
    assert [labels for _, labels in thinned(["same"] * 5, str, 3)] == [{}, {}, {"more": "2"}]
    assert [labels for _, labels in thinned(["same"] * 3, str, 3)] == [{}, {}, {}]
