import shutil
import subprocess
from pathlib import Path

import pytest

from barometer_agent.sources.linux import netlink, wifi

# /proc/net/wireless of a laptop that is connected
FILE = """\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
wlp1s0: 0000   54.  -56.  -256        0      0      0      0   1234        0
"""


def station(**signals: int) -> dict[int, bytes]:
    """A station as nl80211 tells it: inactive time, then the signals, as signed bytes."""
    kinds = {"signal": 7, "average": 13}
    told = [netlink.attribute(kinds[name], bytes([value & 0xFF])) for name, value in signals.items()]
    nested = b"".join([netlink.attribute(1, (20).to_bytes(4, "little")), *told])
    return netlink.attributes(netlink.attribute(3, b"\2\0\0\0") + netlink.attribute(21 | 0x8000, nested))


def test_the_level_of_the_interface_is_read() -> None:
    assert wifi.from_file(FILE, "wlp1s0") == -56
    assert wifi.from_file(FILE, "wlp2s0") is None


@pytest.mark.parametrize("level", ["54.", "0", "-256"])
def test_a_level_that_is_no_signal_in_dbm_is_not_told(level: str) -> None:
    assert wifi.from_file(FILE.replace("-56.", level), "wlp1s0") is None


def test_the_average_of_the_station_comes_first() -> None:
    assert wifi.from_station(station(signal=-48, average=-52)) == -52
    assert wifi.from_station(station(signal=-48)) == -48
    assert wifi.from_station(station()) is None
    assert wifi.from_station({}) is None


def test_where_the_file_does_not_tell_the_kernel_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(family: str, _command: int, _payload: bytes) -> list[dict[int, bytes]]:
        asked.append(family)
        return [station(), station(average=-61)]

    assert wifi.signal_dbm("lo", tmp_path / "missing", ask) == -61
    (tmp_path / "wireless").write_text(FILE)
    assert wifi.signal_dbm("wlp1s0", tmp_path / "wireless", ask) == -56
    assert asked == ["nl80211"]


@pytest.mark.skipif(shutil.which("gcc") is None, reason="the kernel's headers need gcc, which is not installed")
def test_the_kernel_is_asked_with_its_own_numbers() -> None:
    numbers = {
        "CMD_GET_STATION": wifi._GET_STATION,
        "ATTR_IFINDEX": wifi._INTERFACE,
        "ATTR_STA_INFO": wifi._STATION,
        "STA_INFO_SIGNAL": wifi._SIGNAL,
        "STA_INFO_SIGNAL_AVG": wifi._SIGNAL_AVERAGE,
    }
    asserted = [f'_Static_assert(NL80211_{name} == {number}, "{name}");' for name, number in numbers.items()]
    code = "\n".join(["#include <linux/nl80211.h>", *asserted, ""])
    compiler = ["gcc", "-fsyntax-only", "-x", "c", "-"]
    done = subprocess.run(compiler, input=code, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_an_interface_that_is_gone_has_no_signal(tmp_path: Path) -> None:
    assert wifi.signal_dbm("gone0", tmp_path / "missing") is None
