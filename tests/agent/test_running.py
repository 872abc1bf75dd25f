"""Running the service under settings that change."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from barometer_agent import running
from barometer_agent.config import Config
from barometer_agent.link.address import LinkError
from barometer_agent.reload import Settings
from barometer_agent.running import End
from barometer_agent.signals import Signals, Told

Change = Callable[[str], Callable[[], None]]


@dataclass
class Services:
    """Makes services that do what a test says; ``script`` is what happens while each of them runs."""

    script: list[Any]
    signals: Signals
    made: list[int] = field(default_factory=list)
    running: int = 0
    look_after: float = 30.0
    refused: int = -1  # a quota that no service is made with

    def make(self, config: Config) -> Any:
        if config.spool_quota_mb == self.refused:
            raise LinkError("the path of the socket is too long")
        self.made.append(config.spool_quota_mb)
        watch = SimpleNamespace(look=self._look, next_seconds=lambda: self.look_after)
        return SimpleNamespace(start=self._start, stop=self._stop, watch=watch)

    def _start(self) -> None:
        assert self.running == 0, "two services at a time"
        self.running += 1
        self.script.pop(0)()

    def _stop(self) -> None:
        self.running -= 1

    def _look(self) -> bool:
        return True


def stop(signals: Signals) -> Callable[[], None]:
    return lambda: signals.tell(Told.STOP)


def fail() -> None:
    raise LinkError("there is no room for a socket")


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals() as made:
        yield made


@pytest.fixture
def change(settings_file: Path, signals: Signals) -> Change:
    """``change(text)``: somebody writes other settings, and says so."""

    def to(text: str) -> Callable[[], None]:
        def act() -> None:
            settings_file.write_text(text)
            signals.tell(Told.RELOAD)

        return act

    return to


@pytest.fixture(autouse=True)
def level() -> Iterator[None]:
    before = logging.getLogger().level
    yield
    logging.getLogger().setLevel(before)


def test_it_runs_until_it_is_told_to_stop(settings: Settings, signals: Signals) -> None:
    services = Services([stop(signals)], signals)
    assert running.run(settings, signals, services.make) is End.STOPPED
    assert (services.made, services.running) == ([10], 0)


def test_other_settings_are_taken_over_by_another_service(settings: Settings, signals: Signals, change: Change) -> None:
    services = Services([change("spool_quota_mb = 20\nlog_level = 'error'\n"), stop(signals)], signals)
    assert running.run(settings, signals, services.make) is End.STOPPED
    assert services.made == [10, 20]
    assert settings.current.spool_quota_mb == 20
    assert logging.getLogger().level == logging.ERROR


def test_a_change_of_settings_is_news_and_no_warning(
    settings: Settings, signals: Signals, change: Change, caplog: pytest.LogCaptureFixture
) -> None:
    running.run(
        settings, signals, Services([change("spool_quota_mb = 20\nlog_level = 'info'\n"), stop(signals)], signals).make
    )
    (said,) = [one for one in caplog.records if one.getMessage() == "settings_changed"]
    assert said.levelno == logging.INFO


def test_settings_that_no_service_can_run_with_leave_the_old_ones(
    settings: Settings, signals: Signals, change: Change, caplog: pytest.LogCaptureFixture
) -> None:
    services = Services([change("spool_quota_mb = 20\n"), stop(signals)], signals, refused=20)
    assert running.run(settings, signals, services.make) is End.STOPPED
    assert services.made == [10, 10]
    assert settings.current.spool_quota_mb == 10
    assert "settings_refused" in caplog.text


def test_settings_with_which_a_service_fails_to_start_leave_the_old_ones_too(
    settings: Settings, signals: Signals, change: Change, caplog: pytest.LogCaptureFixture
) -> None:
    services = Services([change("spool_quota_mb = 20\n"), fail, stop(signals)], signals)
    assert running.run(settings, signals, services.make) is End.STOPPED
    assert (services.made, services.running) == ([10, 20, 10], 0)
    assert "settings_refused" in caplog.text


def test_settings_that_it_begins_with_must_hold(settings: Settings, signals: Signals) -> None:
    with pytest.raises(LinkError):
        running.run(settings, signals, Services([], signals, refused=10).make)


def test_a_service_that_takes_too_much_ends_in_order(settings: Settings, signals: Signals) -> None:
    services = Services([lambda: None], signals, look_after=0.0)
    assert running.run(settings, signals, services.make) is End.RESTART
    assert services.running == 0


def test_a_service_that_fails_to_start_is_stopped(settings: Settings, signals: Signals) -> None:
    services = Services([fail], signals)
    with pytest.raises(LinkError):
        running.run(settings, signals, services.make)
    assert services.running == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a program cannot replace itself there")
def test_starting_anew_is_the_same_process_with_the_same_arguments() -> None:
    code = """
import os, sys
from barometer_agent.running import start_anew
print(os.getpid(), sys.argv[1:], flush=True)
if os.environ.setdefault("ROUND", "1") == "1":
    os.environ["ROUND"] = "2"
    sys.exit(start_anew())
"""
    done = subprocess.run(
        [sys.executable, "-c", code, "--data", "/a b/ë"], capture_output=True, text=True, timeout=60, check=True
    )
    first, second = done.stdout.splitlines()
    assert first == second
    assert first.endswith("['--data', '/a b/ë']")
