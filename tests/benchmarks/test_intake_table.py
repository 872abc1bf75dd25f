"""The arithmetic of the table, and how far an answer has come."""

import pytest

from tests.benchmarks._intake_load import answered
from tests.benchmarks._intake_table import Compared, lines


def test_the_ratio_is_that_of_a_typical_round_whatever_slowed_single_rounds_down() -> None:
    row = Compared("another", [100, 10, 300], [50, 5, 100], "batches/s", must=2.0)
    assert row.ratios == [2.0, 2.0, 3.0]
    assert row.ratio == 2.0
    assert row.holds


def test_a_ratio_below_its_must_is_said_to_be_missed() -> None:
    row = Compared("another", [79], [100], "batches/s", must=0.8, aim=1.0)
    assert row.holds is False
    assert "0.79 x (0.79..0.79)" in lines([row])[1]
    assert lines([row])[1].endswith(">= 0.8 x (aim 1 x) MISSED")


def test_without_a_must_nothing_is_held_or_missed() -> None:
    assert Compared("another", [1], [2], "batches/s").holds is None


def test_turns_without_a_partner_are_not_compared() -> None:
    with pytest.raises(ValueError, match="zip"):
        _ = Compared("another", [1, 2], [2], "batches/s").ratio


@pytest.mark.parametrize(
    ("come", "status"),
    [
        (b"HTTP/1.1 202 Acc", None),
        (b"HTTP/1.1 202 Accepted\r\ncontent-length: 4\r\n\r\nfo", None),
        (b"HTTP/1.1 202 Accepted\r\ncontent-length: 4\r\n\r\nfour", 202),
        (b"HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204),
        (b"HTTP/1.1 503 Busy\r\nContent-Length:0\r\n\r\n", 503),
    ],
)
def test_an_answer_has_a_status_once_it_is_whole(come: bytes, status: int | None) -> None:
    assert answered(come) == status


def test_an_answer_that_never_says_its_length_is_no_answer() -> None:
    with pytest.raises(ValueError, match="Content-Length"):
        answered(b"HTTP/1.1 200 OK\r\n\r\nwhatever")
