"""``serve``: two processes over one database. This one takes in and shows; the other does the jobs."""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from types import FrameType, TracebackType
from typing import Self

import uvicorn

from barometer_collector.app import create_app
from barometer_collector.connections import MAX_CONNECTIONS, Connection, allow_open_files
from barometer_collector.database import Database, directory_lock
from barometer_collector.migrations import schema
from barometer_collector.scoring import model
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings, SettingsError, environment_of

_log = logging.getLogger(__name__)

JOBS_COMMAND = (sys.executable, "-m", "barometer_collector.jobs")
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to
_GRACE_SECONDS = 10
_RESTART_SECONDS = (1.0, 30.0)
_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; the exit status. What was acknowledged is durable, so stopping loses nothing.

    Raises SettingsError (address in use, model file that cannot be used), DatabaseLockedError (another collector has
    the data directory), SchemaError (PostgreSQL that was not migrated) and DatabaseUnavailableError.
    """
    _require_model(settings)
    allow_open_files()
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database(settings.database_url)))
        if database.file is not None:
            stack.enter_context(directory_lock(database.file.parent))
            schema.upgrade(database)
        else:
            schema.require_current(database)
        # An answer that comes before its campaign is put aside.
        sentiment.ensure_campaigns(database, settings, datetime.now(UTC))
        listener = stack.enter_context(listen(settings.host, settings.port))
        reached = reachable(settings, listener.getsockname()[1])
        stack.enter_context(JobsProcess(reached))
        return _run(database, reached, listener)


def _require_model(settings: Settings) -> None:
    """Otherwise everything would seem to work, and nothing be scored."""
    try:
        model.load(settings.model_file)
    except model.ModelError as error:
        raise SettingsError(str(error)) from error


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port`` (0: any free one). Raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches off Nagle's algorithm; without it every answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on host {host}, port {port} ({error.strerror}): stop what is there, or give another --port"
        ) from error
    return listener


def reachable(settings: Settings, port: int) -> Settings:
    """The settings with the real port and, where it can be known, the address laptops reach this collector at."""
    known = "" if settings.host in _EVERYWHERE else f"http://{_in_address(settings.host)}:{port}"
    return replace(settings, port=port, public_url=settings.public_url or known)


class JobsProcess:
    """The jobs in a process of their own: started again when it ends by itself, ended with this one.

    Its standard input is a pipe from here, and closes with this process, however that ends.
    """

    def __init__(self, settings: Settings, command: tuple[str, ...] = JOBS_COMMAND) -> None:
        self._environment = {**os.environ, **environment_of(settings)}
        self._command = command
        self._stopping = threading.Event()
        self._process = self._start()
        self._watcher = threading.Thread(target=self._watch, name="jobs-watcher", daemon=True)

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._end()
        self._watcher.join()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, env=self._environment)

    def _watch(self) -> None:
        delay, longest = _RESTART_SECONDS
        while True:
            status = self._process.wait()
            if self._stopping.is_set():
                return
            _log.error("jobs_process_ended status=%s restart_in_seconds=%s", status, delay)
            if self._stopping.wait(delay):
                return
            self._close_input()
            self._process = self._start()
            delay = min(longest, delay * 2)

    def _end(self) -> None:
        self._close_input()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _close_input(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()


def _run(database: Database, settings: Settings, listener: socket.socket) -> int:
    # With uvloop where there is one, as uvicorn finds it: decisions/12-intake.md says what was measured.
    config = uvicorn.Config(
        create_app(database, settings),
        http=Connection,
        limit_concurrency=MAX_CONNECTIONS,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    _end_when_asked(server)
    _collect_seldom()
    print(f"serving on http://{_in_address(settings.host)}:{settings.port}", flush=True)
    if not settings.public_url:
        print("laptops measure no network to this collector: give --public-url", file=sys.stderr)
    server.run(sockets=[listener])
    return 0 if server.started else 1


def _collect_seldom() -> None:
    """What is there now stays, and what comes with batches goes by itself: to look for rings in both, all 700 objects,
    took a third of the processor's time of the intake."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 50)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _end_when_asked(server: uvicorn.Server) -> None:
    """Also when that is asked before the server listens to signals itself; after its end it raises them once more."""

    def end(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
