"""The folders of an installation. Wine tells of a file of another account of Linux that it is another's, and of an
access list it keeps what the rights of Linux can say."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from tests.windows.conftest import Laptop
from tests.windows.test_service import state

OTHER = 54_321

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def settings(laptop: Laptop) -> Iterator[Path]:
    """The folder of the settings, which is not there yet."""
    folder = laptop.wine.prefix / "drive_c" / "ProgramData" / "Barometer"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    laptop.agent("service", "remove")
    shutil.rmtree(folder, ignore_errors=True)


def test_nobody_else_may_write_in_the_settings_or_the_data_any_more(laptop: Laptop, settings: Path) -> None:
    for folder in (settings, laptop.data):
        folder.mkdir(parents=True)
    for _ in range(2):
        for folder in (settings, laptop.data):
            folder.chmod(0o777)
        done = laptop.agent("service", "install")
        assert done.returncode == 0, done.stderr
        rights = [stat.S_IMODE(folder.stat().st_mode) for folder in (settings, laptop.data)]
        assert [one & 0o002 for one in rights] == [0, 0]  # the group is Wine's administrators


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        (".", "delete or rename them"),
        ("agent.d", "delete or rename them"),
        ("agent.d/50-policy.txt", "delete or rename them"),
        ("agent.toml", "/setowner"),  # refused before, as settings
        ("agent.d/50-policy.toml", "/setowner"),
    ],
)
def test_what_others_made_among_the_settings_is_refused_by_name(
    laptop: Laptop, settings: Path, name: str, fix: str
) -> None:
    (settings / "agent.d").mkdir(parents=True)
    for file in ("agent.toml", "agent.d/50-policy.toml", "agent.d/50-policy.txt"):
        (settings / file).write_text("")
    os.chown(settings / name, OTHER, OTHER)
    refused(laptop, fix, str(PureWindowsPath("ProgramData/Barometer") / name))


@pytest.mark.parametrize("name", [".", "identity.json"])
def test_what_others_made_in_the_data_is_refused_by_name(laptop: Laptop, settings: Path, name: str) -> None:
    laptop.data = settings / "data"
    laptop.data.mkdir(parents=True)
    (laptop.data / "identity.json").write_text("{}")
    os.chown(laptop.data / name, OTHER, OTHER)
    told = str(PureWindowsPath("ProgramData/Barometer/data") / name)
    refused(laptop, "delete or rename them", told)
    laptop.more = {"BAROMETER_LANGUAGE": "nl"}
    refused(laptop, "verwijder of hernoem ze", told)


def refused(laptop: Laptop, *told: str) -> None:
    """No service was made, and this is said."""
    done = laptop.agent("service", "install")
    assert done.returncode != 0
    assert all(text in done.stderr for text in told), done.stderr
    assert state(laptop.wine) == ""
