from collections.abc import Callable
from typing import Any

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.linux import wakes
from barometer_agent.sources.linux.journal import Page
from barometer_agent.sources.records import Records
from barometer_agent.sources.wakes import Wake

SLEEP_START, SLEEP_STOP = "6bbd95ee977941e497c48be27c254128", "8811e6df2a8e40f58a94cea26f8ebf14"
AT_US = 1_795_298_000_000_000


def entry(second: float, **fields: str) -> dict[str, Any]:
    """An entry that the journal took in at ``second``, on its own clock and by the wall clock."""
    us = round(second * 1_000_000)
    return {
        "__CURSOR": f"s={second}",
        "__REALTIME_TIMESTAMP": str(AT_US + us),
        "__MONOTONIC_TIMESTAMP": str(us),
        "_BOOT_ID": "b1",
        **fields,
    }


def kernel(taken_in: float, logged: float, message: str) -> dict[str, Any]:
    """A line of the kernel, dated by a clock of its own."""
    return entry(taken_in, MESSAGE=message, _SOURCE_MONOTONIC_TIMESTAMP=str(round(logged * 1_000_000)))


START = entry(100, MESSAGE_ID=SLEEP_START, SLEEP="suspend")
STOP = entry(104.25, MESSAGE_ID=SLEEP_STOP, SLEEP="suspend")
# suspend to RAM; the kernel's clock runs 3 s behind the journal's, which takes its lines in after the thaw
TO_RAM = (
    kernel(100.1, 97.1, "PM: suspend entry (deep)"),
    kernel(104.0, 98.0, "ACPI: PM: Preparing to enter system sleep state S3"),
    kernel(104.0, 98.5, "ACPI: PM: Low-level resume complete"),
    kernel(104.0, 98.9, "ACPI: PM: Waking up from system sleep state S3"),
    kernel(104.0, 100.1, "PM: resume devices took 1.100 seconds"),
    kernel(104.0, 100.2, "PM: suspend exit"),
)
S2IDLE = (kernel(100.1, 97.1, "PM: suspend entry (s2idle)"), *TO_RAM[4:])
SILENT = (S2IDLE[0], TO_RAM[5])


def test_waking_from_memory_begins_when_the_processor_runs_again() -> None:
    assert wakes.wake_up(TO_RAM, STOP) == Wake(AT_US + 104_250_000, 1_700_000 + 250_000)


def test_waking_from_s2idle_begins_with_the_devices_where_the_kernel_times_them() -> None:
    assert wakes.wake_up(S2IDLE, STOP) == Wake(AT_US + 104_250_000, 1_200_000 + 250_000)


def test_the_words_of_an_older_kernel_are_known() -> None:
    older = tuple({**one, "MESSAGE": one["MESSAGE"].replace("ACPI: PM: Low", "ACPI: Low")} for one in TO_RAM)
    assert wakes.wake_up(older, STOP) == wakes.wake_up(TO_RAM, STOP)


def test_a_first_attempt_that_failed_does_not_lengthen_the_wake_up() -> None:
    failed = (kernel(60, 57, "PM: suspend entry (deep)"), kernel(60, 58, "PM: resume devices took 0.200 seconds"))
    assert wakes.wake_up((*failed, *TO_RAM), STOP) == wakes.wake_up(TO_RAM, STOP)


@pytest.mark.parametrize("lines", [SILENT, TO_RAM[:5], ()])
def test_a_kernel_that_does_not_tell_the_moment_gives_no_wake_up(lines: tuple[dict[str, Any], ...]) -> None:
    assert wakes.wake_up(lines, STOP) is None


def test_a_sleep_belongs_to_its_own_boot_and_hibernation_is_none() -> None:
    other = {**STOP, "_BOOT_ID": "b2"}
    hibernated = {**START, "SLEEP": "hibernate"}
    assert wakes.pairs((START, STOP)) == [(START, STOP)]
    assert wakes.pairs((START, START, STOP, STOP)) == [(START, STOP)]
    assert wakes.pairs((START, other)) == []
    assert wakes.pairs((hibernated, STOP)) == []


def test_a_sleep_that_goes_on_is_read_again_next_time() -> None:
    assert wakes.settle(Page((START, STOP, START), "s=end"), "") == Page((START, STOP), STOP["__CURSOR"])
    assert wakes.settle(Page((START,), "s=end"), "c1") == Page((), "c1")
    assert wakes.settle(Page((START, STOP), "s=end"), "") == Page((START, STOP), "s=end")


Laptop = Callable[..., Records[Wake]]


@pytest.fixture
def laptop(journal_holds: Callable[..., None]) -> Laptop:
    """Reads a journal that holds ``sleeps``, and between them these lines of the kernel."""

    def read(sleeps: tuple[dict[str, Any], ...], kernel: tuple[dict[str, Any], ...] = TO_RAM) -> Records[Wake]:
        journal_holds({"*_TRANSPORT=kernel*": kernel, "*": sleeps})
        return wakes.read("", 0)

    return read


def test_each_wake_up_is_told(laptop: Laptop) -> None:
    assert laptop((START, STOP)) == Records((Wake(AT_US + 104_250_000, 1_950_000),), STOP["__CURSOR"])


def test_the_kernel_is_asked_for_the_time_of_that_sleep_alone(journal_holds: Callable[..., None]) -> None:
    asked = "*--since=@1795298100*--until=@1795298105*_TRANSPORT=kernel*"
    journal_holds({asked: TO_RAM, "*": (START, STOP)})
    assert [wake.total_us for wake in wakes.read("", 0).events] == [1_950_000]


def test_a_kernel_that_never_tells_is_said_so(laptop: Laptop) -> None:
    with pytest.raises(NoData, match="does not record the moment of waking"):
        laptop((START, STOP), SILENT)


def test_a_laptop_that_never_slept_has_nothing_to_tell(laptop: Laptop) -> None:
    assert laptop(()) == Records((), "")
