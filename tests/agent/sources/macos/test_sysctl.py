from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import sysctl

TOLD = """\
kern.boottime: { sec = 1795159413, usec = 343017 } Fri Nov 20 08:23:33 2026
kern.osversion: 24B83
hw.tbfrequency: 24000000
"""


def test_each_value_is_known_by_its_name() -> None:
    assert sysctl.parse(TOLD) == {
        "kern.boottime": "{ sec = 1795159413, usec = 343017 } Fri Nov 20 08:23:33 2026",
        "kern.osversion": "24B83",
        "hw.tbfrequency": "24000000",
    }


def test_a_name_that_this_kernel_lacks_hides_no_other(mac: Callable[..., Path]) -> None:
    folder = mac()
    program = folder / "sysctl"
    program.write_text("#!/bin/sh\necho 'a.b: 1'\necho \"sysctl: unknown oid 'c.d'\" >&2\nexit 1\n")
    program.chmod(0o755)
    assert sysctl.values("a.b", "c.d") == {"a.b": "1"}


def test_without_any_value_the_names_are_told(mac: Callable[..., Path]) -> None:
    mac(sysctl=("sysctl: unknown oid 'a.b'", 1))
    with pytest.raises(NoData, match=r"sysctl does not tell a\.b, c\.d"):
        sysctl.values("a.b", "c.d")
    mac().joinpath("sysctl").unlink()
    with pytest.raises(NoData, match=r"sysctl does not tell a\.b"):
        sysctl.values("a.b")


def test_a_moment_is_read_in_microseconds_whatever_the_language_of_its_date() -> None:
    assert sysctl.moment_us("{ sec = 1795159413, usec = 343017 } vr 20 nov 08:23:33 2026") == 1_795_159_413_343_017
    assert sysctl.moment_us("{ sec = 0, usec = 0 }") == 0
    assert sysctl.moment_us("soon") is sysctl.moment_us(None) is None


@given(st.text(max_size=30))
def test_a_number_is_a_number_or_nothing(text: str) -> None:
    found = sysctl.number(text)
    assert found is None or str(found) == str(int(text))
    assert sysctl.number("-4") == -4
