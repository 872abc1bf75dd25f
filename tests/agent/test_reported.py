"""The report in words."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.language import speaker
from barometer_agent.reported import Reported
from barometer_shared.report import DeviceReport, News, Part

BOOT = Part(
    "boot",
    {"en": "Boot", "nl": "Opstarten"},
    31,
    14.2,
    {"en": "Took 154 s.", "nl": "Duurde 154 s."},
    {"en": "Restart."},
)
NETWORK = Part("network", {"en": "Network"}, 58.4, 10.4, {})
STORAGE = Part("storage", {}, 100, 0.04, {"en": "54 % is free."})
SIGN_IN = Part("sign_in", {"en": "Sign-in", "nl": "Aanmelden"}, None, 0, {"en": "nobody signed in"})
TOLD = DeviceReport(75.36, "good", 0.9, 20_710, 20_717, [STORAGE, NETWORK, BOOT, SIGN_IN])


def words(told: DeviceReport = TOLD, code: str = "en") -> Reported:
    return Reported(told, speaker(code), code, UTC)


def test_the_score_is_told_with_its_band_its_days_and_its_coverage() -> None:
    lines = list(words().in_terminal())
    assert lines[:2] == [
        "The score of this laptop is 75.4 of 100: good.",
        "From 14 September to 21 September. Of what counts, 90 % could be measured.",
    ]
    assert "De score van deze laptop is 75,4 van de 100: goed." in words(code="nl").in_terminal()


def test_what_costs_points_comes_costliest_first_with_finding_and_tip() -> None:
    lines = list(words().in_terminal())
    start = lines.index("What costs points, the costliest first")
    assert lines[start + 1 : start + 5] == [
        "  Boot: 31.0 of 100, poor; costs 14.2 points",
        "      Took 154 s.",
        "      What you can do: Restart.",
        "  Network: 58.4 of 100, average; costs 10.4 points",
    ]
    assert "  storage: 100.0 of 100, good" in lines


def test_the_limit_that_the_lowest_part_sets_costs_points_and_is_no_part() -> None:
    limit = Part(
        "cap", {"en": "One part far below the rest"}, 75.2, 6.5, {"en": "No score is far above the lowest part."}
    )
    reported = words(DeviceReport(75.2, "good", 1, 1, 1, [limit]))
    assert "  One part far below the rest; costs 6.5 points" in reported.in_terminal()
    assert not reported.has_figure(limit)


def test_what_has_no_data_is_said_and_never_painted_as_zero() -> None:
    lines = list(words().in_terminal())
    assert lines[-3:] == ["No data, so this does not count", "  Sign-in", "      nobody signed in"]
    none = DeviceReport(None, "", 0.05, 1, 1, [SIGN_IN], {"en": "Too little."})
    told = list(words(none).in_terminal())
    assert told[:2] == ["This laptop has no score yet.", "Too little."]
    assert not any("0.0" in line for line in told)
    assert words(none).score() == "no data"


def test_news_is_told_with_what_it_answers_to() -> None:
    news = News("n", 1_789_000_000_000, {"en": "New docks"}, {"en": "One.\nTwo."}, {"en": "slow docks"})
    told = DeviceReport(None, "", 0, 1, 1, news=[news])
    assert list(words(told).news_in_terminal()) == [
        "10 September 2026  New docks",
        "  What people said: slow docks",
        "  One.",
        "  Two.",
        "",
    ]


def test_that_there_is_no_news_yet_is_said() -> None:
    assert next(words().news_in_terminal()) == "IT has not written anything yet."
    assert next(words(code="nl").news_in_terminal()) == "IT heeft nog niets geschreven."


@pytest.mark.parametrize(("band", "name"), [("good", "good"), ("excellent", ""), ("", "")])
def test_a_band_that_is_not_known_is_not_named(band: str, name: str) -> None:
    assert words(DeviceReport(99, band, 1, 1, 1)).band_name() == name


@pytest.mark.parametrize(
    ("score", "name"), [(0, "poor"), (44.9, "poor"), (45, "average"), (74.9, "average"), (75, "good")]
)
def test_a_part_has_the_bands_of_the_experience_model(score: float, name: str) -> None:
    assert words().band_name(score) == name


@given(st.integers(), st.integers())
def test_no_day_of_a_collector_is_too_odd_to_be_shown(first: int, last: int) -> None:
    assert words(DeviceReport(None, "", 0, first, last)).days()


@given(
    st.lists(st.builds(Part, st.just("x"), st.just({}), st.none() | st.floats(0, 100), st.floats(0, 100), st.just({})))
)
def test_every_part_is_told_exactly_once(parts: list[Part]) -> None:
    reported = words(DeviceReport(50, "average", 1, 1, 1, parts))
    told = [*reported.costly(), *reported.costless(), *reported.without_data()]
    assert sorted(map(id, told)) == sorted(map(id, parts))
    assert [one.cost for one in reported.costly()] == sorted((one.cost for one in reported.costly()), reverse=True)
