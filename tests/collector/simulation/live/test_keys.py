"""The keys of a fleet's laptops."""

import os
import stat
from pathlib import Path

import httpx
import pytest

from barometer_collector.simulation.fleet import TEAMS
from barometer_collector.simulation.live.keys import KeysError, enrol, read_keys, write_keys
from barometer_collector.simulation.live.population import populate
from tests.collector.simulation.live.conftest import Door
from tests.collector.simulation.live.small import keys_of


def test_keys_are_kept_and_read_again(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", keys_of(5))
    assert read_keys(tmp_path / "keys", 5).tolist() == keys_of(5).tolist()
    assert read_keys(tmp_path / "keys", 2).tolist() == keys_of(2).tolist()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_keys_are_nobody_elses(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", keys_of(1))
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_too_few_keys_are_told(tmp_path: Path) -> None:
    write_keys(tmp_path / "keys", keys_of(5))
    with pytest.raises(KeysError, match="holds 5 laptops, 6 were asked"):
        read_keys(tmp_path / "keys", 6)
    with pytest.raises(KeysError, match="cannot be read"):
        read_keys(tmp_path / "nothing", 1)


def test_every_laptop_is_enrolled_with_the_token_of_its_team(door: Door) -> None:
    people, asked = populate(12, 1), []

    def token_of(team: str) -> str:
        asked.append(team)
        return door.enrolment_token

    with httpx.Client(base_url=door.url, trust_env=False) as client:
        keys = enrol(client, people, token_of)
        again = enrol(client, people, token_of)
    assert sorted(asked[:12]) == sorted(TEAMS[place].name for place in people.team)
    assert len({key[:16] for key in keys.tolist()}) == 12
    assert [key[:16] for key in again.tolist()] == [key[:16] for key in keys.tolist()]  # the same hardware


def test_a_refused_enrolment_is_told(door: Door) -> None:
    with httpx.Client(base_url=door.url, trust_env=False) as client, pytest.raises(KeysError, match="LIVE-0000000"):
        enrol(client, populate(1, 1), lambda _team: "wrong")
