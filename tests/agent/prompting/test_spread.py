"""On which day of a campaign it is whose turn."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.prompting.facts import Campaign
from barometer_agent.prompting.spread import LAST_DAYS, turn_of

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
PULSE = Campaign("pulse", MONDAY, MONDAY + timedelta(days=28), spread_days=14)

accounts = st.text(min_size=1, max_size=20)
campaigns = st.builds(
    lambda opens, length, days: Campaign("pulse", opens, opens + length, days),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - in UTC
    st.timedeltas(timedelta(minutes=1), timedelta(days=90)),
    st.integers(0, 366),
)


def turn(account: str, campaign: Campaign = PULSE) -> datetime:
    found = turn_of(account, campaign)
    assert found is not None
    return found


@given(accounts, campaigns)
def test_everybody_has_one_turn_within_the_campaign_and_time_after_it(account: str, campaign: Campaign) -> None:
    assert campaign.opens is not None
    assert campaign.expires is not None
    length = campaign.expires - campaign.opens
    assert campaign.opens <= turn(account, campaign) == turn(account, campaign)
    assert campaign.expires - turn(account, campaign) >= min(LAST_DAYS, length / 2) - timedelta(microseconds=1)


@given(accounts, campaigns, st.timedeltas(timedelta(days=1), timedelta(days=90)))
def test_a_campaign_that_goes_on_leaves_the_turn_alone_or_later(
    account: str, campaign: Campaign, more: timedelta
) -> None:
    assert campaign.expires is not None
    assert turn(account, campaign) <= turn(account, replace(campaign, expires=campaign.expires + more))


@given(accounts, campaigns)
def test_a_journey_changes_no_turn(account: str, campaign: Campaign) -> None:
    assert campaign.opens is not None
    elsewhere = campaign.opens.astimezone(tz=datetime.fromisoformat("2026-01-01T00:00+13:00").tzinfo)
    assert turn(account, replace(campaign, opens=elsewhere)) == turn(account, campaign)


def test_a_thousand_people_are_spread_evenly_over_the_working_days() -> None:
    days = Counter(turn(f"person-{number}").date() for number in range(1000))
    assert len(days) == 10
    assert all(day.weekday() < 5 for day in days)
    assert 60 < min(days.values()) <= max(days.values()) < 140


def test_people_and_campaigns_have_turns_of_their_own() -> None:
    assert len({turn(f"person-{number}") for number in range(50)}) > 3
    assert len({turn("anna", replace(PULSE, id=f"campaign-{number}")) for number in range(50)}) > 3


@pytest.mark.parametrize("days", [0, 1])
def test_without_days_to_spread_over_it_is_everybodys_turn_at_once(days: int) -> None:
    assert {turn(f"person-{number}", replace(PULSE, spread_days=days)) for number in range(50)} == {MONDAY}


def test_a_collector_that_says_no_beginning_knows_no_turns() -> None:
    assert turn_of("anna", Campaign("pulse", None, None, 14)) is None
