"""The file layer, compiled once, and a folder in memory: what a disk does is the layer's to say."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.spool import disk


@pytest.fixture(scope="session")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if disk.MISSING:
        pytest.skip(f"the kill harness needs {disk.MISSING}")
    return disk.build(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def memory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=disk.MEMORY, prefix="baro") as folder:
        yield Path(folder)
