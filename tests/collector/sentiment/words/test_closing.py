"""Bundles of confidential words are closed once, on both engines."""

from dataclasses import replace
from datetime import datetime, timedelta

from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment.service import store_answers
from barometer_collector.sentiment.words import store
from barometer_collector.sentiment.words.closing import close_bundles
from barometer_collector.sentiment.words.store import BundleRow
from barometer_shared.questions import TELL_IT, Answer, FreeTextAnswer
from tests.collector.scoring.records import DAY_MS, NOW, NOW_MS, Records

FIRST, LAST = 20_752, 20_779  # 26 October to 22 November 2026
OVER = NOW + timedelta(days=5)


def _wrote(records: Records, *devices: int, at: int = NOW_MS, simulated: bool = False) -> None:
    for number in devices:
        records.device(number, simulated=simulated)
        answer = Answer(f"{number:032x}", TELL_IT, FreeTextAnswer(f"word {number}"), at, f"user{number}")
        with records.database.writing() as session:
            store_answers(session, records.settings, number, [TimedAnswer(answer, at, at // DAY_MS)], at)


def _close(records: Records, now: datetime = OVER, needed: int = 5) -> list[list[str]]:
    """The words of each bundle of real people, the newest first."""
    close_bundles(records.database, replace(records.settings, min_respondents=needed), now)
    with records.database.reading() as session:
        rows = store.last_bundles(session, 9, simulated=False)
        return [sorted(each.text for each in store.bundled(session, row)) for row in rows]


def test_a_bundle_is_closed_when_its_round_is_over_and_then_never_again(records: Records) -> None:
    _wrote(records, 1, 2, 3, 4, 5)
    assert _close(records, NOW) == []
    expected = [[f"word {number}" for number in range(1, 6)]]
    assert [_close(records), _close(records), _close(records, needed=3)] == [expected] * 3
    with records.database.reading() as session:
        assert store.last_bundles(session, 9, simulated=False) == [BundleRow(False, FIRST, LAST)]
        assert store.waiting(session, simulated=False) == []


def test_four_people_wait_until_a_fifth_wrote(records: Records) -> None:
    _wrote(records, 1, 2, 3, 4)
    assert _close(records) == []
    _wrote(records, 5, at=NOW_MS + 6 * DAY_MS)
    assert [len(bundle) for bundle in _close(records, OVER + timedelta(days=28))] == [5]


def test_words_that_are_read_after_an_upgrade_are_not_slipped_into_a_closed_bundle(records: Records) -> None:
    _wrote(records, 1, 2, 3, 4, 5)
    before = _close(records)
    _wrote(records, 6)
    assert _close(records) == before
    _wrote(records, 7, 8, 9, 10, at=NOW_MS + 6 * DAY_MS)
    newest, *older = _close(records, OVER + timedelta(days=28))
    assert "word 6" in newest
    assert older == before


def test_simulated_people_have_bundles_of_their_own(records: Records) -> None:
    _wrote(records, 1, 2, 3, 4)
    _wrote(records, 11, 12, 13, 14, 15, simulated=True)
    assert _close(records) == []
    with records.database.reading() as session:
        assert store.last_bundles(session, 9, simulated=True) == [BundleRow(True, FIRST, LAST)]
