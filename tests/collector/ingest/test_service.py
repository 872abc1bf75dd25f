"""A group of batches in one transaction, each of them exactly once."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text

from barometer_collector.database import Database, Session
from barometer_collector.devices import service as devices
from barometer_collector.ingest.arrivals import Arrival, Outcome, Refusal, TimedAnswer, UnknownKeyError
from barometer_collector.ingest.service import Result, latest_samples, quarantined, take_in
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON, NOON_MS, Laptop, batch, enrol, sample


class Answers:
    """Keeps answers in memory; refuses those of the campaign "over"."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, str, int]] = []

    def __call__(
        self, _session: Session, _settings: Settings, device_id: int, answers: Sequence[TimedAnswer], received_at: int
    ) -> Sequence[Refusal]:
        self.kept += [(device_id, each.answer.id, received_at) for each in answers if each.answer.campaign != "over"]
        over = [index for index, each in enumerate(answers) if each.answer.campaign == "over"]
        return [Refusal(index, "campaign", "a campaign that runs") for index in over]


class Intake:
    """``take_in`` with a transaction around it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings, self.answers = database, settings, Answers()

    def __call__(self, *arrivals: Arrival, now: int = NOON_MS) -> list[Result]:
        with self.database.writing() as session:
            return take_in(session, self.settings, self.answers, arrivals, now)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            return [tuple(row) for row in session.connection().execute(text(query))]

    def everything(self) -> list[list[tuple[Any, ...]]]:
        tables = ("batch", "sample", "quarantined", "dropped", "device_gap", "device")
        return [sorted(self.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]  # noqa: S608 - names of ours


@pytest.fixture
def intake(database: Database, settings: Settings) -> Intake:
    return Intake(database, settings)


def _answer(campaign: str = "pulse", **more: Any) -> dict[str, Any]:
    faces = {"type": "faces", "value": 4}
    return {"id": "a" * 32, "campaign": campaign, "response": faces, "at": NOON_MS, "account": "ada", **more}


def test_a_batch_and_all_it_holds_are_stored(intake: Intake, laptop: Laptop) -> None:
    gaps = [{"metric": "sign_in_ms", "kind": "no_data", "reason": {"en": "nobody signed in", "nl": "niemand"}}]
    sent = batch(sample(), sample("warp"), answers=[_answer()], gaps=gaps, dropped={"dns_us": 3})
    assert intake(laptop.arrival(sent)) == [Outcome(laptop.device_id, 3, 1, stored=True)]
    assert intake.rows("SELECT device_id, metric, value FROM sample") == [(laptop.device_id, 1, 30_000)]
    assert intake.rows("SELECT item, field FROM quarantined") == [("samples.1", "samples.1.metric")]
    assert intake.rows("SELECT metric, samples FROM dropped") == [("dns_us", 3)]
    assert intake.rows("SELECT metric, kind, reason, said_at FROM device_gap") == [
        ("sign_in_ms", "no_data", '{"en":"nobody signed in","nl":"niemand"}', NOON_MS)
    ]
    assert intake.rows("SELECT last_seen_at, question_types FROM device") == [(NOON_MS, "faces")]
    assert intake.answers.kept == [(laptop.device_id, "a" * 32, NOON_MS)]


def test_a_repeated_batch_changes_nothing(intake: Intake, laptop: Laptop) -> None:
    sent = batch(sample(), sample("warp"), answers=[_answer("over"), _answer()], dropped={"dns_us": 3})
    (first,) = intake(laptop.arrival(sent))
    before = intake.everything()
    (again,) = intake(laptop.arrival(sent), now=NOON_MS + 5)
    assert isinstance(first, Outcome)
    assert again == Outcome(laptop.device_id, first.accepted, first.quarantined, stored=False)
    assert intake.everything() == before
    assert len(intake.answers.kept) == 1


def test_the_same_batch_twice_in_one_group_is_stored_once(intake: Intake, laptop: Laptop) -> None:
    sent = batch(sample())
    first, second = intake(laptop.arrival(sent), laptop.arrival(sent))
    assert (first, second) == (
        Outcome(laptop.device_id, 1, 0, stored=True),
        Outcome(laptop.device_id, 1, 0, stored=False),
    )
    assert intake.rows("SELECT count(*) FROM sample") == [(1,)]


def test_each_batch_knows_its_own_rows(intake: Intake, database: Database, settings: Settings) -> None:
    laptops = [enrol(database, settings) for _ in range(3)]
    intake(
        *(each.arrival(batch(*[sample(value=n) for n in (1, 2, 3)])) for each in laptops), laptops[0].arrival(batch())
    )
    query = (
        "SELECT b.device_id, count(s.id), min(s.device_id) FROM batch b LEFT JOIN sample s "
        "ON s.id BETWEEN b.first_sample AND b.last_sample GROUP BY b.device_id, b.batch_id ORDER BY b.device_id, 2"
    )
    expected = sorted(
        [(each.device_id, 3, each.device_id) for each in laptops] + [(laptops[0].device_id, 0, None)],
        key=lambda row: row[:2],
    )
    assert intake.rows(query) == expected


def test_a_half_of_a_batch_that_arrived_after_all_is_acknowledged_and_not_stored(
    intake: Intake, laptop: Laptop
) -> None:
    parent = batch(sample(at=1), sample(at=2))
    intake(laptop.arrival(parent))
    before = intake.everything()
    (half,) = intake(laptop.arrival(batch(sample(), parent=parent["id"])))
    assert half == Outcome(laptop.device_id, 1, 0, stored=False)
    assert intake.everything() == before


def test_a_half_of_a_half_knows_all_that_may_have_arrived(intake: Intake, laptop: Laptop) -> None:
    whole, half = batch(sample(), sample()), batch(sample())
    intake(laptop.arrival(whole))
    before = intake.everything()
    line = {"parent": half["id"], "ancestors": [whole["id"]]}
    assert intake(laptop.arrival(batch(sample(), **line))) == [Outcome(laptop.device_id, 1, 0, stored=False)]
    assert intake.everything()[1:] == before[1:]
    assert intake.rows("SELECT count(*) FROM batch WHERE accepted >= 0") == [(1,)]


@pytest.mark.parametrize("together", [False, True])
def test_a_batch_that_arrives_after_its_halves_is_not_stored(intake: Intake, laptop: Laptop, together: bool) -> None:
    parent = batch(sample(value=1), sample(value=2))
    halves = [batch(sample(value=n), parent=parent["id"]) for n in (1, 2)]
    groups = [[halves[0], parent], [halves[1], parent]] if together else [[halves[0]], [parent], [halves[1]], [parent]]
    results = [result for group in groups for result in intake(*map(laptop.arrival, group))]
    assert [result.stored for result in results if isinstance(result, Outcome)] == [True, False, True, False]
    assert sorted(intake.rows("SELECT value FROM sample")) == [(1,), (2,)]


def test_a_stranger_divides_nobodys_batch(intake: Intake, laptop: Laptop) -> None:
    parent = batch(sample())
    stranger = Laptop(laptop.device_id, f"Bearer {laptop.device_id:016x}.guessed")
    intake(stranger.arrival(batch(sample(), parent=parent["id"])))
    assert intake(laptop.arrival(parent)) == [Outcome(laptop.device_id, 1, 0, stored=True)]


def test_halves_of_a_batch_that_never_arrived_are_both_stored(intake: Intake, laptop: Laptop) -> None:
    halves = [laptop.arrival(batch(sample(value=n), parent="e" * 32)) for n in (1, 2)]
    intake(*halves)
    assert intake.rows("SELECT count(*) FROM sample") == [(2,)]


def test_the_parent_of_another_laptop_is_not_taken_for_ones_own(
    intake: Intake, laptop: Laptop, database: Database, settings: Settings
) -> None:
    parent = batch(sample())
    intake(enrol(database, settings).arrival(parent))
    (half,) = intake(laptop.arrival(batch(sample(), parent=parent["id"])))
    assert half == Outcome(laptop.device_id, 1, 0, stored=True)


def test_an_unknown_or_revoked_key_is_refused_alone(
    intake: Intake, laptop: Laptop, database: Database, settings: Settings
) -> None:
    revoked = enrol(database, settings)
    devices.revoke(database, NOON, revoked.device_id)
    stranger = Laptop(laptop.device_id, f"Bearer {laptop.device_id:016x}.guessed")
    nobody = Laptop(5, "Bearer 0000000000000005.guessed")
    results = intake(*(each.arrival(batch(sample())) for each in (revoked, laptop, stranger, nobody)))
    assert [type(each) for each in results] == [UnknownKeyError, Outcome, UnknownKeyError, UnknownKeyError]
    assert intake.rows("SELECT DISTINCT device_id FROM sample") == [(laptop.device_id,)]


def test_an_answer_its_campaign_refuses_is_quarantined(intake: Intake, laptop: Laptop) -> None:
    sent = batch(sample(), answers=[_answer("over"), _answer()])
    assert intake(laptop.arrival(sent)) == [Outcome(laptop.device_id, 2, 1, stored=True)]
    assert intake.rows("SELECT item, field, rule FROM quarantined") == [
        ("answers.0", "answers.0.campaign", "a campaign that runs")
    ]
    assert intake.rows("SELECT accepted, quarantined FROM batch") == [(2, 1)]


def test_gaps_replace_what_was_said_before_and_silence_leaves_it(intake: Intake, laptop: Laptop) -> None:
    for metrics in (["boot_ms", "sign_in_ms"], ["dns_us"]):
        gaps = [{"metric": metric, "kind": "no_data", "reason": {"en": "x"}} for metric in metrics]
        intake(laptop.arrival(batch(gaps=gaps)))
    intake(laptop.arrival(batch(sample())))
    assert intake.rows("SELECT metric FROM device_gap") == [("dns_us",)]
    intake(laptop.arrival(batch(gaps=[])))
    assert intake.rows("SELECT metric FROM device_gap") == []


def test_text_that_one_engine_cannot_store_is_quarantined_on_both(intake: Intake, laptop: Laptop) -> None:
    sent = batch(sample("dns_us", 5, subject="a\x00b"), sample("dns_us", 5, subject="ok", labels={"x": "\x00"}))
    assert intake(laptop.arrival(sent)) == [Outcome(laptop.device_id, 0, 2, stored=True)]


def test_the_latest_samples_are_shown_by_name(intake: Intake, laptop: Laptop, database: Database) -> None:
    intake(
        laptop.arrival(
            batch(sample("dns_us", 7, NOON_MS, subject="intranet", labels={"a": "b"}), sample(at=NOON_MS - 5))
        )
    )
    newest, older = latest_samples(database, laptop.device_id, 10)
    assert (newest.metric, newest.subject, newest.value, newest.labels) == ("dns_us", "intranet", 7, {"a": "b"})
    assert (older.metric, older.failed, older.labels) == ("boot_ms", False, {})
    assert len(latest_samples(database, laptop.device_id, 1)) == 1


def test_what_was_quarantined_is_shown_per_device_and_for_all(
    intake: Intake, laptop: Laptop, database: Database
) -> None:
    intake(laptop.arrival(batch(sample("warp"))))
    (item,) = quarantined(database, laptop.device_id, 10)
    assert (item.device_id, item.field) == (f"{laptop.device_id:016x}", "samples.0.metric")
    assert quarantined(database, None, 10) == (item,)
    assert quarantined(database, laptop.device_id + 1, 10) == ()
