"""What IT reads of what people said."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import text

from barometer_collector.ingest.arrivals import TimedAnswer
from barometer_collector.sentiment.listening import shared_by, told
from barometer_collector.sentiment.service import store_answers
from barometer_collector.sentiment.views import Told
from barometer_collector.sentiment.words.closing import close_bundles
from barometer_shared.questions import TELL_IT, Answer, EffortAnswer, FacesAnswer, FreeTextAnswer, Response, Sharing
from tests.collector.scoring.records import DAY_MS, NOW, NOW_MS, PULSE, Records

LATER = NOW + timedelta(days=5)  # the round of NOW is over
LATER_MS = NOW_MS + 5 * DAY_MS
AFTER = LATER + timedelta(days=28)  # and so is the next one


def _say(
    records: Records, device: int, response: Response, *, at: int = NOW_MS, came: int | None = None, **more: object
) -> None:
    records.numbers += 1
    values = {"campaign": TELL_IT, "account": f"user{device}", **more}
    answer = Answer(id=f"{records.numbers:032x}", response=response, at=at, **values)  # type: ignore[arg-type]
    with records.database.writing() as session:
        timed = [TimedAnswer(answer, at, at // DAY_MS)]
        assert store_answers(session, records.settings, device, timed, at if came is None else came) == ()


def _told(records: Records, now: datetime = LATER, needed: int = 5) -> Told:
    """What IT reads when bundles were closed, and are read, with this threshold."""
    settings = replace(records.settings, min_respondents=needed)
    close_bundles(records.database, settings, now)
    return told(records.database, settings, now)


def _words(found: Told) -> list[set[str]]:
    return [{each.words for each in bundle.words} for bundle in found.confidential]


def _erase(records: Records, device: int) -> None:
    with records.database.writing() as session:
        session.connection().execute(text("DELETE FROM answer WHERE device_id = :device"), {"device": device})


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
    _erase(records, 5)
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


def test_who_was_asked_after_an_event_is_not_traced_by_the_topic(records: Records) -> None:
    _five(records)
    records.device(6)
    for number in range(7, 10):
        records.device(number)
        _say(records, number, FacesAnswer(2), campaign=PULSE, topic="network", comment=f"slow {number}")
    answer = EffortAnswer(2)
    _say(records, 6, answer, campaign="slow_boot-2026-10-26", topic="late", comment="it takes for ever")
    (bundle,) = _told(records).confidential
    assert {(*each.about, each.mood) for each in bundle.words} == {(None,)}


def test_a_topic_that_enough_people_were_asked_is_told(records: Records) -> None:
    for number in range(1, 6):
        records.device(number)
        comment = f"all gone {number}"
        _say(records, number, EffortAnswer(1), campaign="crash-2026-10-26", topic="lost_work", comment=comment)
    (bundle,) = _told(records).confidential
    assert [each.about for each in bundle.words] == [{"en": "I lost work", "nl": "Ik was werk kwijt"}] * 5


def test_the_language_of_one_among_others_marks_nobody(records: Records) -> None:
    _five(records)
    (before,) = _told(records).confidential
    assert {each.language for each in before.words} == {"en"}
    for number in range(11, 17):
        records.device(number)
        _say(records, number, FreeTextAnswer("nu"), at=LATER_MS, language="en" if number == 16 else "nl")
    newest, oldest = _told(records, AFTER).confidential
    assert {each.language for each in newest.words} == {""}
    assert oldest == before


def test_a_higher_threshold_hides_small_bundles_and_moves_no_word_to_another(records: Records) -> None:
    _five(records)
    assert len(_told(records).confidential) == 1
    for number in (11, 12, 13):
        records.device(number)
        _say(records, number, FreeTextAnswer(f"second {number}"), at=LATER_MS)
    assert _told(records, AFTER, needed=8).confidential == ()
    assert _words(_told(records, AFTER, needed=5)) == [{f"word {number}" for number in range(1, 6)}]


def test_a_lower_threshold_splits_no_bundle_that_was_shown(records: Records) -> None:
    for number in range(1, 7):
        records.device(number)
        _say(records, number, FreeTextAnswer(f"word {number}"), at=NOW_MS if number < 4 else LATER_MS)
    before = _told(records, AFTER, needed=5).confidential
    assert [bundle.people for bundle in before] == [6]
    assert _told(records, AFTER, needed=3).confidential == before


def test_erasing_a_writer_moves_nobody_and_hides_a_bundle_that_is_too_small(records: Records) -> None:
    for first, at in ((1, NOW_MS), (11, LATER_MS)):
        for number in range(first, first + 6):
            records.device(number)
            _say(records, number, FreeTextAnswer(f"word {number}"), at=at)
    newest, oldest = _words(_told(records, AFTER))
    _erase(records, 1)
    assert _words(_told(records, AFTER)) == [newest, oldest - {"word 1"}]
    _erase(records, 2)
    assert _words(_told(records, AFTER)) == [newest]


def test_what_no_job_has_closed_yet_is_not_shown(records: Records) -> None:
    _five(records)
    assert told(records.database, records.settings, LATER).confidential == ()
