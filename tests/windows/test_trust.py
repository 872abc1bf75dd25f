"""Whose settings are followed on Windows, and where they lie. Wine tells of a file of another account of Linux that it
is another's, and keeps no owners or access lists of its own."""

import os
from pathlib import Path

import pytest

from tests.windows.conftest import Laptop
from tests.windows.wine import Wine, to_windows

OTHER = 54_321
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@needs_root
@pytest.mark.parametrize("name", ["agent.toml", "agent.d/50-policy.toml"])
def test_settings_of_somebody_else_are_refused(laptop: Laptop, tmp_path: Path, name: str) -> None:
    main, file = tmp_path / "agent.toml", tmp_path / name
    main.write_text("")
    file.parent.mkdir(exist_ok=True)
    file.write_text('server_url = "https://attacker.example"\n')
    named = ("--config", to_windows(main))
    assert "attacker.example" in laptop.agent(*named, "doctor").stdout
    os.chown(file, OTHER, OTHER)
    assert "attacker.example" not in laptop.agent(*named, "doctor").stdout  # a person's command passes over it
    done = laptop.agent(*named, "service", "install")
    assert done.returncode == 2
    assert f"{file.name}): its owner decides what the agent does" in done.stderr
    assert "/setowner *S-1-5-32-544" in done.stderr


@pytest.mark.parametrize("name", ["data_dir", "run_dir", "ca_file"])
def test_a_place_on_another_machine_is_refused(laptop: Laptop, name: str) -> None:
    laptop.more = {f"BAROMETER_{name.upper()}": r"\\server.example\share\x", "BAROMETER_LANGUAGE": "nl"}
    done = laptop.wine.run(laptop.program, "doctor", environment=laptop.environment)
    assert done.returncode == 2
    assert "noem een plek op deze laptop" in done.stderr


def test_the_environment_does_not_say_where_the_settings_lie(wine: Wine, python: tuple[Path, dict[str, str]]) -> None:
    program, environment = python
    code = r"""
import os
os.environ["PROGRAMDATA"] = r"C:\users\Public"  # Wine itself gives a program no other than its own
from barometer_agent import config
print(config.default_data_dir(), config.default_file())
"""
    done = wine.run(program, "-c", code, environment=environment)
    assert done.stdout.split() == [r"C:\ProgramData\Barometer\data", r"C:\ProgramData\Barometer\agent.toml"], (
        done.stderr
    )
