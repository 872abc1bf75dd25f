"""The second process: roll-up and scores over the same database, away from the intake.

Started by ``serving``; ends when its standard input does, and so with the collector, however that ends.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from barometer_collector.ballots import service as ballots
from barometer_collector.database import Database, DatabaseLockedError, DatabaseUnavailableError
from barometer_collector.delivery.fleet import Pacer
from barometer_collector.ingest.reader import read_again
from barometer_collector.partitions.service import ensure
from barometer_collector.privacy.retention.service.keeping import keep
from barometer_collector.privacy.retention.service.room import volume_of
from barometer_collector.rollup.packing import pack_days
from barometer_collector.rollup.service import RollUp
from barometer_collector.scoring import service as scoring
from barometer_collector.sentiment import service as sentiment
from barometer_collector.sentiment.words.closing import close_bundles
from barometer_collector.settings import Settings, SettingsError, load_settings
from barometer_collector.tokens import service as tokens

_log = logging.getLogger(__name__)

# Between two bites of the scores, so that the commits of the intake do not have to wait for all of them.
_PAUSE_SECONDS = 0.02
_BREATH_SECONDS = 0.002  # between bites of the roll-up: it goes on without a rest as long as there is work
_KEEPING_PAUSE_SECONDS = 0.05  # between bites of deleting, which nobody waits for
_RETRY_LOCK_SECONDS = 2.0
_LOOK_SECONDS = 1.0
_GRACE_SECONDS = 10.0  # as long as a collector that ends by itself waits


@dataclass(frozen=True)
class Job:
    """Something done again and again. ``run(now)``; an exception is logged and the next turn tries again. Of a ``long``
    one the others do not wait for the first turn."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    long: bool = False


class _EndedError(Exception):
    """It is time to end: the next turn goes on where this one was."""


def jobs_of(database: Database, settings: Settings, stop: threading.Event) -> tuple[Job, ...]:
    """All jobs of a collector."""

    def rest() -> None:
        stop.wait(_PAUSE_SECONDS)

    def breathe() -> None:
        stop.wait(_BREATH_SECONDS)

    def rest_or_end() -> None:
        if stop.wait(_KEEPING_PAUSE_SECONDS):
            raise _EndedError

    def pack(now: datetime) -> None:
        with suppress(_EndedError):
            pack_days(database, now, rest_or_end)

    def delete_old(now: datetime) -> None:
        with suppress(_EndedError):
            keep(database, settings, now, lambda: volume_of(database), rest_or_end)

    rolling, scores = RollUp(database), scoring.Turns(database, settings, rest)

    def count(now: datetime) -> None:
        rolling.turn(now, breathe, lambda session, roll_id: sentiment.note_counted(session, settings, roll_id, now))

    return (
        Job("ensure_partitions", timedelta(hours=1), lambda now: ensure(database, now)),
        Job("roll_up", timedelta(seconds=1), count),
        Job("score_touched", timedelta(seconds=2), scores.turn, long=True),
        Job("close_bundles", timedelta(minutes=10), lambda now: close_bundles(database, settings, now)),
        Job("close_rounds", timedelta(minutes=10), lambda now: tokens.close(database, now)),
        Job("forget_tokens", timedelta(days=1), lambda now: ballots.forget(database, now)),
        Job("ensure_campaigns", timedelta(hours=1), lambda now: sentiment.ensure_campaigns(database, settings, now)),
        Job("checkpoint", timedelta(seconds=2), lambda _now: database.checkpoint()),
        Job("pack_days", timedelta(hours=1), pack, long=True),
        Job("keep", timedelta(hours=1), delete_old, long=True),
        Job("set_pace", timedelta(seconds=30), Pacer(database, settings).decide),
    )


def run(database: Database, settings: Settings, stop: threading.Event) -> None:
    """Do the jobs until ``stop``; wait while another collector on the same PostgreSQL does them."""
    while not stop.is_set():
        try:
            with database.jobs_lock() as require_held, _turn(stop, require_held) as turn:
                _run(database, settings, turn)
        except DatabaseLockedError:
            stop.wait(_RETRY_LOCK_SECONDS)
        except DatabaseUnavailableError as error:
            _log.warning("jobs_database_unavailable error=%s", error)
            stop.wait(_RETRY_LOCK_SECONDS)


class Turn(threading.Event):
    """Set when it is time to end. Once the lock is ``lost`` another process may do the jobs: whoever waits is told."""

    lost = False

    def wait(self, timeout: float | None = None) -> bool:
        """As that of an Event. Raises DatabaseLockedError when the lock is lost."""
        ended = super().wait(timeout)
        if self.lost:
            raise DatabaseLockedError("another collector may run the jobs of this database now")
        return ended


def do(job: Job, now: datetime) -> None:
    """One turn of a job. What goes wrong in it is logged and ends only this turn."""
    try:
        job.run(now)
    except DatabaseLockedError:
        _log.warning("job_left job=%s", job.name)
    except DatabaseUnavailableError as error:
        _log.warning("job_database_unavailable job=%s error=%s", job.name, error)
    except Exception:  # noqa: BLE001 - one job must not end the others
        _log.exception("job_failed job=%s", job.name)


def main() -> int:
    """Entry of the process: settings from the environment, the end from standard input or SIGTERM."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the collector tells us when
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    threading.Thread(target=_stop_with_input, args=(stop,), daemon=True).start()
    try:
        settings = load_settings({}, os.environ)
    except SettingsError as error:
        print(f"barometer-collector: {error}", file=sys.stderr)
        return 2
    with closing(Database(settings.database_url)) as database:
        run(database, settings, stop)
    return 0


@contextmanager
def _turn(stop: threading.Event, require_held: Callable[[], None]) -> Iterator[Turn]:
    """Over when ``stop`` says so, and lost when the lock is."""
    turn = Turn()

    def watch() -> None:
        try:
            while not turn.is_set() and not stop.wait(_LOOK_SECONDS):
                require_held()
        except DatabaseUnavailableError as error:
            _log.warning("jobs_lock_lost error=%s", error)
            turn.lost = True
        turn.set()

    watcher = threading.Thread(target=watch, name="jobs-lock", daemon=True)
    watcher.start()
    try:
        yield turn
    finally:
        turn.set()
        watcher.join()


def _run(database: Database, settings: Settings, stop: threading.Event) -> None:
    read_again(database, settings, sentiment.store_answers)
    with ExitStack() as stack:
        scheduler: Any = BackgroundScheduler(timezone=UTC)
        for job in jobs_of(database, settings, stop):
            if not job.long:
                do(job, datetime.now(UTC))
            scheduler.add_job(
                lambda job=job: do(job, datetime.now(UTC)),
                "interval",
                seconds=job.every.total_seconds(),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
                name=job.name,
                **({"next_run_time": datetime.now(UTC)} if job.long else {}),
            )
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a turn that takes longer than its pace is no news
        scheduler.start()
        stack.callback(scheduler.shutdown)
        stop.wait()


def _stop_with_input(stop: threading.Event) -> None:
    """When the collector was killed another may begin at once: what is under way then has a while to end by itself.
    After that it is left, as a kill leaves it, and the database takes it back."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
