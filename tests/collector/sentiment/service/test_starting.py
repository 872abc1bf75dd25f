"""Which campaigns run by themselves."""

from datetime import timedelta

from sqlmodel import select

from barometer_collector.database import Database
from barometer_collector.sentiment import store
from barometer_collector.sentiment.publishing import publish
from barometer_collector.sentiment.service import ensure_campaigns, open_questions
from barometer_collector.sentiment.tables import Campaign
from barometer_collector.settings import Settings
from barometer_shared.questions import TELL_IT
from tests.collector.scoring.records import NOW, NOW_MS, PULSE, TODAY, Records

DAY_MS = 86_400_000


def _campaigns(database: Database) -> dict[str, Campaign]:
    with database.reading() as session:
        return {row.slug: row for row in session.exec(select(Campaign)).all()}


def test_every_round_of_which_answers_may_still_come_is_there(database: Database, settings: Settings) -> None:
    ensure_campaigns(database, settings, NOW)
    found = _campaigns(database)
    assert [slug for slug in sorted(found) if found[slug].kind == "pulse"] == ["pulse-2026-09-28", "pulse-2026-10-26"]
    assert {row.kind for row in found.values()} == {"pulse", "crash", "slow_boot", "told", "onboarding"}
    assert found[TELL_IT].kind == "told"


def test_the_next_round_is_there_before_it_begins(database: Database, settings: Settings) -> None:
    ensure_campaigns(database, settings, NOW + timedelta(days=4))
    assert _campaigns(database)["pulse-2026-11-23"].starts_at == (TODAY + 5) * DAY_MS


def test_ensuring_them_again_brings_the_texts_up_to_date_and_keeps_the_rest(
    database: Database, settings: Settings
) -> None:
    ensure_campaigns(database, settings, NOW)
    before = {slug: row.model_dump() for slug, row in _campaigns(database).items()}
    with database.writing() as session:
        for row in session.exec(select(Campaign)).all():
            row.question = row.follow_ups = "[]"
    ensure_campaigns(database, settings, NOW + timedelta(days=3))
    assert {slug: row.model_dump() for slug, row in _campaigns(database).items()} == before


def test_the_endless_pulse_of_before_ends_and_its_answers_count_with_those_of_the_rounds(records: Records) -> None:
    with records.database.writing() as session:
        question = '{"type":"faces","text":{"en":"?"}}'
        session.add(Campaign(slug="pulse", kind="pulse", question=question, asker="{}", why="{}", starts_at=0))
    ensure_campaigns(records.database, records.settings, NOW)
    with records.database.reading() as session:
        asked = [each.campaign for each in open_questions(session, records.settings, records.device(1), NOW)]
        assert asked == ["pulse-2026-10-26"]
    for number in range(6):
        records.answer(records.device(10 + number), f"user{number}", campaign="pulse" if number < 3 else PULSE)
    records.answer(10, "user0", face=1)  # a second vote of the same person takes the place of the first
    with records.database.writing() as session:
        found = publish(session, records.settings, NOW_MS, TODAY, {"team:finance": 7, "fleet": 7})
    assert (found["fleet"].respondents, found["fleet"].value) == (6, round((5 * 75 + 0) / 6, 2))


def test_an_end_that_was_given_stays(records: Records) -> None:
    with records.database.writing() as session:
        store.end_campaign(session, "pulse-2026-10-26", 5)
    assert _campaigns(records.database)["pulse-2026-10-26"].ends_at == (TODAY + 5) * DAY_MS
