from functools import partial
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import crashes
from barometer_agent.sources.records import Records
from barometer_shared.samples import GapKind

COREDUMP = "|/lib/systemd/systemd-coredump %P %u %g %s %t 9223372036854775808 %h %d"
SOCKET = "@@/run/systemd/coredump-kernel"
APPORT = "|/usr/share/apport/apport -p%p -s%s -c%c -d%d -P%P -u%u -g%g -F%F -- %E"
LOST = Reason("rotated", "opgeschoond")


class Recorded:
    """Stands in for the readers of both handlers: each has one crash, and what they are asked is kept."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def read(self, name: str, cursor: str, since_us: int) -> Records[Crash]:
        self.asked.append((name, cursor, since_us))
        return Records((Crash(5, name, "SIGSEGV"),), "r1", LOST)

    def readers(self) -> dict[str, crashes.Reader]:
        return {name: partial(self.read, name) for name in crashes.READERS}


def pattern(folder: Path, text: str) -> Path:
    (folder / "core_pattern").write_text(f"{text}\n")
    return folder / "core_pattern"


@pytest.mark.parametrize(
    ("text", "name"), [(COREDUMP, "systemd-coredump"), (SOCKET, "systemd-coredump"), (APPORT, "apport")]
)
def test_crashes_come_from_whom_the_kernel_gives_them_to(tmp_path: Path, text: str, name: str) -> None:
    recorded = Recorded()
    found = crashes.read("", 7, pattern(tmp_path, text), recorded.readers())
    assert found == Records((Crash(5, name, "SIGSEGV"),), f"{name} r1", LOST)
    crashes.read(found.cursor, 9, pattern(tmp_path, text), recorded.readers())
    assert recorded.asked == [(name, "", 7), (name, "r1", 9)]


def test_the_place_in_another_handlers_records_means_nothing(tmp_path: Path) -> None:
    recorded = Recorded()
    crashes.read("apport 99", 7, pattern(tmp_path, COREDUMP), recorded.readers())
    assert recorded.asked == [("systemd-coredump", "", 7)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("core", "a file"),
        ("/home/jan.devries/cores/%e", "a file"),
        ("|/usr/bin/other %p /systemd-coredump", "other"),
        ("|/home/jan.devries/bin/mycrash %p %e", "mycrash"),
        ("|/home/apport/bin/mycrash", "mycrash"),
        ("|/home/jan@example.org", "another program"),
        ("@/run/user/1000/other.sock", "other.sock"),
    ],
)
def test_a_handler_that_records_nothing_is_named_without_its_place(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(NoData, match=f"^the kernel hands crashes to {named}, not to systemd-coredump") as nothing:
        crashes.read("", 0, pattern(tmp_path, text))
    assert nothing.value.kind is GapKind.NO_DATA
    assert "/" not in "".join(nothing.value.reason)


def test_a_machine_that_does_not_tell_its_handler_has_no_data(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="who records crashes cannot be read"):
        crashes.read("", 0, tmp_path / "missing")
