import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.crashes import Crash
from barometer_agent.sources.linux import coredumps, journal
from barometer_agent.sources.linux.standstill import Standstill
from barometer_agent.sources.records import Records
from barometer_shared.samples import GapKind

# journalctl --output=json of three real crashes on Debian 12 (systemd 252): Python killed by SIGSEGV, a program with
# an accent in its name, and one whose name is not UTF-8 and holds a line break
SEGV = (
    '{"__CURSOR":"s=ede62a0e5fad4737a5e0bef8d1f28a00;i=15f;b=9217b2b66baa4e669582095b0b3dfe50;m=5aac7802;'
    't=660d06c579012;x=d1a1b5848f747454","__MONOTONIC_TIMESTAMP":"1521252354","COREDUMP_SIGNAL_NAME":"SIGSEGV",'
    '"_BOOT_ID":"9217b2b66baa4e669582095b0b3dfe50","__REALTIME_TIMESTAMP":"1795298147405842",'
    '"COREDUMP_EXE":"/usr/bin/python3.11","COREDUMP_SIGNAL":"11"}'
)
ABRT = (
    '{"_BOOT_ID":"9217b2b66baa4e669582095b0b3dfe50","__MONOTONIC_TIMESTAMP":"1523648206","COREDUMP_SIGNAL":"6",'
    '"COREDUMP_EXE":"/tmp/tëst app","__CURSOR":"s=ede62a0e5fad4737a5e0bef8d1f28a00;i=160;'
    'b=9217b2b66baa4e669582095b0b3dfe50;m=5ad106ce;t=660d06c7c1ede;x=6d6cc03dd893290",'
    '"COREDUMP_SIGNAL_NAME":"SIGABRT","__REALTIME_TIMESTAMP":"1795298149801694"}'
)
ODD_NAME = (
    '{"COREDUMP_SIGNAL_NAME":"SIGQUIT","__REALTIME_TIMESTAMP":"1795298172558407",'
    '"COREDUMP_EXE":[47,116,109,112,47,98,255,10,97,100],"__MONOTONIC_TIMESTAMP":"1546404919","COREDUMP_SIGNAL":"3",'
    '"__CURSOR":"s=ede62a0e5fad4737a5e0bef8d1f28a00;i=161;b=9217b2b66baa4e669582095b0b3dfe50;m=5c2c4437;'
    't=660d06dd75c47;x=9d2b829be1cca467","_BOOT_ID":"9217b2b66baa4e669582095b0b3dfe50"}'
)
CAPTURED = "\n".join((SEGV, ABRT, ODD_NAME, ""))
CURSORS = [json.loads(line)["__CURSOR"] for line in (SEGV, ABRT, ODD_NAME)]


@pytest.fixture
def installed(programs: Callable[..., Path]) -> Callable[[str], object]:
    """Puts systemd-coredump on this laptop, with a journalctl that does this."""
    return lambda script: programs(coredumpctl="", journalctl=script)


def test_crashes_are_read_with_their_name_kind_and_time_without_dumps_that_were_asked_for(
    installed: Callable[[str], object],
) -> None:
    installed(f"cat <<'END'\n{CAPTURED}END")
    found = coredumps.read("", 0)
    assert found.events == (
        Crash(1795298147405842, "python3.11", "SIGSEGV"),
        Crash(1795298149801694, "tëst app", "SIGABRT"),
    )
    assert found.cursor == CURSORS[2]
    assert found.lost is None


# the trusted fields of three real entries on Debian 12: of a program of root, of one of a person, and of one whose
# writer had ended before journald looked
@pytest.mark.parametrize(
    "trusted",
    [
        {"_UID": "995", "_COMM": "systemd-coredum", "_EXE": "/usr/lib/systemd/systemd-coredump"},
        {"_UID": "1000", "_COMM": "systemd-coredum"},
        {"_UID": "995"},
        {"_UID": "995", "_COMM": "(coredump-worke"},  # of a later systemd, as its source has it
        {"_UID": "995", "_COMM": "systemd-coredum", "_SYSTEMD_OWNER_UID": "1000"},  # started from a terminal
    ],
)
def test_what_systemd_coredump_wrote_is_believed(installed: Callable[[str], object], trusted: dict[str, str]) -> None:
    installed(f"cat <<'END'\n{json.dumps(json.loads(SEGV) | trusted)}\nEND")
    assert [crash.application for crash in coredumps.read("", 0).events] == ["python3.11"]


@pytest.mark.parametrize(
    "trusted",
    [
        {"_UID": "1000", "_COMM": "logger"},
        {"_UID": "1000", "_COMM": "systemd-coredum", "_SYSTEMD_OWNER_UID": "1000"},
    ],
)
def test_what_a_person_wrote_is_no_crash_and_is_passed_by(
    installed: Callable[[str], object], trusted: dict[str, str]
) -> None:
    installed(f"cat <<'END'\n{json.dumps(json.loads(SEGV) | trusted)}\nEND")
    found = coredumps.read("", 0)
    assert found.events == ()
    assert found.cursor == CURSORS[0]


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("SIGRTMIN+1", "35", "SIGRTMIN+1"),
        ("", "35", "signal 35"),
        ("/home/jan", "35", "signal 35"),
        ("SIG /home/jan", "/home/jan", "signal unknown"),
        ("SIGSEGV\n", "999", "signal unknown"),
    ],
)
def test_the_kind_of_a_crash_is_a_signal_and_no_other_text(name: str, number: str, kind: str) -> None:
    entry = json.loads(SEGV) | {"COREDUMP_SIGNAL_NAME": name, "COREDUMP_SIGNAL": number}
    assert coredumps.crash(entry).kind == kind


def test_a_name_that_is_no_text_is_told_as_far_as_it_is() -> None:
    assert coredumps.crash(json.loads(ODD_NAME)).application == "b\N{REPLACEMENT CHARACTER}?ad"


def test_the_packages_version_is_told_where_it_is_recorded() -> None:
    entry = json.loads(SEGV) | {"COREDUMP_PACKAGE_VERSION": "3.11.2-6"}
    assert coredumps.crash(entry).version == "3.11.2-6"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/eva/projects/secret/tool", "tool"),
        ("/usr/bin/evolution (deleted)", "evolution"),
        (None, "unknown"),
        ("", "unknown"),
        (["/usr/bin/twice", "/usr/bin/given"], "twice"),
    ],
)
def test_a_crash_carries_the_executables_name_and_never_its_path(path: object, name: str) -> None:
    assert coredumps.crash(json.loads(SEGV) | {"COREDUMP_EXE": path}).application == name


def test_a_signal_without_a_name_is_told_by_number() -> None:
    entry = json.loads(SEGV) | {"COREDUMP_SIGNAL_NAME": None, "COREDUMP_SIGNAL": "34"}
    assert coredumps.crash(entry).kind == "signal 34"


@given(st.text(max_size=300))
def test_a_name_always_fits_and_never_holds_a_slash_or_a_line_break(path: str) -> None:
    crash = coredumps.crash(json.loads(SEGV) | {"COREDUMP_EXE": path})
    assert 1 <= len(crash.application) <= 120
    assert crash.application.isprintable()
    assert "/" not in crash.application


class Watched:
    """A laptop that reads its crashes every five minutes; ``readings`` is how often that took a journalctl."""

    def __init__(self, folder: Path) -> None:
        self.count: int | None = 0
        self._asked = folder / "asked"
        self._now = 0.0
        self._standstill = Standstill(coredumps.SETTLES_SECONDS, lambda: self._now)

    def turn(self, cursor: str) -> Records[Crash]:
        self._now += 300
        return coredumps.read(cursor, 0, lambda: self.count, self._standstill)

    @property
    def readings(self) -> int:
        return len(self._asked.read_text().splitlines())


@pytest.fixture
def watched(tmp_path: Path, installed: Callable[[str], object]) -> Watched:
    installed(
        f"echo >>{tmp_path}/asked\n"
        f'case "$*" in *--cursor=*) cat {tmp_path}/following;; *) cat {tmp_path}/since;; esac 2>/dev/null'
    )
    (tmp_path / "since").write_text(f"{SEGV}\n")
    (tmp_path / "following").write_text(f"{SEGV}\n")
    return Watched(tmp_path)


def test_the_journal_is_not_read_again_while_systemd_counts_no_crash(watched: Watched) -> None:
    cursor = watched.turn("").cursor
    assert cursor == CURSORS[0]
    assert [watched.turn(cursor) for _ in range(5)] == [Records((), cursor)] * 5
    assert watched.readings == 2


def test_a_crash_after_a_quiet_time_is_told(watched: Watched, tmp_path: Path) -> None:
    for _ in range(5):
        watched.turn(CURSORS[0])
    (tmp_path / "following").write_text(f"{SEGV}\n{ABRT}\n")
    watched.count = 1
    found = watched.turn(CURSORS[0])
    assert [crash.application for crash in found.events] == ["tëst app"]
    assert found.cursor == CURSORS[1]


def test_where_nobody_ever_crashed_the_first_crash_is_told(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "since").write_text("")
    assert [watched.turn("") for _ in range(5)] == [Records((), "")] * 5
    assert watched.readings == 2
    (tmp_path / "since").write_text(f"{SEGV}\n")
    watched.count = 1
    assert [crash.application for crash in watched.turn("").events] == ["python3.11"]


def test_where_systemd_does_not_count_the_journal_is_read_each_time(watched: Watched) -> None:
    watched.count = None
    for _ in range(5):
        watched.turn(CURSORS[0])
    assert watched.readings == 5


def test_crashes_of_which_there_may_be_more_are_read_on(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "following").write_text(f"{SEGV}\n" * (1 + journal.MOST_AT_ONCE))
    for _ in range(4):
        assert len(watched.turn(CURSORS[0]).events) == journal.MOST_AT_ONCE
    assert watched.readings == 4


def test_a_crash_that_is_counted_before_it_is_in_the_journal_is_told_at_the_next_turn(
    installed: Callable[[str], object],
) -> None:
    installed("")
    assert coredumps.read("", 0, lambda: 1).events == ()
    installed(f"echo '{SEGV}'")
    assert [crash.application for crash in coredumps.read("", 0, lambda: 1).events] == ["python3.11"]


def test_without_systemd_coredump_crashes_cannot_be_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="systemd-coredump is not installed") as nothing:
        coredumps.read("", 0)
    assert nothing.value.kind is GapKind.NOT_APPLICABLE
