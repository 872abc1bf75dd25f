"""A laptop, a person and a folder whose names are not ASCII."""

from collections.abc import Iterator

import pytest

from tests.eventually import eventually
from tests.windows.conftest import Laptop

COMPUTER, PERSON = "läptop-zoë", "zoë"
NAMES = (
    (r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters", "Hostname"),
    (r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName", "ComputerName"),
)


@pytest.fixture
def named(laptop: Laptop) -> Iterator[Laptop]:
    """The laptop under those names; its own come back afterwards."""
    before = [laptop.wine.run("reg", "query", key, "/v", name).stdout.split()[-1] for key, name in NAMES]
    _name(laptop, [COMPUTER] * len(NAMES))
    laptop.more = {"USER": PERSON, "LOGNAME": PERSON, "COMPUTERNAME": COMPUTER.upper()}
    yield laptop
    _name(laptop, before)


def _name(laptop: Laptop, values: list[str]) -> None:
    for (key, name), value in zip(NAMES, values, strict=True):
        assert laptop.wine.run("reg", "add", key, "/v", name, "/d", value, "/f").returncode == 0


def test_it_enrols_measures_and_answers_as_any_other(named: Laptop) -> None:
    named.enrol()
    assert (COMPUTER,) in named.server.query("select name from device")
    named.start()
    eventually(lambda: any(batch["samples"] for batch in named.kept().values()))
    doctor = named.agent("doctor")
    assert "The service runs" in doctor.stdout, doctor.stdout
    assert named.agent("answer").returncode == 0
    assert "Traceback" not in named.kill()
