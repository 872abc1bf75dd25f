"""``simulate --minutes``, as it is typed."""

import argparse
from pathlib import Path

import msgspec
import pytest

from barometer_collector.simulation import command as simulate
from barometer_collector.simulation.live.command import start_of
from tests.collector.simulation.live.conftest import Door


def ran(*given: str) -> int:
    parser = argparse.ArgumentParser()
    simulate.add_arguments(parser)
    return simulate.run(parser.parse_args(given))


def common(door: Door) -> list[str]:
    return [
        "--server",
        door.url,
        "--token",
        door.enrolment_token,
        "--devices",
        "4",
        "--minutes",
        "10",
        "--speed",
        "600",
    ]


def test_a_fleet_works_and_is_told_about(door: Door, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys, report = tmp_path / "keys", tmp_path / "report.json"
    assert ran(*common(door), "--keys", str(keys), "--report", str(report), "--scenario", "slow-vpn") == 0
    told = capsys.readouterr().out
    assert "laptops: 4" in told
    assert "give --api-token" in told
    assert len(keys.read_bytes().split()) == 4
    assert msgspec.json.decode(report.read_bytes())["refused"] == 0


def test_its_keys_do_for_the_next_run_without_a_token(door: Door, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert ran(*common(door), "--keys", str(keys)) == 0
    given = [each for each in common(door) if each not in ("--token", door.enrolment_token)]
    assert ran(*given, "--keys", str(keys), "--interval", "60") == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--scenario", "nothing-like-it"], "there is no scenario"),
        (["--api-token", "bt_wrong"], "--api-token"),
        (["--server", "nonsense"], "expected an address like"),
        (["--keys", "/dev/null"], "holds 0 laptops"),
    ],
)
def test_what_cannot_be_done_is_told(
    door: Door, given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(*common(door), *given) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--minutes", "0"], ["--speed", "-1"], ["--minutes", "soon"]])
def test_numbers_are_above_nothing(door: Door, given: list[str]) -> None:
    with pytest.raises(SystemExit):
        ran(*common(door), *given)


def test_the_time_of_the_fleet_ends_when_ours_does() -> None:
    now, minutes, speed = 1_795_000_000.0, 3600.0, 60.0
    start = start_of(now, minutes, speed) / 1000
    assert start + minutes == now + minutes / speed
    assert start_of(now, minutes, 1.0) == now * 1000
