import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import system
from barometer_shared.samples import GapKind


@pytest.mark.parametrize(
    ("platform", "wire", "spoken"),
    [("linux", "linux", "Linux"), ("win32", "windows", "Windows"), ("darwin", "macos", "macOS")],
)
def test_each_system_has_a_name_on_the_wire_and_one_for_people(platform: str, wire: str, spoken: str) -> None:
    assert (system.wire_name(platform), system.spoken_name(platform)) == (wire, spoken)


def test_an_unknown_system_is_named_with_what_would_work() -> None:
    with pytest.raises(NoData, match="aix is unknown: Barometer runs on Linux, Windows and macOS"):
        system.wire_name("aix")


def test_what_is_not_read_yet_lowers_the_coverage_instead_of_leaving_the_weights() -> None:
    nothing = system.not_yet(Reason("boot time", "opstarttijd"), "win32")
    assert nothing.reason == (
        "not measured yet on Windows: boot time",
        "wordt op Windows nog niet gemeten: opstarttijd",
    )
    assert nothing.kind is GapKind.NO_DATA
