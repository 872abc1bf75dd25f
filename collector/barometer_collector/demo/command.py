"""``barometer-collector demo``: everything on one machine, stopped as a whole by Ctrl-C."""

import argparse
import os
import signal
import socket
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import httpx

from barometer_collector.database import Database, sqlite_url
from barometer_collector.demo import agent
from barometer_collector.demo.fleet import ensure_fleet
from barometer_collector.demo.lifeline import lifeline
from barometer_collector.demo.memory import Memory, load, save
from barometer_collector.demo.news import ensure_news
from barometer_collector.demo.people import ensure_people
from barometer_collector.demo.processes import Child, DemoError, check, program, start, stop
from barometer_collector.devices import service as devices
from barometer_collector.settings import Settings, load_settings

_TEAM = "demo"
_HOST = "127.0.0.1"
_SECONDS_TO_START = 60
_SECONDS_BETWEEN_LOOKS = 0.1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8600, help="port of the dashboard (default: 8600)")
    parser.add_argument("--data", type=Path, default=Path(".demo"), help="folder that keeps the demo (default: .demo)")
    parser.add_argument(
        "--fleet", type=int, default=0, metavar="N", help="add N simulated laptops with a month behind them"
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the dashboard")


def run(arguments: argparse.Namespace) -> int:
    """Start everything, print where it is, and stay until Ctrl-C. Returns the exit status."""
    _stop_like_ctrl_c()
    try:
        with ExitStack() as stack:
            _start(arguments, stack)
    except KeyboardInterrupt:
        print("stopped; start it again and it goes on where it was", file=sys.stderr)
        return 0
    except DemoError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    return 0


def _start(arguments: argparse.Namespace, stack: ExitStack) -> None:
    folder: Path = arguments.data.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _require_free_port(arguments.port)
    server = f"http://{_HOST}:{arguments.port}"
    hold = stack.enter_context(lifeline(folder / "logs"))
    children = [stack.enter_context(_stopped(_start_collector(folder, arguments.port)))]
    hold(children[0])
    _wait_until_ready(server, children)
    memory = _prepare(folder, server, arguments.fleet)
    children.append(stack.enter_context(_stopped(agent.run(folder / "agent", server, folder / "logs"))))
    hold(children[1])
    _say_where(server, memory, open_browser=not arguments.no_browser)
    question = agent.offer_question(folder / "agent", folder / "logs")
    if question:
        hold(stack.enter_context(_stopped(question)))
    while True:
        for child in children:
            check(child)
        time.sleep(1)


def _prepare(folder: Path, server: str, fleet: int) -> Memory:
    """People, this machine's identity, and the simulated fleet; what is there already is left as it is."""
    settings = _settings(folder)
    now = datetime.now(UTC)
    memory = load(folder)
    database = Database(settings.database_url)
    try:
        ensure_people(database, now, memory)
        ensure_news(database, now)
        save(folder, memory)
        token = devices.create_token(database, settings, now, _TEAM, expires_days=1, uses=1)
        agent.enrol(folder / "agent", server, token)
        ensure_fleet(database, settings, now, memory, server, fleet)
        save(folder, memory)
    finally:
        database.close()
    return memory


def _say_where(server: str, memory: Memory, *, open_browser: bool) -> None:
    print(f"dashboard: {server}/")
    print(f"sign in: {memory.user} {memory.password}")
    print(f"api token: {memory.api_token}", flush=True)
    if open_browser:
        webbrowser.open(f"{server}/")


def _start_collector(folder: Path, port: int) -> Child:
    data = folder / "collector"
    command = [program("barometer-collector"), "serve", "--data", str(data), "--host", _HOST, "--port", str(port)]
    environment = {**os.environ, "BAROMETER_INTERVAL_SECONDS": str(agent.INTERVAL_SECONDS)}
    environment.pop("DATABASE_URL", None)  # the demo keeps to its own folder
    return start("collector", command, folder / "logs", environment)


@contextmanager
def _stopped(child: Child) -> Iterator[Child]:
    try:
        yield child
    finally:
        stop(child)


def _settings(folder: Path) -> Settings:
    return load_settings({"data_dir": folder / "collector", "database_url": sqlite_url(folder / "collector")}, {})


def _wait_until_ready(server: str, children: list[Child]) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    with httpx.Client(trust_env=False, timeout=2) as client:
        while time.monotonic() < end:
            for child in children:
                check(child)
            try:
                if client.get(f"{server}/readyz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    raise DemoError(f"the collector was not ready within {_SECONDS_TO_START} seconds; see {children[0].log}")


def _require_free_port(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            raise DemoError(
                f"port {port} cannot be used ({error.strerror}): stop what uses it, or choose another with --port"
            ) from error


def _stop_like_ctrl_c() -> None:
    """Let SIGTERM and a closed terminal stop the children too; where closing is ignored (nohup), it stays ignored."""
    signal.signal(signal.SIGTERM, _interrupt)
    hang_up = getattr(signal, "SIGHUP", None)  # not on Windows
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        signal.signal(hang_up, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
