"""How far whole days came."""

from barometer_collector.database import Database
from barometer_collector.scoring.store import whole_days
from barometer_collector.scoring.store.scores import group_sums, put_group_sums
from barometer_collector.scoring.store.whole_days import WholeDay


def test_a_day_is_passed_done_and_told(database: Database) -> None:
    with database.writing() as session:
        assert whole_days.latest(session, 9) is None
        whole_days.begin(session, 7, 5)
        assert whole_days.hold(session, 7) == WholeDay(7, 5, 0, None, False, False)
        whole_days.note_passed(session, 7, 11)
        assert whole_days.known(session, 7) == [WholeDay(7, 5, 0, 11, False, False)]
        whole_days.note_done(session, 7)
        whole_days.note_told(session, 7)
        assert whole_days.hold(session, 7) == WholeDay(7, 5, 0, 11, True, True)
        assert (whole_days.latest(session, 9), whole_days.latest(session, 6)) == (7, None)
        assert whole_days.hold(session, 8) is None


def test_another_model_begins_another_round(database: Database) -> None:
    with database.writing() as session:
        for mark in (5, 5, 6, 5):
            whole_days.begin(session, 7, mark)
            whole_days.note_passed(session, 7, 11)
        assert whole_days.hold(session, 7) == WholeDay(7, 5, 2, 11, False, False)


def test_single_devices_begin_no_day_that_is_known(database: Database) -> None:
    with database.writing() as session:
        whole_days.begin(session, 7, 5)
        whole_days.note(session, 7, 6)
        whole_days.note(session, 8, 6)
        assert [(each.day, each.mark, each.is_done) for each in whole_days.known(session, 0)] == [
            (7, 5, False),
            (8, 6, True),
        ]


def test_sums_of_days_that_are_told_no_more_are_forgotten_and_begun_anew(database: Database) -> None:
    with database.writing() as session:
        for day in (6, 7):
            whole_days.begin(session, day, 5)
            put_group_sums(session, day, {1: b"one"})
        whole_days.forget_sums(session, 7)
        assert (group_sums(session, 6), len(group_sums(session, 7))) == ([], 1)
        whole_days.begin(session, 6, 5)
        assert [(each.day, each.round) for each in whole_days.known(session, 0)] == [(6, 1), (7, 0)]
