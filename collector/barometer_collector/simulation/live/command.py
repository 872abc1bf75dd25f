"""``barometer-collector simulate --minutes``: a fleet at work against any collector, and what came of it."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from barometer_collector.simulation.live.arrivals import Pace, plan
from barometer_collector.simulation.live.asking import AskingError
from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.connections import read_address
from barometer_collector.simulation.live.keys import Keys, KeysError, enrol, read_keys, write_keys
from barometer_collector.simulation.live.play import Way, play
from barometer_collector.simulation.live.population import Population, populate
from barometer_collector.simulation.live.report import describe, figures
from barometer_collector.simulation.live.scenario import NAMED, ScenarioError, load_scenario
from barometer_shared.protocol import DEVICE_CONFIG_PATH, DeviceConfig

_TIMEOUT = 60.0
_OPEN_FILES = 65_536
_FLAWED = 3


class PaceError(Exception):
    """The collector does not say how often its laptops are to send."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    live = parser.add_argument_group(
        "a fleet at work", "with --minutes laptops work now instead of telling of the past"
    )
    live.add_argument("--minutes", type=_positive, metavar="M", help="how long they work, in their own time")
    live.add_argument("--speed", type=_positive, default=1.0, help="how many times faster than ours their time passes")
    live.add_argument(
        "--interval", type=int, metavar="S", help="seconds between batches (default: as the collector says)"
    )
    live.add_argument("--scenario", default="steady", help=f"{', '.join(NAMED)}, or a TOML file (default: steady)")
    live.add_argument(
        "--start", type=float, metavar="T", help="when their time begins, seconds since 1970 (default: now)"
    )
    live.add_argument(
        "--drain", type=_positive, default=15.0, metavar="M", help="minutes to go on with what waits (15)"
    )
    live.add_argument("--connections", type=int, default=2_000, help="at most so many at once (default: 2000)")
    live.add_argument("--new-connections", action="store_true", help="a connection of its own for each batch")
    live.add_argument("--keys", type=Path, metavar="FILE", help="keys of the laptops: read, or written when it is new")
    live.add_argument("--api-token", default=os.environ.get("BAROMETER_API_TOKEN", ""), help=_TOKEN_HELP)
    live.add_argument("--report", type=Path, metavar="FILE", help="write the figures there as JSON too")


_TOKEN_HELP = "of the role operations: asks the collector afterwards what it has (or BAROMETER_API_TOKEN)"  # noqa: S105


def run(arguments: argparse.Namespace, token_of: Callable[[str], str]) -> int:
    """Play, report on standard output, and give the exit status: 3 where something was lost or doubled."""
    try:
        return _run(arguments, token_of)
    except (AskingError, KeysError, PaceError, ScenarioError, ValueError, OSError) as error:
        print(f"simulate: {error}", file=sys.stderr)
        return 1


def start_of(now_seconds: float, seconds: float, speed: float) -> int:
    """When the fleet's time begins (ms since 1970) so that it ends when ours does: nothing it tells of is to come."""
    return int((now_seconds + seconds / speed - seconds) * 1000)


def _run(arguments: argparse.Namespace, token_of: Callable[[str], str]) -> int:
    read_address(arguments.server)
    scenario = load_scenario(arguments.scenario)
    population = populate(arguments.devices, arguments.seed)
    keys = _keys(arguments, population, token_of)
    interval = arguments.interval or _interval(arguments.server, keys)
    seconds = arguments.minutes * 60
    start = start_of(time.time(), seconds, arguments.speed) if arguments.start is None else int(arguments.start * 1000)
    pace = Pace(start, seconds, interval)
    writer = Writer(population, pace, plan(population, pace, scenario))
    _allow_connections()
    way = Way(arguments.server, arguments.api_token, arguments.connections, arguments.new_connections)
    played = play(writer, keys, way, arguments.speed, seconds / arguments.speed + arguments.drain * 60)
    print(describe(writer, played))
    if arguments.report:
        arguments.report.write_bytes(msgspec.json.encode(figures(writer, played)))
    return 0 if played.audit is None or played.audit.is_clean else _FLAWED


def _keys(arguments: argparse.Namespace, population: Population, token_of: Callable[[str], str]) -> Keys:
    if arguments.keys and arguments.keys.exists():
        return read_keys(arguments.keys, population.count)
    with httpx.Client(base_url=arguments.server, timeout=_TIMEOUT, trust_env=False) as client:
        keys = enrol(client, population, token_of)
    if arguments.keys:
        write_keys(arguments.keys, keys)
    return keys


def _interval(server: str, keys: Keys) -> int:
    """The pace that the collector asks of its laptops."""
    headers = {"Authorization": f"Bearer {keys[0].decode()}"}
    try:
        response = httpx.get(f"{server}{DEVICE_CONFIG_PATH}", headers=headers, timeout=_TIMEOUT, trust_env=False)
        response.raise_for_status()
        return msgspec.json.decode(response.content, type=DeviceConfig).interval_seconds
    except (httpx.HTTPError, msgspec.MsgspecError) as error:
        raise PaceError(f"the collector does not tell its pace ({error}): give --interval") from error


def _allow_connections() -> None:
    """As many open files as this system lets a process have; Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value
