"""What was sent, counted."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.pages.month import Day, Message, Month, Values, pieces

taken = st.lists(st.tuples(st.integers(), st.integers(0, 1000)), min_size=1)


def values(samples: list[tuple[int, int]]) -> Values:
    made = Values("boot_ms", "Boot time")
    for value, at in samples:
        made.count += 1
        made.widen(value, value, value, at)
    return made


@given(taken)
def test_values_lie_between_the_lowest_and_the_highest(samples: list[tuple[int, int]]) -> None:
    made = values(samples)
    told = [value for value, _ in samples]
    assert (made.lowest, made.highest) == (min(told), max(told))
    assert made.latest in [value for value, at in samples if at == max(at for _, at in samples)]


@given(taken, taken)
def test_two_days_together_are_what_all_their_values_are(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    merged, whole = values(one), values(one + other)
    merged.merge(values(other))
    assert (merged.count, merged.lowest, merged.highest) == (whole.count, whole.lowest, whole.highest)


def test_what_never_had_a_value_changes_no_bounds() -> None:
    merged = values([(5, 1)])
    merged.merge(Values("boot_ms", "Boot time", count=3, failed=3))
    assert (merged.count, merged.failed, merged.lowest, merged.highest, merged.latest) == (4, 3, 5, 5, 5)


def test_a_month_sums_up_its_days_by_metric() -> None:
    day = Day(date(2026, 9, 21), [Message("10:00", "acknowledged", 2, 0, [], [])])
    day.values = {
        ("dns_us", "a"): Values("dns_us", "Look-up", "a", 2),
        ("dns_us", "b"): Values("dns_us", "Look-up", "b", 3),
    }
    month = Month([day, day])
    assert [(one.metric, one.count) for one in month.metrics()] == [("dns_us", 10)]
    assert (month.messages, month.samples) == (2, 4)


def test_many_of_the_same_value_are_told_in_one() -> None:
    run = [(f"14:0{minute}", "5 %") for minute in range(6)] + [("14:06", "7 %")]
    assert list(pieces(run)) == ["14:00–14:05 5 % (6×)", "14:06 7 %"]
    assert list(pieces([("14:05", ""), ("14:10", "")])) == ["14:05", "14:10"]
    assert list(pieces([(f"14:0{minute}", "") for minute in range(4)])) == ["14:00–14:03 (4×)"]


@given(st.lists(st.sampled_from(["1 ms", "2 ms"]), max_size=40))
def test_no_value_is_left_out(amounts: list[str]) -> None:
    told = list(pieces([(f"{number:02}:00", amount) for number, amount in enumerate(amounts)]))
    assert sum(int(piece[piece.rindex("(") + 1 : -2]) if "×" in piece else 1 for piece in told) == len(amounts)


def test_closing_twice_tells_the_same() -> None:
    made = Values("boot_ms", "Boot time", latest_at=5, runs={"": [("14:04", "2 s"), ("14:05", "1 s")]}, numbers=[2, 1])
    made.close()
    made.close()
    assert (made.told, made.runs, made.numbers) == ({"": "14:04 2 s\t14:05 1 s"}, {}, [])
    assert (made.count, made.lowest, made.highest, made.latest) == (2, 1, 2, 1)
