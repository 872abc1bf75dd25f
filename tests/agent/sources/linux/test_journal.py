import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.command import Output
from barometer_agent.sources.linux import journal, shutdowns, sign_ins, vpn_connects, wakes

BOOT = "9217b2b66baa4e669582095b0b3dfe50"
FIRST_US = 1795298147405842


def entry(number: int) -> str:
    at = FIRST_US + number * 1_000_000
    cursor = f"s=ede62a0e5fad4737a5e0bef8d1f28a00;i={number:x};b={BOOT};m={number:x};t={at:x};x={number:x}"
    return json.dumps({"__CURSOR": cursor, "__REALTIME_TIMESTAMP": str(at), "MESSAGE": f"n{number}"})


LINES = [entry(number) for number in range(3)]
CURSORS = [json.loads(line)["__CURSOR"] for line in LINES]
HINT = "Hint: You are currently not seeing messages from other users and the system.\n"
Journal = Callable[[str], object]
OWN_MANAGER = "MESSAGE_ID=eed00a68ffd84e31882105fd973abdd1"


@pytest.fixture
def journalctl(programs: Callable[..., Path]) -> Journal:
    """Puts a script on PATH that stands in for journalctl."""
    return lambda script: programs(journalctl=script)


def says(*lines: str) -> str:
    return "cat <<'END'\n" + "\n".join(lines) + "\nEND"


def cursors(page: journal.Page) -> list[str]:
    return [found["__CURSOR"] for found in page.entries]


def test_the_entry_of_the_cursor_is_not_given_again(journalctl: Journal) -> None:
    journalctl(says(*LINES))
    page = journal.follow(("A=b",), ("MESSAGE",), CURSORS[0], 0)
    assert cursors(page) == CURSORS[1:]
    assert page.cursor == CURSORS[2]
    assert page.lost is None


def test_without_anything_new_the_cursor_stays(journalctl: Journal) -> None:
    journalctl(says(LINES[2]))
    assert journal.follow(("A=b",), ("MESSAGE",), CURSORS[2], 0) == journal.Page((), CURSORS[2])


def test_an_entry_that_moved_when_the_journal_was_flushed_is_the_same(journalctl: Journal) -> None:
    journalctl(says(*LINES))
    moved = CURSORS[0].replace("s=ede6", "s=ffff").replace("i=0", "i=9")
    page = journal.follow(("A=b",), ("MESSAGE",), moved, 0)
    assert (cursors(page), page.lost) == (CURSORS[1:], None)
    assert not journal.same_record(CURSORS[0], "")


@pytest.mark.parametrize("refuse", ['echo "Failed to seek to cursor: Invalid argument" >&2; exit 1', says(LINES[1])])
def test_after_a_cursor_that_vanished_reading_goes_on_from_the_time_and_says_so(
    journalctl: Journal, refuse: str
) -> None:
    journalctl(f'case "$*" in *--cursor=*) {refuse}\n;; *--since=@1795298148*) {says(*LINES)}\n;; esac')
    page = journal.follow(("A=b",), ("MESSAGE",), "s=0;i=1;b=0;m=1;t=1;x=1", FIRST_US + 1_000_000)
    assert cursors(page) == CURSORS[1:]
    assert page.lost is not None
    assert "rotated or cleared" in page.lost.en


def test_the_first_reading_begins_at_the_time_to_the_microsecond(journalctl: Journal) -> None:
    journalctl(says(*LINES))
    assert cursors(journal.follow(("A=b",), ("MESSAGE",), "", FIRST_US)) == CURSORS
    assert cursors(journal.follow(("A=b",), ("MESSAGE",), "", FIRST_US + 1)) == CURSORS[1:]


def test_an_empty_journal_gives_nothing_and_no_cursor(journalctl: Journal) -> None:
    journalctl("echo '-- No entries --'")
    assert journal.follow(("A=b",), ("MESSAGE",), "", 0) == journal.Page((), "")


def test_a_boot_that_is_not_there_has_no_entries(journalctl: Journal) -> None:
    journalctl("echo 'Data from the specified boot (-1) is not available: No such boot ID in journal' >&2; exit 1")
    assert journal.ask(("MESSAGE",), "--boot=-1") == ()


def test_a_boot_that_may_not_be_read_is_not_taken_for_an_absent_one(journalctl: Journal) -> None:
    journalctl("echo 'No journal files were opened due to insufficient permissions.' >&2; exit 1")
    with pytest.raises(NoData, match="group systemd-journal"):
        journal.ask(("MESSAGE",), "--boot=-1")


def test_without_journalctl_nothing_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="journalctl is not installed"):
        journal.follow((), (), "", 0)


@pytest.mark.parametrize(
    "read",
    [
        partial(wakes.read, "", 0),
        partial(sign_ins.read, "", 0, Path("none")),
        partial(vpn_connects.read, "", 0, Path("/")),
        partial(journal.ask, (), *shutdowns.MATCHES),
        partial(journal.ask, (), *shutdowns.AFTERMATH),
    ],
)
def test_what_any_user_may_write_is_not_asked_for(
    read: Callable[[], object], programs: Callable[..., Path], tmp_path: Path
) -> None:
    programs(journalctl=f'echo "$@" > {tmp_path}/asked')
    read()
    asked = (tmp_path / "asked").read_text().split(" + ")
    anybodys = [one for one in asked if journal.BY_SYSTEM not in one.split()]
    # a person's own systemd tells of that person's desktop alone: who it was is journald's word
    assert [one for one in anybodys if "USER_UNIT=" not in one and OWN_MANAGER not in one] == []


@pytest.mark.parametrize("uid", [0, 999, 1000])
def test_a_journal_that_may_not_be_read_names_the_group_to_join(uid: int) -> None:
    refused = Output(1, "", HINT + "No journal files were opened due to insufficient permissions.\n")
    with pytest.raises(NoData, match="group systemd-journal"):
        journal.check_access(refused, uid)


def test_a_system_account_that_sees_only_itself_knows_nothing() -> None:
    with pytest.raises(NoData, match="group systemd-journal"):
        journal.check_access(Output(0, "", HINT), uid=998)


def test_a_persons_account_still_sees_its_own_programs() -> None:
    journal.check_access(Output(0, LINES[0], HINT), uid=1000)


def test_any_other_trouble_is_told_without_the_files_that_hold_the_machines_id() -> None:
    said = "Failed to open /var/log/journal/0123456789abcdef0123456789abcdef/system.journal\n"
    with pytest.raises(NoData, match=r"^journalctl failed with status 1: [^/]*$") as nothing:
        journal.check_access(Output(1, "", said), uid=0)
    assert "0123" not in "".join(nothing.value.reason)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("plain", "plain"),
        ([98, 255], "b\N{REPLACEMENT CHARACTER}"),
        (["twice", "given"], "twice"),
        (None, ""),
        ([], ""),
    ],
)
def test_a_field_is_text_however_the_journal_wrote_it(value: object, read: str) -> None:
    assert journal.text({"F": value}, "F") == read
    assert journal.number({"F": value}, "F") == 0
    assert journal.number({"F": "12"}, "F") == 12


@given(st.text(max_size=200))
def test_lines_that_are_no_entries_are_left_out(noise: str) -> None:
    found = journal.parse(f"{LINES[0]}\n{noise}\n{LINES[1][:40]}")
    assert [one["__CURSOR"] for one in found] == [CURSORS[0]]
