from barometer_agent.sources.windows import cursors
from barometer_agent.sources.windows.cursors import Cursor


def test_what_is_kept_comes_back() -> None:
    cursor = Cursor('{"read":7,"newest":9}', '{"read":1,"newest":1}', (5, 6))
    assert cursors.restored(cursor.text) == cursor


def test_the_first_reading_has_none() -> None:
    assert cursors.restored("") == Cursor()


def test_one_of_a_single_log_is_that_of_the_first() -> None:
    assert cursors.restored('{"read":7,"newest":9}') == Cursor('{"read":7,"newest":9}')


def test_a_damaged_one_begins_anew() -> None:
    assert cursors.restored("{") == Cursor()
