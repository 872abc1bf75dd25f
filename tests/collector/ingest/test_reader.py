"""Reading again, after an upgrade, what could not be read before."""

from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import text

from barometer_collector.database import Database, Session
from barometer_collector.ingest.arrivals import Refusal, TimedAnswer
from barometer_collector.ingest.pseudonyms import pseudonym
from barometer_collector.ingest.reader import READER, read_again
from barometer_collector.ingest.service import latest_samples, quarantined, take_in
from barometer_collector.rollup.service import history, roll_up
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, NOON_MS, TODAY, Laptop, batch, sample

ANSWER = {
    "id": "a" * 32,
    "campaign": "pulse",
    "response": {"type": "faces", "value": 4},
    "at": NOON_MS,
    "account": "ada",
}


class Answers:
    def __init__(self) -> None:
        self.kept: list[TimedAnswer] = []
        self.refuse = True

    def __call__(
        self, _session: Session, _settings: Settings, _device: int, answers: Sequence[TimedAnswer], _received: int
    ) -> Sequence[Refusal]:
        if self.refuse:
            return [Refusal(0, "campaign", "a campaign that runs")]
        self.kept += answers
        return []


@pytest.fixture
def answers() -> Answers:
    return Answers()


def _quarantine(database: Database, settings: Settings, laptop: Laptop, answers: Answers) -> None:
    """One sample of a metric that the next version knows, one that nobody will ever know, one refused answer."""
    sent = batch(
        sample("boot_ms", 31_000), sample("warp", labels={"x": "y"}), sample("never"), answers=[ANSWER], skew_ms=60_000
    )
    with database.writing() as session:
        take_in(session, settings, answers, [laptop.arrival(sent)], NOON_MS)
        session.connection().execute(
            text("UPDATE quarantined SET raw = :raw WHERE item = 'samples.1'"),
            {"raw": msgspec.json.encode(sample("boot_ms", 42_000, NOON_MS)).decode()},
        )


def test_nothing_is_read_again_by_the_same_reader(
    database: Database, settings: Settings, laptop: Laptop, answers: Answers
) -> None:
    _quarantine(database, settings, laptop, answers)
    assert read_again(database, settings, answers) == 0
    assert len(quarantined(database, None, 10)) == 3


def test_what_the_next_reader_understands_is_taken_in_once_with_its_own_clock(
    database: Database, settings: Settings, laptop: Laptop, answers: Answers
) -> None:
    _quarantine(database, settings, laptop, answers)
    answers.refuse = False
    assert read_again(database, settings, answers, "next") == 2
    assert read_again(database, settings, answers, "next") == 0
    assert [item.item for item in quarantined(database, None, 10)] == ["samples.2"]
    assert next((each.value, each.at) for each in latest_samples(database, laptop.device_id, 10)) == (
        42_000,
        NOON_MS - 60_000,
    )
    assert [each.answer.id for each in answers.kept] == ["a" * 32]


def test_it_is_counted_by_the_roll_up_like_any_other(
    database: Database, settings: Settings, laptop: Laptop, answers: Answers
) -> None:
    _quarantine(database, settings, laptop, answers)
    roll_up(database, NOON)
    read_again(database, settings, answers, "next")
    roll_up(database, NOON)
    (day,) = history(database, laptop.device_id, TODAY)
    assert (day.n, day.mean) == (2, 36_500)


def test_more_than_a_bite_is_read_to_the_end(
    database: Database, settings: Settings, laptop: Laptop, answers: Answers
) -> None:
    sent = batch(*[sample("warp")] * 700)
    with database.writing() as session:
        take_in(session, settings, answers, [laptop.arrival(sent)], NOON_MS)
        session.connection().execute(
            text("UPDATE quarantined SET raw = :raw"), {"raw": msgspec.json.encode(sample()).decode()}
        )
    assert read_again(database, settings, answers, "next") == 700
    assert quarantined(database, None, 1) == ()


def test_the_reader_names_its_version_and_its_catalogue() -> None:
    version, _, catalogue = READER.partition("+")
    assert version
    assert len(catalogue) == 12


def test_an_answer_is_set_aside_without_its_account_and_read_again_as_the_same_respondent(
    database: Database, settings: Settings, laptop: Laptop, answers: Answers
) -> None:
    _quarantine(database, settings, laptop, answers)
    raws = [item.raw for item in quarantined(database, None, 10) if item.item.startswith("answers")]
    assert len(raws) == 1
    assert ANSWER["account"] not in raws[0]

    answers.refuse = False
    read_again(database, settings, answers, reader="next")
    assert [answer.respondent for answer in answers.kept] == [pseudonym(settings.secret, "ada")]
