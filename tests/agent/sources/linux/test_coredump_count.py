from pathlib import Path

import pytest

from barometer_agent.sources.linux import coredump_count
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value
from tests.agent.sources.linux.real_bus import RealBus

SYSTEMD = "org.freedesktop.systemd1"
SOCKET = "/org/freedesktop/systemd1/unit/systemd_2dcoredump_2esocket"
PIPE = "|/lib/systemd/systemd-coredump %P %u %g %s %t 9223372036854775808 %h %d"


def told(accepted: int, connected: int) -> dict[str, dict[str, Value]]:
    return {SOCKET: {"NAccepted": ("u", accepted), "NConnections": ("u", connected)}}


def pattern(folder: Path, text: str = PIPE) -> Path:
    (folder / "core_pattern").write_text(f"{text}\n")
    return folder / "core_pattern"


def test_what_was_handed_over_is_counted(tmp_path: Path) -> None:
    assert coredump_count.read(pattern(tmp_path), Libsystemd(told=told(7, 0))) == 7
    assert coredump_count.read(pattern(tmp_path), Libsystemd(told=told(0, 0))) == 0


def test_while_a_crash_is_being_taken_nothing_is_settled(tmp_path: Path) -> None:
    assert coredump_count.read(pattern(tmp_path), Libsystemd(told=told(7, 1))) is None


@pytest.mark.parametrize("answers", [None, {}, {SOCKET: {"NAccepted": ("u", 7)}}, {SOCKET: {"NConnections": ("u", 0)}}])
def test_without_an_answer_there_is_no_count(tmp_path: Path, answers: dict[str, dict[str, Value]] | None) -> None:
    assert coredump_count.read(pattern(tmp_path), Libsystemd(told=answers)) is None


@pytest.mark.parametrize("text", ["@@/run/systemd/coredump-kernel", "core", ""])
def test_what_does_not_come_over_the_socket_of_systemd_is_not_counted_there(tmp_path: Path, text: str) -> None:
    library = Libsystemd(told=told(7, 0))
    assert coredump_count.read(pattern(tmp_path, text), library) is None
    assert library.connections == 0


def test_a_real_bus_tells_the_count(tmp_path: Path, real_bus: RealBus) -> None:
    assert coredump_count.read(pattern(tmp_path)) is None
    real_bus.serve(SYSTEMD, told(3, 0))
    assert coredump_count.read(pattern(tmp_path)) == 3
