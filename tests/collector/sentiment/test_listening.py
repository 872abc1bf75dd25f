"""What IT reads of what people said."""

from datetime import datetime, timedelta

from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment.listening import shared_by, told
from barometer_collector.sentiment.service import store_answers
from barometer_collector.sentiment.views import Told
from barometer_shared.questions import TELL_IT, Answer, FacesAnswer, FreeTextAnswer, Response, Sharing
from tests.collector.scoring.records import DAY_MS, NOW, NOW_MS, PULSE, Records

LATER = NOW + timedelta(days=5)  # the round of NOW is over


def _say(
    records: Records, device: int, response: Response, *, at: int = NOW_MS, came: int | None = None, **more: object
) -> None:
    records.numbers += 1
    values = {"campaign": TELL_IT, "account": f"user{device}", **more}
    answer = Answer(id=f"{records.numbers:032x}", response=response, at=at, **values)  # type: ignore[arg-type]
    with records.database.writing() as session:
        timed = [TimedAnswer(answer, at, at // DAY_MS)]
        assert store_answers(session, records.settings, device, timed, at if came is None else came) == ()


def _told(records: Records, now: datetime = LATER) -> Told:
    return told(records.database, records.settings, now)


def _five(records: Records, *, simulated: bool = False, first: int = 1) -> None:
    for number in range(first, first + 5):
        records.device(number, f"team{number}", simulated=simulated)
        _say(records, number, FreeTextAnswer(f"word {number}"), mood=2)


def test_shared_words_stand_with_their_laptop_the_newest_first(records: Records) -> None:
    records.device(1)
    _say(records, 1, FreeTextAnswer("the dock fails"), mood=1, contact=True, sharing=Sharing.SHARED)
    _say(
        records,
        1,
        FacesAnswer(2),
        at=NOW_MS + 5,
        campaign=PULSE,
        topic="network",
        comment="slow",
        sharing=Sharing.SHARED,
    )
    _say(records, 1, FacesAnswer(5), at=NOW_MS + 9, campaign=PULSE, sharing=Sharing.SHARED)
    first, second = _told(records).shared
    assert (first.device, first.words, first.value, first.kind, first.contact) == ("LT-0001", "slow", 2, "pulse", False)
    assert first.about == {"en": "Network", "nl": "Netwerk"}
    assert (second.words, second.mood, second.kind, second.contact, second.about) == (
        "the dock fails",
        1,
        "told",
        True,
        {},
    )
    assert [each.value for each in shared_by(records.database, 1, LATER)] == [5, 2, None]
    assert shared_by(records.database, 2, LATER) == ()


def test_who_wants_to_be_contacted_is_seen_without_words(records: Records) -> None:
    records.device(1)
    _say(records, 1, FacesAnswer(1), campaign=PULSE, contact=True, sharing=Sharing.SHARED)
    (only,) = _told(records).shared
    assert (only.words, only.contact, only.value) == ("", True, 1)


def test_what_was_shared_is_shown_for_sixty_days(records: Records) -> None:
    records.device(1)
    _say(records, 1, FreeTextAnswer("old"), sharing=Sharing.SHARED)
    assert _told(records, NOW + timedelta(days=61)).shared == ()


def test_confidential_words_of_five_people_are_shown_once_their_round_is_over(records: Records) -> None:
    _five(records)
    assert _told(records, NOW).confidential == ()
    found = _told(records)
    (bundle,) = found.confidential
    assert (bundle.first_day, bundle.last_day, bundle.people) == ("2026-10-26", "2026-11-22", 5)
    assert sorted(each.words for each in bundle.words) == [f"word {number}" for number in range(1, 6)]
    assert (found.shared, found.needed, found.next_day) == ((), 5, "2026-12-21")


def test_their_order_is_neither_that_of_time_nor_of_laptops_and_stays(records: Records) -> None:
    for number in range(1, 13):
        records.device(number)
        _say(records, number, FreeTextAnswer(f"{number:02}"))
    (bundle,) = _told(records).confidential
    order = [each.words for each in bundle.words]
    assert order not in (sorted(order), sorted(order, reverse=True))
    assert [each.words for each in _told(records).confidential[0].words] == order


def test_four_people_are_too_few_and_shared_words_do_not_help_them(records: Records) -> None:
    _five(records)
    for number in (1, 2):
        _say(records, number, FreeTextAnswer("shared"), sharing=Sharing.SHARED)
    with records.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM answer WHERE device_id = 5")
    found = _told(records)
    assert (found.confidential, len(found.shared)) == ((), 2)


def test_a_confidential_comment_is_told_without_the_score_it_stood_beside(records: Records) -> None:
    for number in range(1, 6):
        records.device(number)
        _say(records, number, FacesAnswer(1), campaign=PULSE, topic="laptop", comment=f"slow {number}")
    (bundle,) = _told(records).confidential
    assert bundle.words[0].about == {"en": "Laptop", "nl": "Laptop"}
    assert bundle.words[0].mood is None


def test_what_comes_late_is_not_slipped_into_a_bundle_that_was_shown(records: Records) -> None:
    _five(records)
    before = _told(records).confidential
    records.device(6)
    _say(records, 6, FreeTextAnswer("late"), came=NOW_MS + 6 * DAY_MS)
    assert _told(records).confidential == before


def test_people_who_are_simulated_hide_nobody_who_is_real(records: Records) -> None:
    _five(records, simulated=True)
    records.device(9)
    _say(records, 9, FreeTextAnswer("real"))
    (bundle,) = _told(records).confidential
    assert (bundle.simulated, bundle.people) == (True, 5)
    assert "real" not in {each.words for each in bundle.words}
