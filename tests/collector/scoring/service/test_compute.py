"""Scores from what changed equal scores from everything."""

import threading
from datetime import timedelta

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from barometer_collector.database import Database
from barometer_collector.scoring.service import device, fleet, score_all, score_history, score_touched, team
from barometer_collector.scoring.store.fleet import device_ids
from barometer_collector.scoring.store.scores import device_documents, group_documents
from barometer_collector.settings import Settings
from tests.collector.scoring.records import NOW, TODAY, Records


def _documents(database: Database) -> tuple[dict[int, str], dict[str, str]]:
    with database.reading() as session:
        return device_documents(session, TODAY, range(1, 10)), group_documents(session, TODAY)


def test_only_touched_devices_are_scored(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    records.laptop(2, "sales")
    assert score_touched(database, settings, NOW) == 2  # the first of the day scores everything
    assert score_touched(database, settings, NOW) == 2  # and leaves the touched to be scored
    assert score_touched(database, settings, NOW) == 0
    records.day(2, "jitter_us", [200_000], subject="mail")
    before = team(database, settings, NOW, "finance"), team(database, settings, NOW, "sales")
    assert score_touched(database, settings, NOW) == 1
    assert records.touched() == []
    assert team(database, settings, NOW, "finance") == before[0]
    assert team(database, settings, NOW, "sales") != before[1]


steps = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["tcp_connect_us", "pressure_permille", "app_crash", "boot_ms", "answer", "score"]),
        st.integers(0, 500),
    ),
    max_size=8,
)


@examples(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_incremental_equals_full(
    records: Records, database: Database, settings: Settings, taken: list[tuple[int, str, int]]
) -> None:
    for number in {1, 2, 3} - set(_known(database)):
        records.laptop(number, "finance" if number < 3 else "sales")
    for number, what, value in taken:
        _take(records, database, settings, number, what, value)
    while score_touched(database, settings, NOW):
        pass
    stepwise = _documents(database)
    score_all(database, settings, NOW)
    assert _documents(database) == stepwise


def _known(database: Database) -> list[int]:
    with database.reading() as session:
        return device_ids(session)


def _take(records: Records, database: Database, settings: Settings, number: int, what: str, value: int) -> None:
    records.numbers += 1
    match what:
        case "app_crash" | "boot_ms":
            records.event(number, what, value * 1000, subject=f"app{value % 3}", day=TODAY - value % 20)
        case "answer":
            records.answer(number, f"user{value % 9}", value % 5 + 1, shared=value % 2 == 0)
        case "score":
            score_touched(database, settings, NOW)
        case "tcp_connect_us" | "pressure_permille":
            records.day(number, what, [value * 100], subject=str(records.numbers))


def test_what_arrives_while_scores_are_computed_is_scored_by_the_end(
    records: Records, database: Database, settings: Settings
) -> None:
    for number in range(1, 6):
        records.laptop(number)
    score_touched(database, settings, NOW)

    def keep_measuring() -> None:
        for round_ in range(10):
            for number in range(1, 6):
                records.day(number, "jitter_us", [round_ * 1000], subject=str(round_))

    writer = threading.Thread(target=keep_measuring)
    writer.start()
    while writer.is_alive():
        score_touched(database, settings, NOW)
    writer.join()
    while score_touched(database, settings, NOW):
        pass
    stepwise = _documents(database)
    score_all(database, settings, NOW)
    assert _documents(database) == stepwise


def test_a_new_day_scores_everything_again(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    score_touched(database, settings, NOW)
    later = NOW + timedelta(days=8)
    assert score_touched(database, settings, later) == 1
    assert device(database, settings, later, f"{1:016x}").scores.t.value is None
    assert [point.t is None for point in fleet(database, settings, later).fleet.trend] == [False, True]


def test_the_past_can_be_scored_for_a_trend(records: Records, database: Database, settings: Settings) -> None:
    records.laptop(1)
    records.day(1, "tcp_connect_us", [5_000], subject="mail", day=TODAY - 2)
    records.day(1, "pressure_permille", [0], day=TODAY - 2)
    score_history(database, settings, NOW, 3)
    score_all(database, settings, NOW)
    trend = fleet(database, settings, NOW).fleet.trend
    assert [(point.day, point.t is not None) for point in trend] == [
        ("2026-11-15", False),
        ("2026-11-16", True),
        ("2026-11-17", True),
        ("2026-11-18", True),
    ]


def test_an_answer_touches_its_device(records: Records) -> None:
    records.device(1)
    records.answer(1, "jan")
    assert records.touched() == [1]
