from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.macos import milestones, unified_log
from barometer_agent.sources.macos.milestones import DESKTOP, KERNEL, SCREEN, SIGNED_IN, Milestone, SignedIn
from barometer_agent.sources.macos.this_boot import ThisBoot
from barometer_agent.sources.macos.unified_log import Entry

BOOT = ThisBoot("A000000A-0000-4000-8000-00000000000A", "24B83", 1_795_159_413_343_017, 24_000_000)


def test_milestones_are_timed_by_the_clock_that_never_jumps(captured: Callable[[str], str]) -> None:
    passed = milestones.of(unified_log.parse(captured("start.ndjson")), BOOT)
    assert [(one.name, one.since_start_us) for one in passed] == [
        (KERNEL, 5_193_020),
        (SCREEN, 11_000_000),
        (SIGNED_IN, 61_000_000),
        (DESKTOP, 64_500_000),
    ]


def test_another_boots_milestones_are_not_this_ones(captured: Callable[[str], str]) -> None:
    other = captured("start.ndjson").replace(BOOT.uuid, "00000000-0000-0000-0000-000000000000")
    assert milestones.of(unified_log.parse(other), BOOT) == ()


def test_without_that_clock_the_wall_clock_is_taken() -> None:
    entry = Entry(BOOT.began_us + 7, 0, "", "WindowServer", "Server is starting up")
    assert milestones.of((entry,), BOOT) == (Milestone(SCREEN, BOOT.began_us + 7, 7),)


def test_the_same_words_of_another_program_mean_nothing() -> None:
    assert milestones.of((Entry(BOOT.began_us, 1, "", "Xserver", "Server is starting up"),), BOOT) == ()


def test_the_log_is_asked_for_all_of_them_at_once(mac: Callable[..., Path], captured: Callable[[str], str]) -> None:
    folder = mac(log=captured("start.ndjson"))
    assert len(milestones.read(BOOT, BOOT.began_us, BOOT.began_us + 1)) == 4
    [asked] = (folder / "asked").read_text().splitlines()
    assert all(words in asked for words in ('process == "kernel"', 'process == "loginwindow"', "LoginComplete"))


def passed(*told: tuple[str, int]) -> tuple[Milestone, ...]:
    return tuple(Milestone(name, second * 1_000_000, second * 1_000_000) for name, second in told)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (passed((SIGNED_IN, 10), (DESKTOP, 14)), [(14, 4)]),
        (passed((SIGNED_IN, 10), (DESKTOP, 14), (SIGNED_IN, 90), (DESKTOP, 92)), [(14, 4), (92, 2)]),
        (passed((SIGNED_IN, 10), (SIGNED_IN, 20), (DESKTOP, 24)), [(24, 4)]),
        (passed((DESKTOP, 14), (SIGNED_IN, 20)), []),
        (passed((SIGNED_IN, 10), (DESKTOP, 14), (DESKTOP, 15)), [(14, 4)]),
    ],
)
def test_a_sign_in_runs_from_the_last_password_to_the_first_desktop(
    told: tuple[Milestone, ...], expected: list[tuple[int, int]]
) -> None:
    assert milestones.sign_ins(told) == tuple(SignedIn(at * 1_000_000, took * 1_000_000) for at, took in expected)


@given(st.lists(st.tuples(st.sampled_from((KERNEL, SCREEN, SIGNED_IN, DESKTOP)), st.integers(0, 200_000)), max_size=20))
def test_no_sign_in_takes_less_than_nothing_or_more_than_a_day(told: list[tuple[str, int]]) -> None:
    found = milestones.sign_ins(passed(*sorted(told, key=lambda one: one[1])))
    assert all(0 <= one.total_us <= 86_400_000_000 for one in found)
