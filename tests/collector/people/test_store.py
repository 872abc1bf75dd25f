from barometer_collector.database import Database
from barometer_collector.people import store
from barometer_collector.people.tables import Account, ApiToken, SignIn


def _account(name: str) -> Account:
    return Account(name=name, password_hash="hash", role="viewer", created_at=1)


def test_sessions_of_one_account_end_and_those_of_others_stay(database: Database) -> None:
    with database.writing() as session:
        ada, grace = _account("ada"), _account("grace")
        store.add(session, ada)
        store.add(session, grace)
        assert ada.id
        assert grace.id
        for token, account_id in (("a", ada.id), ("b", ada.id), ("c", grace.id)):
            row = SignIn(token_hash=token, account_id=account_id, csrf="x", created_at=1, expires_at=100)
            store.add(session, row)
        store.end_sessions_of(session, ada.id)
        assert [store.signed_in(session, token, 50) is not None for token in "abc"] == [False, False, True]


def test_names_are_told_apart_by_case(database: Database) -> None:
    with database.writing() as session:
        store.add(session, _account("ada"))
        assert store.account_named(session, "ada")
        assert store.account_named(session, "Ada") is None


def test_a_token_is_dead_from_the_moment_it_expires(database: Database) -> None:
    with database.writing() as session:
        store.add(session, ApiToken(token_hash="t", name="n", role="viewer", created_at=1, expires_at=100))
        assert store.living_token(session, "t", 99)
        assert store.living_token(session, "t", 100) is None
