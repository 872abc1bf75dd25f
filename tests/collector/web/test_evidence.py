from datetime import UTC
from typing import Any

import pytest

from barometer_collector.scoring.rules import explain, measured
from barometer_collector.scoring.views import Component, Evidence
from barometer_collector.web.evidence import NOTES, Told, tell
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import load_languages
from tests.collector.web import example

ENGLISH = load_languages()["en"]
FORMATS = Formats(ENGLISH.locale, UTC)


def _told(metric: str, unit: str, typical: float | None, points: float | None = 50.0, **more: Any) -> str:
    row = example.measured(metric, unit, typical, points, **more)
    told = tell(ENGLISH, FORMATS, Component("c", points, 1.0, 50.0, Evidence(7, (row,))))[0]
    return f"{told.what} | {told.figure} | {told.more}".replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("expected", "row"),
    [
        (
            "Waiting for an answer, intranet | 312 ms | on average, measured 412 times, 3 without an answer",
            {"metric": "time_to_first_byte_us", "unit": "us", "typical": 312_000, "subject": "intranet", "failed": 3},
        ),
        (
            "Boot time | 83.4 s | the middle one of the last 5",
            {"metric": "boot_ms", "unit": "ms", "typical": 83_400, "n": 5},
        ),
        ("Boot time | 83.4 s | the only one so far", {"metric": "boot_ms", "unit": "ms", "typical": 83_400, "n": 1}),
        (
            "Connects lost | 0.4% | 5 of 1,250 attempts",
            {"metric": "connects_lost", "unit": "share", "typical": 0.004, "n": 1250, "failed": 5},
        ),
        (
            "Crashes and hangs of applications | 2.4 | per work week in use; 3 in 7 days,"
            " hours awake count as hours in use",
            {"metric": "app_crash", "unit": "per_work_week", "typical": 2.4, "n": 3, "note": "awake"},
        ),
        (
            "System crash or power loss | 0 times | in 7 days",
            {"metric": "os_crash", "unit": "times", "typical": 0.0, "n": 0},
        ),
        (
            "Sign-in time |  | nothing measured in this time",
            {"metric": "sign_in_ms", "unit": "ms", "typical": None, "points": None, "note": "no_samples"},
        ),
        (
            "new_thing | 7 turns | on average, measured 412 times",
            {"metric": "new_thing", "unit": "turns", "typical": 7},
        ),
    ],
)
def test_what_points_were_read_from_is_told_in_words(expected: str, row: dict[str, Any]) -> None:
    assert _told(**row) == expected


def test_applications_stand_below_the_total_they_are_part_of() -> None:
    row = example.measured("app_crash", "times", None, None, subject="firefox", n=3, note="counted_above")
    component = Component("reliability", 50.0, 1.0, 50.0, Evidence(14, (row,)))
    assert tell(ENGLISH, FORMATS, component) == [Told("firefox", "3 times", "", is_part=True)]


def test_the_cap_names_the_part_it_hangs_on() -> None:
    cap = Component("cap", 48.0, 0.0, 12.0, Evidence(7, (), "network"))
    assert tell(ENGLISH, FORMATS, cap)[0].what == "Network"


def test_a_component_without_rows_says_why() -> None:
    assert (
        tell(ENGLISH, FORMATS, Component("t", None, 0.0, 0.0, Evidence(7, (), "no_data")))[0].more == NOTES["no_data"]
    )


def test_every_note_that_scoring_can_give_has_its_words() -> None:
    codes = {
        value
        for name, value in {**vars(measured), **vars(explain)}.items()
        if name.isupper() and isinstance(value, str)
    }
    assert codes - {measured.COUNTED_ABOVE, measured.TIMES, explain.CAP} <= NOTES.keys()


def test_a_note_of_a_newer_model_is_shown_as_it_is() -> None:
    assert _told("boot_ms", "ms", None, None, note="moon_phase").endswith("| moon_phase")
