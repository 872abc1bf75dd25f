"""kill -9 of a real collector under load (a thousand of them: ``run.py bench kill``)."""

from tests.faults.serving.kills import run

KILLS, SECONDS = 40, 45  # whichever is first


def test_what_was_acknowledged_survives_every_kill_and_nothing_is_there_twice() -> None:
    figures = run(KILLS, SECONDS)
    assert figures.is_good, str(figures)
    assert figures.kills >= 5
    assert figures.acknowledged > 200
