"""Campaigns, answers and publications, on both engines."""

from barometer_collector.sentiment import store
from barometer_collector.sentiment.store import AskedDevice, PublishedRow, SharedRow
from tests.collector.scoring.records import NOW_MS, PULSE, TODAY, Records

_FACES = ("faces",)


def _published(key: str, at: int) -> PublishedRow:
    return PublishedRow(key, at, 50.0, 40.0, 60.0, 5, 9, "[]")


def test_the_latest_shared_answer_of_a_device_is_found(records: Records) -> None:
    records.device(1)
    records.answer(1, "jan", 2, shared=True, day=TODAY - 2)
    records.answer(1, "piet", 3, shared=True, day=TODAY - 1)
    records.answer(1, "piet", 5, day=TODAY)
    with records.database.reading() as session:
        assert store.latest_shared(session, [1, 2], TODAY - 3, TODAY, _FACES) == [SharedRow(1, PULSE, "faces", 3)]
        assert store.latest_shared(session, [1], TODAY - 3, TODAY, ("calm",)) == []


def test_pulse_answers_carry_the_team_of_their_day(records: Records) -> None:
    records.device(1, "finance", from_day=TODAY - 5)
    records.move(1, "sales", TODAY - 1)
    for age in (6, 3, 0):
        records.answer(1, f"user{age}", 4, day=TODAY - age, shared=age == 0)
    with records.database.reading() as session:
        found = {cast.day: cast for cast in store.pulse_answers(session, "pulse", TODAY - 28, TODAY)}
        assert store.pulse_answers(session, "event", TODAY - 28, TODAY) == []
    assert {day: cast.team for day, cast in found.items()} == {TODAY - 6: "", TODAY - 3: "finance", TODAY: "sales"}
    assert [found[day].shared for day in sorted(found)] == [False, False, True]


def test_devices_cannot_take_each_others_votes_by_the_same_answer_id(records: Records) -> None:
    records.device(1)
    records.device(2)
    records.answer(1, "jan")
    records.numbers -= 1
    records.answer(2, "piet")
    with records.database.reading() as session:
        assert len({cast.id for cast in store.pulse_answers(session, "pulse", TODAY, TODAY)}) == 2


def test_publications_are_the_recent_ones_and_the_last_of_each_group(records: Records) -> None:
    rows = [_published("fleet", 10), _published("fleet", 20), _published("team:a", 5), _published("team:a", 6)]
    with records.database.writing() as session:
        store.add_publications(session, rows)
        store.add_publications(session, [])
    with records.database.reading() as session:
        assert [(row.group_key, row.published_at) for row in store.publications(session, 15)] == [
            ("team:a", 6),
            ("fleet", 20),
        ]


def test_campaigns_run_from_their_start_to_their_end(records: Records) -> None:
    with records.database.reading() as session:
        running = {row.slug for row in store.running_campaigns(session, NOW_MS)}
        assert {PULSE, "crash-2026-10-26", "tell-it"} <= running
        assert "pulse-2026-09-28" not in running
        assert store.running_campaigns(session, 0) == []
        assert [row.slug for row in store.campaigns(session, {PULSE, "other"})] == [PULSE]


def test_a_device_is_found_with_what_it_is_asked_about(records: Records) -> None:
    records.device(1)
    records.device(2)
    with records.database.writing() as session:
        store.put_occasions(session, [{"device_id": 2, "kind": "crash", "campaign": "crash-1", "at": 7}])
        store.put_occasions(session, [{"device_id": 2, "kind": "slow_boot", "campaign": "slow_boot-1", "at": 8}])
        store.put_occasions(session, [])
        found = store.asked_devices(session, [2, 1, 99])
        assert sorted(found) == [AskedDevice(1, "", NOW_MS, None, None), AskedDevice(2, "", NOW_MS, "slow_boot-1", 8)]
        assert store.asked_devices(session, []) == []
        assert store.occasions_at(session, {1, 2}) == {2: 8}
