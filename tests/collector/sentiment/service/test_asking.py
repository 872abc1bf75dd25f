"""What the people of a laptop are asked: by the pulse, after an event, and as newcomers."""

from dataclasses import replace
from datetime import datetime, timedelta

from barometer_collector.database import Database
from barometer_collector.devices.tables import Device
from barometer_collector.sentiment import pulse
from barometer_collector.sentiment.rules.occasions import Happened
from barometer_collector.sentiment.service import ensure_campaigns, note, open_questions
from barometer_collector.sentiment.tables import Campaign
from barometer_shared.questions import Calm, Effort, OpenQuestion
from tests.collector.scoring.records import NOW, NOW_MS, PULSE, Records

DAY_MS = 86_400_000
HOUR = timedelta(hours=1)


def _open(records: Records, device: int = 1, now: datetime = NOW) -> tuple[OpenQuestion, ...]:
    with records.database.reading() as session:
        return open_questions(session, records.settings, device, now)


def _asked(records: Records, device: int = 1, now: datetime = NOW) -> list[str]:
    return [question.campaign for question in _open(records, device, now)]


def _crash(records: Records, at: datetime = NOW, device: int = 1) -> None:
    with records.database.writing() as session:
        note(session, records.settings, [Happened(device, "crash", int(at.timestamp() * 1000))], NOW)


def test_the_pulse_is_open_with_asker_and_reason_in_both_languages(records: Records) -> None:
    records.device(1)
    (question,) = _open(records)
    assert question.campaign == PULSE
    assert set(question.question.text) == set(question.asker) == set(question.why) == {"en", "nl"}
    assert question.why == pulse.WHY
    assert question.needed == records.settings.min_respondents
    assert [(each.lowest, each.highest) for each in question.follow_ups] == [(1, 2), (3, 3), (4, 5)]
    assert (question.comments, question.contact, question.onboarding, question.occasion) == (True, True, False, "")


def test_its_sample_spreads_over_the_round_and_it_ends_with_it(records: Records) -> None:
    records.device(1)
    (question,) = _open(records)
    assert question.opens_at is not None
    assert (question.expires_at - question.opens_at, question.spread_days) == (28 * DAY_MS, 21)
    assert question.opens_at <= NOW_MS < question.expires_at


def test_what_is_asked_is_the_same_until_the_round_ends(records: Records) -> None:
    records.device(1)
    ensure_campaigns(records.database, records.settings, NOW + timedelta(days=4))
    before = _open(records)
    assert _open(records, now=NOW + timedelta(days=4)) == before
    assert _asked(records, now=NOW + timedelta(days=5)) == ["pulse-2026-11-23"]


def test_a_round_asks_the_share_of_the_settings_all_round_long(records: Records) -> None:
    half = replace(records.settings, pulse_percent=50)
    later = NOW + timedelta(days=28)
    ensure_campaigns(records.database, half, later)
    with records.database.reading() as session:
        for number in range(60):
            records.device(number)
        rounds = [
            {number for number in range(60) if open_questions(session, settings, number, later)}
            for settings in (half, records.settings)
        ]
    assert rounds[0] == rounds[1]
    assert 15 <= len(rounds[0]) <= 45


def test_a_device_is_asked_only_what_it_can_show(records: Records, database: Database) -> None:
    records.device(1)
    with database.writing() as session:
        device = session.get(Device, 1)
        assert device is not None
        device.question_types = "calm,text"
    assert _open(records) == ()
    assert _open(records, device=99) == ()


def test_a_crash_is_asked_about_on_that_laptop_while_it_is_fresh(records: Records) -> None:
    records.device(1)
    records.device(2)
    _crash(records, NOW - HOUR)
    (question,) = [each for each in _open(records) if each.occasion]
    assert isinstance(question.question, Effort)
    assert (question.campaign, question.occasion, question.occasion_at) == (
        "crash-2026-10-26",
        "crash",
        NOW_MS - 3_600_000,
    )
    assert question.occasion_at is not None
    assert question.expires_at == question.occasion_at + 4 * DAY_MS
    assert _open(records, now=NOW + 2 * HOUR) == _open(records)
    assert _asked(records, now=NOW + timedelta(days=4)) == [PULSE]
    assert _asked(records, device=2) == [PULSE]


def test_what_happened_at_the_end_of_a_round_is_asked_about_after_it(records: Records) -> None:
    records.device(1)
    last = NOW + timedelta(days=4)
    ensure_campaigns(records.database, records.settings, last)
    with records.database.writing() as session:
        note(session, records.settings, [Happened(1, "crash", int(last.timestamp() * 1000))], last)
    asked = _asked(records, now=last + timedelta(days=2))
    assert asked == ["crash-2026-10-26", "pulse-2026-11-23"]


def test_an_event_that_is_not_asked_about_any_more_is_not_asked_about(records: Records) -> None:
    records.device(1)
    _crash(records)
    records.settings = replace(records.settings, event_questions=("slow_boot",))
    assert _asked(records) == [PULSE]


def test_newcomers_are_asked_on_their_first_days_where_that_is_wanted(records: Records) -> None:
    records.device(1)  # enrolled NOW
    wanted = replace(records, settings=replace(records.settings, onboarding=True))
    days = {age: _asked(wanted, now=NOW + timedelta(days=age)) for age in (0, 1, 7, 8, 21, 22, 32, 45, 46)}
    newcomers = {age: [each for each in asked if each.startswith("onboarding")] for age, asked in days.items()}
    assert newcomers == {
        0: [],
        1: ["onboarding-1"],
        7: ["onboarding-1"],
        8: ["onboarding-8"],
        21: ["onboarding-8"],
        22: [],
        32: ["onboarding-32"],
        45: ["onboarding-32"],
        46: [],
    }
    (question,) = [each for each in _open(wanted, now=NOW + timedelta(days=8)) if each.onboarding]
    assert (question.opens_at, question.expires_at) == (NOW_MS + 8 * DAY_MS, NOW_MS + 22 * DAY_MS)
    assert not any(each.onboarding for each in _open(records, now=NOW + timedelta(days=8)))


def test_nobody_is_asked_what_people_tell_by_themselves(records: Records) -> None:
    records.device(1)
    assert "tell-it" not in _asked(records)


def test_another_campaign_without_an_end_stays_open_for_a_week_from_today(records: Records) -> None:
    records.device(1)
    with records.database.writing() as session:
        asked = '{"type":"calm","text":{"en":"?"}}'
        session.add(Campaign(slug="zen", kind="calm", question=asked, asker="{}", why="{}", starts_at=0))
    (question,) = [each for each in _open(records) if each.campaign == "zen"]
    assert question.question == Calm({"en": "?"})
    assert (question.opens_at, question.expires_at) == (None, (NOW_MS // DAY_MS + 7) * DAY_MS)
