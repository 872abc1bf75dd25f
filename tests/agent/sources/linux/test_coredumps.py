import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.command import Output
from barometer_agent.sources.linux import coredumps
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
HINT = "Hint: You are currently not seeing messages from other users and the system.\n"
Installed = Callable[..., Path]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Puts programs on PATH that stand in for systemd's, and makes it the kernel's handler."""

    def install(**scripts: str) -> Path:
        for name, script in {"coredumpctl": "", **scripts}.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        pattern = tmp_path / "core_pattern"
        pattern.write_text("|/lib/systemd/systemd-coredump %P %u %g %s %t 9223372036854775808 %h %d\n")
        monkeypatch.setattr(coredumps, "_CORE_PATTERN", pattern)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return tmp_path

    return install


def test_crashes_are_read_with_their_name_kind_and_time() -> None:
    assert coredumps.parse(CAPTURED) == (
        coredumps.Coredump(CURSORS[0], 1795298147405842, "python3.11", "SIGSEGV"),
        coredumps.Coredump(CURSORS[1], 1795298149801694, "tëst app", "SIGABRT"),
        coredumps.Coredump(CURSORS[2], 1795298172558407, "b\N{REPLACEMENT CHARACTER}?ad", "SIGQUIT"),
    )


def test_the_packages_version_is_told_where_it_is_recorded() -> None:
    entry = json.loads(SEGV) | {"COREDUMP_PACKAGE_VERSION": "3.11.2-6"}
    assert coredumps.parse(json.dumps(entry))[0].version == "3.11.2-6"


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
    entry = json.loads(SEGV) | {"COREDUMP_EXE": path}
    assert coredumps.parse(json.dumps(entry))[0].application == name


def test_a_signal_without_a_name_is_told_by_number() -> None:
    entry = json.loads(SEGV) | {"COREDUMP_SIGNAL_NAME": None, "COREDUMP_SIGNAL": "34"}
    assert coredumps.parse(json.dumps(entry))[0].kind == "signal 34"


@given(st.text(max_size=300))
def test_a_name_always_fits_and_never_holds_a_slash_or_a_line_break(path: str) -> None:
    [crash] = coredumps.parse(json.dumps(json.loads(SEGV) | {"COREDUMP_EXE": path}))
    assert 1 <= len(crash.application) <= 120
    assert crash.application.isprintable()
    assert "/" not in crash.application


def test_an_entry_keeps_its_identity_when_the_journal_is_flushed_to_disk() -> None:
    moved = CURSORS[0].replace("s=ede6", "s=ffff").replace("i=15f", "i=3")
    assert coredumps.same_record(moved, CURSORS[0])
    assert not coredumps.same_record(CURSORS[1], CURSORS[0])
    assert not coredumps.same_record(CURSORS[0], "")


def test_the_record_of_the_cursor_is_not_given_again(installed: Installed) -> None:
    installed(journalctl=f"cat <<'END'\n{CAPTURED}END")
    assert [crash.record for crash in coredumps.read(CURSORS[0], 0)] == CURSORS[1:]


def test_after_a_vanished_record_nothing_is_skipped(installed: Installed) -> None:
    installed(journalctl=f"cat <<'END'\n{CAPTURED}END")
    gone = "s=0;i=1;b=0;m=1;t=1;x=1"
    assert [crash.record for crash in coredumps.read(gone, 0)] == CURSORS


def test_a_cursor_that_the_journal_refuses_is_replaced_by_the_time(installed: Installed) -> None:
    refuse = 'case "$*" in *--cursor=*) echo "Failed to seek to cursor: Invalid argument" >&2; exit 1;; esac\n'
    only_since = 'case "$*" in *--since=@1795298149*) ;; *) exit 9;; esac\n'
    installed(journalctl=f"{refuse}{only_since}cat <<'END'\n{ABRT}\nEND")
    told_us = 1795298149801694
    assert coredumps.read("garbage", told_us) == ()
    assert [crash.record for crash in coredumps.read("garbage", told_us - 1)] == [CURSORS[1]]


def test_without_systemd_coredump_crashes_cannot_be_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="systemd-coredump is not installed") as nothing:
        coredumps.read("", 0)
    assert nothing.value.kind is GapKind.NOT_APPLICABLE


def test_another_handler_of_crashes_is_named(tmp_path: Path) -> None:
    pattern = tmp_path / "core_pattern"
    pattern.write_text("|/usr/share/apport/apport -p%p\n")
    with pytest.raises(NoData, match=r"hands crashes to '\|/usr/share/apport/apport -p%p'") as nothing:
        coredumps.check_handler(pattern)
    assert nothing.value.kind is GapKind.NO_DATA


@pytest.mark.parametrize("uid", [0, 999, 1000])
def test_a_journal_that_may_not_be_read_names_the_group_to_join(uid: int) -> None:
    refused = Output(1, "", HINT + "No journal files were opened due to insufficient permissions.\n")
    with pytest.raises(NoData, match="group systemd-journal"):
        coredumps.check_access(refused, uid)


def test_a_system_account_that_sees_only_itself_knows_nothing() -> None:
    with pytest.raises(NoData, match="group systemd-journal"):
        coredumps.check_access(Output(0, "", HINT), uid=998)


def test_a_persons_account_still_sees_its_own_applications() -> None:
    coredumps.check_access(Output(0, SEGV, HINT), uid=1000)


def test_any_other_trouble_is_told_in_the_journals_own_words() -> None:
    with pytest.raises(NoData, match="journalctl failed: Failed to open files"):
        coredumps.check_access(Output(1, "", "Failed to open files\n"), uid=0)
