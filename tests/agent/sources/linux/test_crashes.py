import pytest

from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import coredumps, crashes
from barometer_agent.sources.linux.coredumps import Coredump
from barometer_agent.sources.records import Records

FOUND = (Coredump("r1", 5, "mail", "SIGSEGV", "3.1"), Coredump("r2", 6, "java", "SIGQUIT"))


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> list[Coredump]:
    """What the journal holds behind the place that is asked for."""
    held = list(FOUND)
    monkeypatch.setattr(coredumps, "read", lambda after, since_us: tuple(held))
    return held


def test_crashes_are_told_without_dumps_that_somebody_asked_for_which_are_left_behind(journal: list[Coredump]) -> None:
    assert crashes.read("", 0) == Records((Crash(5, "mail", "SIGSEGV", "3.1"),), "r2")


def test_without_anything_new_the_place_stays(journal: list[Coredump]) -> None:
    journal.clear()
    assert crashes.read("r2", 0) == Records((), "r2")
