"""``barometer-collector simulate``: drive any collector with a simulated fleet and say what it took in."""

import argparse
import math
import statistics
import sys
from datetime import UTC, datetime

import httpx

from barometer_collector.simulation.drive import DriveError, Outcome, Plan, drive
from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.live import command as live
from barometer_collector.simulation.workday import DAY_MS

_CONNECTIONS = 4
_TIMEOUT = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", required=True, help="address of the collector, for example http://127.0.0.1:8600")
    parser.add_argument(
        "--token",
        action="append",
        default=[],
        metavar="TEAM=TOKEN",
        help="a team's enrolment token made with --simulated; repeat for each team, or give one TOKEN for all",
    )
    parser.add_argument("--devices", type=int, default=50, help="number of simulated laptops (default: 50)")
    parser.add_argument("--days", type=int, default=30, help="days of history, up to yesterday (default: 30)")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another fleet (default: 1)")
    live.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Drive, report on standard output, and give the exit status."""
    tokens = dict(_team_and_token(text) for text in arguments.token)
    try:
        if arguments.minutes:
            return live.run(arguments, lambda team: _token_of(team, tokens))
        outcome = simulate_history(
            arguments.server, tokens, arguments.devices, arguments.days, arguments.seed, datetime.now(UTC)
        )
    except (DriveError, httpx.HTTPError) as error:
        print(f"simulate: {error}", file=sys.stderr)
        return 1
    print(describe(outcome))
    return 0


def simulate_history(server: str, tokens: dict[str, str], devices: int, days: int, seed: int, now: datetime) -> Outcome:
    """Send ``days`` whole days up to yesterday of ``devices`` laptops. ``tokens`` by team name; "" is for all others.

    Raises DriveError where the collector refuses or a team has no token.
    """
    today = int(now.timestamp() * 1000) // DAY_MS
    plan = Plan(seed, today - days, today - 1)
    limits = httpx.Limits(max_connections=_CONNECTIONS)
    with httpx.Client(base_url=server, timeout=_TIMEOUT, limits=limits, trust_env=False) as client:
        return drive(
            client,
            make_fleet(devices, seed),
            lambda team: _token_of(team, tokens),
            plan,
            now_ms=int(now.timestamp() * 1000),
            workers=_CONNECTIONS,
            progress=lambda outcome: _show(outcome, devices),
        )


def describe(outcome: Outcome) -> str:
    """One line per figure: what was acknowledged and how fast."""
    times = sorted(outcome.latencies) or [0.0]
    return "\n".join(
        (
            f"devices: {outcome.devices}",
            f"batches acknowledged: {outcome.batches}",
            f"samples: {outcome.samples}",
            f"answers: {outcome.answers}",
            f"quarantined: {outcome.quarantined}",
            f"latency: median {statistics.median(times) * 1000:.0f} ms, "
            f"p99 {times[math.ceil(len(times) * 0.99) - 1] * 1000:.0f} ms",
        )
    )


def _token_of(team: str, tokens: dict[str, str]) -> str:
    token = tokens.get(team) or tokens.get("")
    if not token:
        raise DriveError(
            f"no enrolment token for team {team!r}: add --token '{team}=TOKEN', or one --token TOKEN for all"
        )
    return token


def _team_and_token(text: str) -> tuple[str, str]:
    team, equals, token = text.rpartition("=")
    return (team, token) if equals else ("", text)


def _show(outcome: Outcome, devices: int) -> None:
    if sys.stderr.isatty() or outcome.devices == devices:
        end = "\n" if outcome.devices == devices else "\r"
        print(f"simulated laptops: {outcome.devices}/{devices}", end=end, file=sys.stderr, flush=True)
