"""Who is counted among the laptops of a round, and what is left when it is closed."""

from sqlalchemy import text

from barometer_collector.database import Database
from barometer_collector.devices import service as devices
from barometer_collector.settings import Settings
from barometer_collector.tokens import store
from tests.collector.laptops import NOON, NOON_MS, TODAY
from tests.collector.voters import CAMPAIGN, office, open_round, rows, with_token

DAY_MS = 86_400_000


def counted(database: Database, since: int = NOON_MS - DAY_MS) -> set[int]:
    with database.reading() as session:
        return set(store.laptops(session, "anonymous", since, TODAY))


def set_types(database: Database, device_id: int, types: str) -> None:
    with database.writing() as session:
        session.connection().execute(
            text("UPDATE device SET question_types = :types WHERE id = :id"), {"types": types, "id": device_id}
        )


def test_only_laptops_that_can_keep_an_answer_anonymous_count(database: Database, settings: Settings) -> None:
    ids = [each.device_id for each in office(database, settings, [("Finance", 5)])["Finance"]]
    for device_id, types in zip(ids[1:], ("faces", "", "anonymous_too,faces", "xanonymous"), strict=True):
        set_types(database, device_id, types)
    assert counted(database) == {ids[0]}


def test_laptops_that_are_revoked_or_silent_make_no_group_larger(database: Database, settings: Settings) -> None:
    first, second, third = (each.device_id for each in office(database, settings, [("Finance", 3)])["Finance"])
    devices.revoke(database, NOON, second)
    with database.writing() as session:
        silent = text("UPDATE device SET last_seen_at = :then WHERE id = :id")
        session.connection().execute(silent, {"then": NOON_MS - 2 * DAY_MS, "id": third})
    assert counted(database) == {first}


def test_simulated_laptops_make_no_group_larger(database: Database, settings: Settings) -> None:
    first, *others = (each.device_id for each in office(database, settings, [("Finance", 3)])["Finance"])
    with database.writing() as session:
        simulated = text("UPDATE device SET simulated = :yes WHERE id <> :id")
        session.connection().execute(simulated, {"yes": True, "id": first})
    assert others
    assert counted(database) == {first}


def test_what_was_issued_is_two_numbers_for_each_group(database: Database, settings: Settings) -> None:
    offices = office(database, settings, [("Finance", 5), ("Sales", 5)])
    open_round(database, settings)
    for laptop, account in ((0, "a"), (0, "b"), (1, "c")):
        with_token(database, settings, offices["Finance"][laptop], account)
    with database.reading() as session:
        finance = store.seat(session, CAMPAIGN, offices["Finance"][0].device_id)
        assert store.issued(session, CAMPAIGN) == {finance: (3, 2)}


def test_nothing_is_left_of_who_has_a_token_not_even_in_the_file(database: Database, settings: Settings) -> None:
    laptop = office(database, settings, [("Finance", 5)])["Finance"][0]
    open_round(database, settings)
    (request,) = [with_token(database, settings, laptop, "jan").request]
    with database.writing() as session:
        store.forget(session, CAMPAIGN)
    assert (rows(database, "token_issue"), rows(database, "token_seat")) == ([], [])
    if database.file is not None:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        assert request.encode() not in database.file.read_bytes()
