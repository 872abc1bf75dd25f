"""Whose rights a command has."""

import os
import sys
from pathlib import Path

import pytest

from barometer_agent.account import Onlooker, as_service, not_running, onlooker, start
from barometer_agent.config import Config
from barometer_agent.language import speaker

ANNA = Onlooker("anna", "barometer-agent")
unix = pytest.mark.skipif(sys.platform == "win32", reason="numbers of accounts are those of Unix")


@unix
def test_the_owner_of_the_data_is_the_service_itself(tmp_path: Path) -> None:
    assert onlooker(tmp_path) is None
    assert onlooker(tmp_path, uid=tmp_path.stat().st_uid) is None


@unix
def test_anybody_else_looks_with_other_rights(tmp_path: Path) -> None:
    owner = tmp_path.stat().st_uid
    seen = onlooker(tmp_path, uid=owner + 54_321)
    assert seen is not None
    assert (seen.account, seen.is_root) == (f"uid-{owner + 54_321}", False)
    assert seen.service != seen.account


@unix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives a folder away")
def test_root_is_told_from_others(tmp_path: Path) -> None:
    os.chown(tmp_path, 54_321, 54_321)
    assert onlooker(tmp_path) == Onlooker("root", "uid-54321", is_root=True)


def test_without_the_services_folder_nobody_looks_on(tmp_path: Path) -> None:
    assert onlooker(tmp_path / "none") is None


def test_an_administrator_is_told_what_to_type_on_each_system() -> None:
    say = speaker("nl")
    assert as_service(say, "doctor", ANNA, "linux") == "sudo -u barometer-agent barometer-agent doctor"
    of_root = Onlooker("anna", "root")
    assert as_service(say, "samplers", of_root, "darwin") == (
        'sudo "/Library/Application Support/Barometer/bin/barometer-agent" samplers'
    )
    assert as_service(say, "doctor", ANNA, "win32") == "barometer-agent doctor, in een terminal als administrator"


def test_the_service_is_started_in_the_way_of_its_system() -> None:
    assert start("linux") == "sudo systemctl start barometer-agent"
    assert start("win32") == "net start BarometerAgent"
    assert start("darwin") == "sudo launchctl kickstart system/barometer-agent"


@pytest.mark.parametrize(
    ("code", "first"),
    [("nl", "De Barometer-service draait niet. Herstart de laptop"), ("en", "The Barometer service is")],
)
def test_an_installed_service_that_does_not_run_is_for_it_and_ones_own_is_not(
    code: str, first: str, tmp_path: Path
) -> None:
    text, values = not_running(Config())
    told = speaker(code)(text, **values)
    assert told.startswith(first)
    assert told.endswith(start())
    text, values = not_running(Config(data_dir=tmp_path))
    assert f"barometer-agent --data {tmp_path} run" in speaker(code)(text, **values)
