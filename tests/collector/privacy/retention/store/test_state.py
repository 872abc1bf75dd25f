"""What the last run noted is what the next one reads."""

from barometer_collector.database import Database
from barometer_collector.privacy.retention.rules.forecast import Use
from barometer_collector.privacy.retention.store.state import put_state, put_use, state, uses


def test_a_number_is_noted_replaced_and_forgotten(database: Database) -> None:
    with database.writing() as session:
        put_state(session, "a", 1)
        put_state(session, "b", 1 << 60)
        put_state(session, "a", 2)
        put_state(session, "b", None)
        put_state(session, "never noted", None)
    with database.reading() as session:
        assert state(session) == {"a": 2}


def test_a_day_has_its_last_measurement(database: Database) -> None:
    with database.writing() as session:
        for day, at, used in ((3, 30, 300), (1, 10, 100), (3, 31, 310)):
            put_use(session, day, Use(at, used, used // 2), 5)
    with database.reading() as session:
        assert [(use.day, use.at, use.used, use.raw, use.reusable) for use in uses(session, 2)] == [
            (3, 31, 310, 155, 5)
        ]
        assert [use.day for use in uses(session, 0)] == [1, 3]
