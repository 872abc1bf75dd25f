"""One file is one component."""

from pathlib import Path

from barometer_collector.scoring import components
from barometer_collector.scoring.discovery import measures
from barometer_collector.scoring.model import load


def test_every_file_is_found_under_its_name() -> None:
    files = {path.stem for folder in components.__path__ for path in Path(folder).glob("[!_]*.py")}
    assert set(measures()) == files


def test_our_model_uses_every_component() -> None:
    assert {component.name for component in load().components} == set(measures())
