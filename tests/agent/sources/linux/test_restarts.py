import json
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import uptime
from barometer_agent.sources.linux import restarts

CAPTURED = Path(__file__).parent / "captured"
THIS = uptime.boot_id("linux").replace("-", "")
REBOOTED, KILLED = "ab2b29fd529142b8ba2b6a315e872285", "06b56a1e7ab14eb1a1d08cfe07251372"
Laptop = Callable[..., Path]


@pytest.fixture
def laptop(programs: Callable[..., Path]) -> Laptop:
    """A journal of two boots, one restarted and one cut off, and the boot that runs now."""

    def install(boots: tuple[str, ...] = (REBOOTED, KILLED), running: str = THIS) -> Path:
        listed = "\n".join(f" {index} {boot} Sun 2026" for index, boot in enumerate((*boots, running), -len(boots)))
        cases = [f"*--list-boots*) cat <<'END'\n{listed}\nEND\n;;"]
        for name, boot in (("rebooted", REBOOTED), ("killed", KILLED)):
            path = CAPTURED / f"{name}.json"
            cases += [f"*--boot={boot}*--lines=1' '*|*--boot={boot}*--lines=1) tail -n 1 '{path}' ;;"]
            cases += [f"*--boot={boot}*MESSAGE_ID*) cat '{path}' ;;"]
        script = 'case "$*" in\n' + "\n".join(cases) + "\nesac\n"
        return programs(journalctl=f'echo "$*" >>"$0.calls"\n{script}')

    return install


def last_us(name: str) -> int:
    lines = (CAPTURED / f"{name}.json").read_text("utf-8").splitlines()
    return int(json.loads(lines[-1])["__REALTIME_TIMESTAMP"])


def test_the_boots_of_a_real_journal_are_listed_oldest_first() -> None:
    listed = restarts.parse_boots((CAPTURED / "boots.txt").read_text("utf-8"))
    assert listed[:2] == [REBOOTED, KILLED]


def test_each_boot_that_ended_is_told_with_its_reason(laptop: Laptop) -> None:
    found = restarts.read("", 0, laptop())
    assert [(end.reason, end.at_us) for end in found.events] == [
        ("user", last_us("rebooted")),
        ("unclean", last_us("killed")),
    ]
    assert found.cursor == THIS
    assert found.lost is None


def test_within_one_boot_nothing_more_is_asked(laptop: Laptop) -> None:
    folder = laptop()
    found = restarts.read(restarts.read("", 0, folder).cursor, 0, folder)
    calls = (folder / "journalctl.calls").read_text().count("list-boots")
    assert (found.events, calls) == ((), 1)


def test_only_the_ends_since_the_boot_of_the_cursor_follow(laptop: Laptop) -> None:
    found = restarts.read(KILLED, 0, laptop())
    assert [end.reason for end in found.events] == ["unclean"]


def test_a_boot_that_the_journal_lost_is_said_and_reading_goes_on(laptop: Laptop) -> None:
    found = restarts.read("0" * 32, 0, laptop())
    assert len(found.events) == 2
    assert found.lost is not None
    assert "no longer holds the boot" in found.lost.en


def test_ends_from_before_the_look_back_are_left_out(laptop: Laptop) -> None:
    found = restarts.read("", last_us("killed"), laptop())
    assert [end.reason for end in found.events] == ["unclean"]


def test_very_many_boots_are_told_in_bites(laptop: Laptop) -> None:
    folder = laptop()
    first = restarts.read("", 0, folder, most=1)
    second = restarts.read(first.cursor, 0, folder, most=1)
    assert [end.reason for end in (*first.events, *second.events)] == ["user", "unclean"]
    assert (first.cursor, second.cursor) == (KILLED, THIS)


def test_a_boot_that_still_runs_is_never_taken_for_one_that_ended(laptop: Laptop) -> None:
    folder = laptop(running="1" * 32)
    with pytest.raises(NoData, match="does not hold the boot that runs now"):
        restarts.read("", 0, folder)


def test_a_journal_that_is_not_kept_over_a_restart_says_how_to_keep_it(laptop: Laptop) -> None:
    folder = laptop(boots=())
    with pytest.raises(NoData, match="Storage=persistent"):
        restarts.read("", 0, folder / "missing")
    assert restarts.read("", 0, folder).events == ()  # kept, but nothing has ended yet
