import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import journal, sign_ins
from barometer_agent.sources.linux.journal import Page
from barometer_agent.sources.linux.standstill import Standstill
from barometer_agent.sources.records import Records
from barometer_agent.sources.sign_ins import SignIn

AT_US = 1_795_298_000_000_000
SESSION, MANAGER, UNIT = (
    "8d45620c1a4348dbb17410da57c60c66",
    "eed00a68ffd84e31882105fd973abdd1",
    "39f53479d3a045ac8e11786248231fbf",
)
NAMES = {1000: "zoë", 1001: "bram"}


def entry(second: float, boot: str = "b1", **fields: str) -> dict[str, Any]:
    us = round(second * 1_000_000)
    return {
        "__CURSOR": f"s={second}",
        "__REALTIME_TIMESTAMP": str(AT_US + us),
        "__MONOTONIC_TIMESTAMP": str(us),
        "_BOOT_ID": boot,
        **fields,
    }


def session(second: float, name: str = "zoë", boot: str = "b1") -> dict[str, Any]:
    """systemd-logind: "New session 2 of user zoë." """
    return entry(second, boot, MESSAGE_ID=SESSION, USER_ID=name, _UID="0")


def manager(second: float, uid: int = 1000) -> dict[str, Any]:
    """The person's systemd: "Startup finished in 1.2s." """
    return entry(second, MESSAGE_ID=MANAGER, _UID=str(uid))


def desktop(second: float, uid: int = 1000, boot: str = "b1") -> dict[str, Any]:
    """The person's systemd: "Reached target graphical-session.target." """
    return entry(second, boot, MESSAGE_ID=UNIT, USER_UNIT="graphical-session.target", _UID=str(uid))


def told(*entries: dict[str, Any]) -> tuple[SignIn, ...]:
    return sign_ins.sign_ins(entries, lambda uid: NAMES.get(uid, ""))


def test_a_sign_in_lasts_from_the_session_to_the_desktop() -> None:
    found = told(session(10), manager(11.5), desktop(16))
    assert found == (SignIn(AT_US + 16_000_000, 6_000_000, {"profile": 1_500_000, "desktop": 4_500_000}),)
    assert list(found[0].phases_us) == ["profile", "desktop"]


def test_a_systemd_that_ran_already_leaves_the_phases_out() -> None:
    assert told(manager(2), session(10), desktop(16)) == (SignIn(AT_US + 16_000_000, 6_000_000, {}),)


def test_a_sign_in_of_a_real_journal_is_timed_with_its_phases() -> None:
    captured = Path(__file__).parent / "captured" / "signed_in.json"
    entries = journal.parse(captured.read_text("utf-8"))
    found = sign_ins.sign_ins(entries, lambda uid: {1000: "eva"}[uid])
    assert found == (SignIn(1795314245980126, 2_768_971, {"profile": 156_925, "desktop": 2_612_046}),)


def test_two_people_are_kept_apart() -> None:
    found = told(session(10), session(11, "bram"), desktop(14, 1001), desktop(16))
    assert [one.total_us for one in found] == [3_000_000, 6_000_000]


def test_a_terminal_of_somebody_else_in_between_changes_nothing() -> None:
    assert [one.total_us for one in told(session(10), session(15, "root"), desktop(16))] == [6_000_000]


def test_the_sign_in_screen_is_nobody_who_signs_in() -> None:
    assert told(session(10, "gdm"), desktop(12, uid=117)) == ()


@pytest.mark.parametrize(
    "entries", [(desktop(16),), (session(10), desktop(16, boot="b2")), (session(10, "unknown"), desktop(16))]
)
def test_a_desktop_without_a_sign_in_of_its_own_is_not_told(entries: tuple[dict[str, Any], ...]) -> None:
    assert told(*entries) == ()


def test_a_desktop_that_is_started_again_is_no_second_sign_in() -> None:
    assert [one.total_us for one in told(session(10), desktop(16), desktop(60))] == [6_000_000]


def test_a_desktop_that_took_longer_than_anybody_waits_is_none() -> None:
    assert told(session(10), desktop(700)) == ()


def test_a_session_that_may_still_get_its_desktop_is_read_again_next_time() -> None:
    now_us = AT_US + 20_000_000
    page = Page((session(1), desktop(4), session(15)), "s=15")
    assert sign_ins.settle(page, "", now_us) == Page(page.entries[:2], page.entries[1]["__CURSOR"])
    assert sign_ins.settle(Page((session(15),), "s=15"), "c1", now_us) == Page((), "c1")
    assert sign_ins.settle(page, "", now_us + sign_ins.LONGEST_US) == page


Laptop = Callable[..., Records[SignIn]]


@pytest.fixture
def laptop(tmp_path: Path, programs: Callable[..., Path], journal_holds: Callable[..., None]) -> Laptop:
    """Reads a journal with these entries; ``boot``: the desktops of this boot; ``somebody``: whether one sits there."""

    def read(
        *entries: dict[str, Any], boot: tuple[dict[str, Any], ...] = (), somebody: bool = False
    ) -> Records[SignIn]:
        journal_holds({"*' --boot '*": boot, "*": entries})
        programs(loginctl="printf 'Type=wayland\\nClass=user\\nActive=yes\\n'")
        if somebody:
            (tmp_path / "c1").touch()
        return sign_ins.read("", 0, tmp_path if somebody else tmp_path / "none", lambda uid: NAMES.get(uid, ""))

    return read


def test_what_the_journal_holds_is_told_without_who_it_was(laptop: Laptop) -> None:
    found = laptop(session(10), desktop(16))
    assert found == Records((SignIn(AT_US + 16_000_000, 6_000_000, {}),), "s=16")
    assert "zoë" not in repr(found)


def test_a_desktop_that_never_tells_is_said_so(laptop: Laptop) -> None:
    with pytest.raises(NoData, match="this desktop does not tell systemd"):
        laptop(session(10), somebody=True)


def test_a_terminal_beside_a_desktop_that_told_before_is_no_silence(laptop: Laptop) -> None:
    found = laptop(session(10, "root"), boot=(desktop(5),), somebody=True)
    assert found == Records((), "s=10")


def test_without_anybody_nothing_is_told(laptop: Laptop) -> None:
    assert laptop(session(10, "root")) == Records((), "s=10")


@pytest.fixture
def asked(tmp_path: Path, programs: Callable[..., Path]) -> Callable[[], int]:
    """How often the journal was read, which holds a session without a desktop."""
    script = f"echo >>{tmp_path}/asked; case $* in *--boot*) ;; *) echo '{json.dumps(session(10))}';; esac"
    programs(journalctl=script, loginctl="printf 'Type=wayland\\nClass=user\\nActive=yes\\n'")
    return lambda: len((tmp_path / "asked").read_text().splitlines())


@pytest.fixture
def turn(tmp_path: Path) -> Callable[..., Records[SignIn]]:
    """``turn(*names)``: reads a quarter of an hour later, while these are logind's sessions."""
    now = [0.0]
    standstill = Standstill(sign_ins.LONGEST_US / 1_000_000, lambda: now[0])

    def read(*names: str, cursor: str = "s=10") -> Records[SignIn]:
        now[0] += 900
        folder = tmp_path / f"sessions-{now[0]:.0f}"
        folder.mkdir()
        for name in names:
            (folder / name).touch()
        return sign_ins.read(cursor, 0, folder, lambda uid: NAMES.get(uid, ""), standstill)

    return read


def test_while_nobody_came_or_went_the_journal_is_not_read_again(asked: Callable[[], int], turn: Laptop) -> None:
    for _ in range(4):
        assert turn() == Records((), "s=10")
    before = asked()
    turn()
    assert asked() == before
    turn("c2")
    assert asked() > before


def test_a_desktop_that_never_tells_is_said_again_without_reading(asked: Callable[[], int], turn: Laptop) -> None:
    readings = []
    for _ in range(4):
        with pytest.raises(NoData, match="this desktop does not tell systemd"):
            turn("c1", cursor="")
        readings.append(asked())
    assert readings[0] < readings[1] == readings[2] == readings[3]


def test_a_desktop_that_comes_after_its_session_was_seen_is_told(
    journal_holds: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "c1").touch()

    def read(*entries: dict[str, Any]) -> tuple[SignIn, ...]:
        journal_holds({"*": entries})
        return sign_ins.read("", 0, tmp_path, lambda uid: NAMES.get(uid, "")).events

    second = round(time.time() - AT_US / 1_000_000)
    assert read(session(second)) == ()
    assert [one.total_us for one in read(session(second), desktop(second + 2))] == [2_000_000]


def test_sign_ins_of_which_there_may_be_more_are_read_on(
    turn: Laptop, asked: Callable[[], int], programs: Callable[..., Path]
) -> None:
    full = f"yes '{json.dumps(session(10))}' | head -n {1 + journal.MOST_AT_ONCE}"
    programs(journalctl=f"echo >>{programs().parent}/asked; {full}")
    for _ in range(4):
        turn()
    assert asked() == 4


def test_without_logind_the_journal_is_read_each_time(asked: Callable[[], int], tmp_path: Path) -> None:
    standstill = Standstill(0.0, lambda: 5.0)
    for _ in range(3):
        sign_ins.read("s=10", 0, tmp_path / "none", lambda uid: NAMES.get(uid, ""), standstill)
    assert asked() == 3
