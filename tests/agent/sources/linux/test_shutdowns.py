from pathlib import Path

import pytest

from barometer_agent.sources.linux import journal, shutdowns

CAPTURED = Path(__file__).parent / "captured"
REBOOTED = journal.parse((CAPTURED / "rebooted.json").read_text("utf-8"))
KILLED = journal.parse((CAPTURED / "killed.json").read_text("utf-8"))
PSTORE = {"SYSLOG_IDENTIFIER": "systemd-pstore", "MESSAGE": "PStore dmesg-efi-1 moved to /var/lib/systemd/pstore/1"}
STARTED = {"MESSAGE_ID": shutdowns.JOURNAL_STARTED}


ASKED_US = next(journal.at_us(entry) for entry in REBOOTED if entry.get("MESSAGE_ID") == shutdowns.SHUTDOWN)
MINUTE_US = 60_000_000


def started(unit: str, at_us: int = 0) -> dict[str, str]:
    return {"MESSAGE_ID": shutdowns.UNIT_STARTED, "UNIT": unit, "__REALTIME_TIMESTAMP": str(at_us)}


def reset(code: str) -> dict[str, str]:
    return {"MESSAGE": f"x86/amd: Previous system reset reason [{code}]: invented"}


def test_a_boot_that_was_asked_to_restart_ended_by_its_user() -> None:
    assert shutdowns.reason(REBOOTED, (), ()) == ("user", "")


def test_a_boot_whose_power_was_cut_has_no_proper_end() -> None:
    assert not shutdowns.was_clean(KILLED)
    assert shutdowns.reason(KILLED, (), ()) == ("unclean", "")


def test_a_shutdown_that_nobody_asked_logind_for_is_proper_and_unexplained() -> None:
    unasked = [entry for entry in REBOOTED if entry.get("MESSAGE_ID") != shutdowns.SHUTDOWN]
    assert len(unasked) < len(REBOOTED)
    assert shutdowns.reason(unasked, (), ()) == ("unknown", "")


def test_a_journal_that_left_its_disk_early_still_tells_of_the_shutdown() -> None:
    early = [entry for entry in REBOOTED if entry.get("UNIT") == "basic.target"]
    assert shutdowns.was_clean(early)


def test_a_journal_that_was_restarted_in_the_middle_is_no_shutdown() -> None:
    stopped = {"MESSAGE_ID": shutdowns.JOURNAL_STOPPED}
    assert not shutdowns.was_clean((STARTED, stopped, STARTED))
    assert shutdowns.was_clean((STARTED, stopped, STARTED, stopped))


@pytest.mark.parametrize("place", ["ended", "following"])
def test_a_restart_before_or_after_installing_updates_is_an_update(place: str) -> None:
    update = started("system-update.target")
    ended = (*REBOOTED[:1], update, *REBOOTED[1:]) if place == "ended" else REBOOTED
    assert shutdowns.reason(ended, (update,) if place == "following" else (), ())[0] == "update"


@pytest.mark.parametrize("unit", ["dnf-automatic-install.service", "dnf5-automatic.service"])
@pytest.mark.parametrize(
    ("minutes", "why"), [(0, "update"), (5, "update"), (10, "update"), (11, "user"), (600, "user")]
)
def test_a_restart_soon_after_the_updates_of_a_timer_is_theirs(unit: str, minutes: int, why: str) -> None:
    through = started(unit, ASKED_US - minutes * MINUTE_US)
    assert shutdowns.reason((through, *REBOOTED), (), ()) == (why, "")


def test_a_timers_updates_that_ask_for_the_restart_before_they_are_through_are_its_reason() -> None:
    through = started("dnf-automatic.service", ASKED_US + 1)
    assert shutdowns.reason((*REBOOTED, through), (), ())[0] == "update"


def test_a_boot_that_only_installed_updates_was_one_however_long_it_took() -> None:
    offline = started("packagekit-offline-update.service", ASKED_US - 90 * MINUTE_US)
    assert shutdowns.reason((offline, *REBOOTED), (), ())[0] == "update"


def test_a_kernel_that_left_its_last_words_crashed() -> None:
    assert shutdowns.reason(KILLED, (PSTORE,), ()) == ("crash", "")


def test_last_words_after_a_proper_shutdown_are_of_something_that_was_survived() -> None:
    assert shutdowns.reason(REBOOTED, (PSTORE,), ()) == ("user", "")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("0x02000800", "crash"),  # the hardware watchdog
        ("0x08000800", "crash"),  # an uncorrected error
        ("0x00000802", "power_loss"),  # the button, held for four seconds
        ("0x00080800", "unclean"),  # software wrote to the reset register: says nothing of why
    ],
)
def test_the_processors_own_reason_is_told_with_its_code(code: str, why: str) -> None:
    assert shutdowns.reason(KILLED, (), (reset(code),)) == (why, code)


def test_a_boot_of_which_nothing_is_left_was_not_clean() -> None:
    assert not shutdowns.was_clean(())
