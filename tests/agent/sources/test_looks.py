from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.looks import LONGEST_US, Looks

MINUTE_US = 60_000_000


def test_a_look_stands_for_the_time_since_the_one_before() -> None:
    looks = Looks()
    assert looks.add(5 * MINUTE_US, {"heat": 1000}) == {"heat": (0, 0)}
    assert looks.add(6 * MINUTE_US, {"heat": 500}) == {"heat": (MINUTE_US // 2, MINUTE_US)}
    assert looks.add(7 * MINUTE_US, {"heat": 0}) == {"heat": (MINUTE_US // 2, 2 * MINUTE_US)}


def test_what_nobody_watched_is_not_counted() -> None:
    looks = Looks()
    looks.add(0, {"heat": 1000})
    assert looks.add(LONGEST_US + 1, {"heat": 1000}) == {"heat": (0, 0)}
    assert looks.add(LONGEST_US, {"heat": 1000}) == {"heat": (0, 0)}


@given(st.lists(st.tuples(st.integers(0, 2 * LONGEST_US), st.integers(0, 1000)), max_size=30))
def test_sums_only_grow_and_never_pass_what_was_watched(steps: list[tuple[int, int]]) -> None:
    looks, at_us, before = Looks(), 0, (0, 0)
    for step_us, share in steps:
        at_us += step_us
        now = looks.add(at_us, {"cpu": share})["cpu"]
        assert before[0] <= now[0] <= now[1] <= at_us
        assert before[1] <= now[1]
        before = now
