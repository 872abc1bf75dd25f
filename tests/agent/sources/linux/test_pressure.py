from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import pressure
from barometer_agent.sources.pressure import Waited
from barometer_shared.samples import GapKind

# /proc/pressure/io of Debian 12 on Linux 6.18
IO = """\
some avg10=0.39 avg60=0.13 avg300=0.45 total=6817036
full avg10=0.39 avg60=0.13 avg300=0.43 total=6399944
"""
# Linux before 5.13 has no line "full" for the processor
OLD_CPU = "some avg10=12.00 avg60=100.00 avg300=3.05 total=10284870\n"


@pytest.mark.parametrize(("text", "waited"), [(IO, Waited(6817036, 1)), (OLD_CPU, Waited(10284870, 1000))])
def test_the_time_that_something_waited_is_read(text: str, waited: Waited) -> None:
    assert pressure.parse(text) == waited


def test_a_file_without_that_line_is_no_data() -> None:
    with pytest.raises(NoData, match="no line 'some'"):
        pressure.parse("full avg10=0.39 avg60=0.13 avg300=0.43 total=6399944\n")


def test_each_resource_has_a_file(tmp_path: Path) -> None:
    for name in ("cpu", "memory", "io"):
        (tmp_path / name).write_text(IO if name == "io" else OLD_CPU)
    read = pressure.read(tmp_path)
    assert read.waited == {"cpu": Waited(10284870, 1000), "memory": Waited(10284870, 1000), "io": Waited(6817036, 1)}
    assert read.at_us > 0


def test_a_kernel_without_pressure_figures_cannot_be_blamed(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="the kernel keeps no pressure figures") as nothing:
        pressure.read(tmp_path / "missing")
    assert nothing.value.kind is GapKind.NOT_APPLICABLE
