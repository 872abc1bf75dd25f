from datetime import UTC, datetime, timedelta

from barometer_collector.people.limiter import ATTEMPTS, WINDOW, SignInLimiter

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _exhaust(limiter: SignInLimiter, account: str = "ada") -> None:
    for _ in range(ATTEMPTS):
        assert limiter.wait(account, "10.0.0.1", NOW) is None


def test_one_more_attempt_than_allowed_has_to_wait() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    assert limiter.wait("ada", "10.0.0.1", NOW + timedelta(minutes=5)) == timedelta(minutes=10)


def test_an_account_is_one_account_however_it_is_typed() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    assert limiter.wait("ADA", "10.0.0.1", NOW) == WINDOW


def test_others_need_not_wait_for_somebody_who_guesses() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    assert limiter.wait("ada", "10.0.0.2", NOW) is None
    assert limiter.wait("grace", "10.0.0.1", NOW) is None


def test_after_the_window_it_may_be_tried_again() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    assert limiter.wait("ada", "10.0.0.1", NOW + WINDOW) is None


def test_waiting_is_not_made_longer_by_trying() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    for minute in range(15):
        assert limiter.wait("ada", "10.0.0.1", NOW + timedelta(minutes=minute)) is not None
    assert limiter.wait("ada", "10.0.0.1", NOW + WINDOW) is None


def test_a_right_password_starts_the_count_again() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    limiter.forget("Ada", "10.0.0.1")
    _exhaust(limiter)


def test_a_flood_of_names_takes_bounded_memory() -> None:
    limiter = SignInLimiter()
    _exhaust(limiter)
    for number in range(10_000):
        limiter.wait(f"name {number}", "10.0.0.1", NOW)
    assert limiter.wait("ada", "10.0.0.1", NOW) is None  # the oldest was forgotten, not the newest refused
    assert limiter.wait("name 9999", "10.0.0.1", NOW) is None
