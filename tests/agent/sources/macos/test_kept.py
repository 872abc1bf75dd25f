"""Answers that hold for a while."""

import pytest

from barometer_agent.sources.macos.kept import Kept


def test_an_answer_holds_until_its_time_is_over() -> None:
    now, given = [0.0], iter("abc")
    kept: Kept[str] = Kept(10, lambda: now[0])
    assert kept.of("x", lambda: next(given)) == "a"
    now[0] = 9.9
    assert kept.of("x", lambda: next(given)) == "a"
    assert kept.of("y", lambda: next(given)) == "b"
    now[0] = 10.0
    assert not kept.has("x")
    assert kept.of("x", lambda: next(given)) == "c"


def test_what_went_wrong_is_asked_again() -> None:
    kept: Kept[str] = Kept(10, lambda: 0.0)

    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        kept.of("x", fail)
    assert kept.of("x", lambda: "a") == "a"
