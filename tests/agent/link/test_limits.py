"""How often one account may ask."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.link.limits import ANYTHING, SENT, Limits, Rate


class Now:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_some_at_once_and_then_one_a_second() -> None:
    now = Now()
    limits = Limits(now)
    assert [limits.allow("mallory") for _ in range(12)] == [True] * 10 + [False] * 2
    now.seconds += 1
    assert [limits.allow("mallory") for _ in range(2)] == [True, False]
    now.seconds += 3600
    assert [limits.allow("mallory") for _ in range(11)] == [True] * 10 + [False]


def test_one_account_does_not_use_up_what_another_has() -> None:
    limits = Limits(Now())
    for _ in range(20):
        limits.allow("mallory")
    assert limits.allow("ada")


def test_what_was_sent_is_read_four_times_a_minute() -> None:
    now = Now()
    limits = Limits(now)
    assert [limits.allow("ada", SENT) for _ in range(5)] == [True] * 4 + [False]
    now.seconds += 15
    assert [limits.allow("ada", SENT) for _ in range(2)] == [True, False]
    assert limits.allow("ada", ANYTHING)


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 10), st.sampled_from([0.5, 1.0, 15.0]))
def test_never_more_than_the_rate_over_any_time(waits: list[float], burst: int, seconds: float) -> None:
    now = Now()
    limits, rate = Limits(now), Rate(burst, seconds)
    allowed = 0
    for wait in waits:
        now.seconds += wait
        allowed += limits.allow("mallory", rate)
    assert allowed <= burst + (now.seconds - 100.0) / seconds + 1e-6


def test_many_accounts_are_forgotten_when_they_are_calm() -> None:
    now = Now()
    limits = Limits(now)
    for number in range(1000):
        now.seconds += 1
        assert limits.allow(f"uid-{number}")
    assert len(limits._full_at) <= 256
