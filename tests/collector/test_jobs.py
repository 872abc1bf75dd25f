"""The second process: its jobs, its lock, and its end."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from barometer_collector import jobs
from barometer_collector.database import Database, DatabaseUnavailableError
from barometer_collector.ingest.service import take_in
from barometer_collector.jobs import Job, do, jobs_of
from barometer_collector.migrations.schema import all_tables
from barometer_collector.rollup.service import history
from barometer_collector.settings import Settings, environment_of
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop, batch, sample
from tests.collector.privacy.retention.filling import put


def test_every_job_of_a_collector_runs_on_an_empty_database(database: Database, settings: Settings) -> None:
    names = []
    for job in jobs_of(database, settings, threading.Event()):
        job.run(NOON)
        names.append(job.name)
    assert names == [
        "ensure_partitions",
        "roll_up",
        "score_touched",
        "close_bundles",
        "close_rounds",
        "forget_tokens",
        "ensure_campaigns",
        "checkpoint",
        "pack_days",
        "keep",
        "set_pace",
    ]


def test_nothing_waits_for_what_takes_long_after_a_start(database: Database, settings: Settings) -> None:
    long = {job.name for job in jobs_of(database, settings, threading.Event()) if job.long}
    assert long == {"score_touched", "pack_days", "keep"}  # the roll-up must not wait for the scores of a whole fleet


def test_what_was_taken_in_is_counted_by_the_jobs(database: Database, settings: Settings, laptop: Laptop) -> None:
    with database.writing() as session:
        take_in(session, settings, lambda *_: (), [laptop.arrival(batch(sample()))], NOON_MS)
    stop = threading.Event()
    stop.set()  # no pauses
    for job in jobs_of(database, settings, stop):
        job.run(NOON)
    assert [day.n for day in history(database, laptop.device_id, 0)] == [1]


def test_deleting_ends_between_two_bites_when_it_is_time_to_end(database: Database, settings: Settings) -> None:
    for day in range(100):
        put(database, "group_score", day=TODAY - 2_000 - day)
    stop = threading.Event()
    stop.set()
    (delete_old,) = (job for job in jobs_of(database, settings, stop) if job.name == "keep")
    delete_old.run(NOON)
    with database.reading() as session:
        left = len(session.connection().execute(all_tables().tables["group_score"].select()).all())
    assert 0 < left < 100


@pytest.mark.parametrize("error", [DatabaseUnavailableError("gone"), RuntimeError("a mistake")])
def test_a_job_that_goes_wrong_is_logged_and_ends_only_this_turn(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_now: object) -> None:
        raise error

    do(Job("broken", timedelta(seconds=1), broken), NOON)
    assert "job=broken" in caplog.text


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_another_collector_on_the_same_server_waits_for_its_turn(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = _Stop()
    monkeypatch.setattr(jobs, "_run", lambda *_: pytest.fail("it has no turn"))
    other = Database(database.url)
    with other.jobs_lock():
        jobs.run(database, settings, stop)  # type: ignore[arg-type]
    other.close()
    assert stop.waited == [jobs._RETRY_LOCK_SECONDS]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_jobs_end_when_the_connection_that_holds_their_lock_is_gone_and_begin_again(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "_RETRY_LOCK_SECONDS", 0.01)
    stop, turns = threading.Event(), []

    def doing(_database: Database, _settings: Settings, turn: jobs.Turn) -> None:
        turns.append(turn)
        if len(turns) == 2:
            stop.set()
            turn.wait(30)
            return
        _end_connections(database)
        turn.wait(30)
        pytest.fail("it went on without the lock")

    monkeypatch.setattr(jobs, "_run", doing)
    jobs.run(database, settings, stop)
    assert [turn.lost for turn in turns] == [True, False]


def _end_connections(database: Database) -> None:
    other = Database(database.url)
    with other.reading() as session:
        mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        session.connection().execute(text(mine + "pg_backend_pid()"))
    other.close()


def test_a_job_that_is_under_way_ends_where_it_rests_when_the_lock_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    turn = jobs.Turn()
    turn.lost = True
    turn.set()
    bites: list[int] = []

    def bite_by_bite(_now: object) -> None:
        while len(bites) < 3:
            bites.append(1)
            turn.wait(0.01)

    do(Job("roll_up", timedelta(seconds=1), bite_by_bite), NOON)
    assert len(bites) == 1
    assert "job_left job=roll_up" in caplog.text


class _Stop:
    """Stops at the first wait."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    def is_set(self) -> bool:
        return bool(self.waited)

    def wait(self, seconds: float) -> bool:
        self.waited.append(seconds)
        return True


def test_the_process_ends_when_its_standard_input_does(database: Database, settings: Settings) -> None:
    environment = {**os.environ, **environment_of(settings)}
    command = [sys.executable, "-m", "barometer_collector.jobs"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        _out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


def test_a_job_that_does_not_end_is_left_a_while_after_the_collector_was_killed() -> None:
    program = (
        "import threading\n"
        "from barometer_collector import jobs\n"
        "jobs._GRACE_SECONDS = 0.01\n"
        "jobs.run = lambda *_: threading.Event().wait()\n"
        "jobs.load_settings = lambda *_: type('Settings', (), {'database_url': 'sqlite://'})\n"
        "jobs.main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], stdin=subprocess.DEVNULL, timeout=60, check=False)
    assert ended.returncode == 1


def test_settings_that_cannot_be_used_are_told(settings: Settings) -> None:
    environment = {**os.environ, **environment_of(settings), "BAROMETER_PORT": "x"}
    command = [sys.executable, "-m", "barometer_collector.jobs"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=60, check=False
    )
    assert done.returncode == 2
    assert b"BAROMETER_PORT" in done.stderr
