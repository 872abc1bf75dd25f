"""What people said in their own words, on both engines."""

from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment.rules.words import Closed, Written
from barometer_collector.sentiment.service import store_answers
from barometer_collector.sentiment.words import store
from barometer_collector.sentiment.words.store import BundleRow
from barometer_shared.questions import TELL_IT, Answer, FacesAnswer, FreeTextAnswer, Response, Sharing
from tests.collector.scoring.records import NOW_MS, PULSE, TODAY, Records


def _say(records: Records, device: int, response: Response, sharing: Sharing = Sharing.CONFIDENTIAL) -> str:
    records.numbers += 1
    campaign = TELL_IT if isinstance(response, FreeTextAnswer) else PULSE
    answer = Answer(f"{records.numbers:032x}", campaign, response, NOW_MS, f"user{device}", sharing=sharing)
    with records.database.writing() as session:
        store_answers(session, records.settings, device, [TimedAnswer(answer, NOW_MS, TODAY)], NOW_MS)
    return answer.id


def test_words_wait_until_they_are_bundled_and_a_face_alone_is_no_words(records: Records) -> None:
    records.device(1)
    said = _say(records, 1, FreeTextAnswer("slow"))
    _say(records, 1, FreeTextAnswer("shared"), Sharing.SHARED)
    _say(records, 1, FacesAnswer(1))
    with records.database.writing() as session:
        (word,) = store.waiting(session, simulated=False)
        assert (word.day, word.device_id, word.answer_id) == (TODAY, 1, said)
        store.add_bundle(session, Closed(TODAY - 3, TODAY, (word,)), simulated=False)
    with records.database.reading() as session:
        assert store.waiting(session, simulated=False) == []
        (row,) = store.bundled(session, BundleRow(False, TODAY - 3, TODAY))
        assert (row.text, row.respondent) == ("slow", word.respondent)


def test_the_last_bundles_come_newest_first_and_apart_from_simulated_ones(records: Records) -> None:
    with records.database.writing() as session:
        for last_day in (30, 90, 60):
            store.add_bundle(session, Closed(last_day - 27, last_day, (_word(last_day),)), simulated=False)
        store.add_bundle(session, Closed(63, 90, (_word(90),)), simulated=True)
    with records.database.reading() as session:
        assert [row.last_day for row in store.last_bundles(session, 2, simulated=False)] == [90, 60]
        assert store.last_bundles(session, 2, simulated=True) == [BundleRow(True, 63, 90)]


def test_shared_words_are_found_with_their_laptop_alone(records: Records) -> None:
    records.device(1)
    records.device(2)
    _say(records, 1, FreeTextAnswer("the dock"), Sharing.SHARED)
    _say(records, 2, FreeTextAnswer("secret"))
    with records.database.reading() as session:
        assert [row.text for row in store.shared_words(session, 0, 9)] == ["the dock"]
        assert store.shared_words(session, NOW_MS + 1, 9) == []
        assert [row.text for row in store.shared_of(session, 1, 0, 9)] == ["the dock"]
        assert store.shared_of(session, 2, 0, 9) == []


def _word(day: int) -> Written:
    return Written(day, "nobody", 1, "0")
